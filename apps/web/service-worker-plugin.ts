import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { BUILT_FILES, type BuiltFiles } from "./src/offline/built-files.ts";

/** Builds `sw.js` and tells it all other files of the build, those of the public folder included. */
export function serviceWorker(): Plugin {
  let publicDirectory = "";
  return {
    name: "hearsay-service-worker",
    apply: "build",
    // Behind the plugin that writes the pages, so that these are in the bundle.
    enforce: "post",
    configResolved(config) {
      publicDirectory = config.publicDir;
    },
    buildStart() {
      const id = fileURLToPath(new URL("src/offline/service-worker.ts", import.meta.url));
      this.emitFile({ type: "chunk", id, fileName: SERVICE_WORKER });
    },
    // And behind those that still change what was written.
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const worker = bundle[SERVICE_WORKER];
        if (worker?.type !== "chunk") throw new Error(`Expected ${SERVICE_WORKER} in the bundle`);
        // Browsers take it for a classic script, which knows no imports.
        if (worker.imports.length > 0) throw new Error(`Expected no imports, got ${worker.imports.join(", ")}`);
        const contents = new Map<string, string | Uint8Array>();
        for (const [path, file] of Object.entries(bundle)) {
          if (path !== SERVICE_WORKER) contents.set(path, file.type === "chunk" ? file.code : file.source);
        }
        for (const [path, content] of filesIn(publicDirectory)) contents.set(path, content);
        worker.code = `self.${BUILT_FILES}=${JSON.stringify(listOf(contents, worker.code))};\n${worker.code}`;
      },
    },
  };
}

const SERVICE_WORKER = "sw.js";

/** The list of `contents`, whose version also changes with the service worker's own `code`. */
export function listOf(contents: ReadonlyMap<string, string | Uint8Array>, code: string): BuiltFiles {
  const paths = [...contents.keys()].sort();
  const hash = createHash("sha256").update(code);
  for (const path of paths) hash.update(`\n${path}\n`).update(contents.get(path) ?? "");
  return { version: hash.digest("hex").slice(0, 16), paths };
}

function filesIn(directory: string): [string, Uint8Array][] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(directory.length + 1).replaceAll("\\", "/"), readFileSync(path)];
    });
}
