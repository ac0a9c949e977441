import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Candidate } from "./candidates";
import { RIVALS } from "./rivals-folder";

/**
 * Compiles a file of the bench into one module and returns its path. So every library runs as the ES module that a page
 * would get, and no loader slows one of them down. WebAssembly packages stay outside: they look for their files.
 */
export function compile(file: string): string {
  const target = new URL(`node_modules/.bench/${file.replaceAll("/", "-").replace(/\.ts$/, ".mjs")}`, RIVALS);
  const source = fileURLToPath(new URL(file, import.meta.url));
  esbuild(
    [source, `--outfile=${fileURLToPath(target)}`, "--platform=node", ...EXTERNAL.map((name) => `--external:${name}`)],
    undefined,
    fileURLToPath(RIVALS),
  );
  return fileURLToPath(target);
}

/** What a page downloads for the library, minified and compressed with gzip, in bytes. */
export function gzipBytesOf({ adapter, bundle, wasm }: Candidate): number {
  const folder = dirname(fileURLToPath(new URL(adapter, import.meta.url)));
  const script = gzipBytesOfBundle(bundle, folder);
  if (wasm === undefined) return script;
  return script + gzipSync(readFileSync(new URL(`node_modules/${wasm}`, RIVALS))).length;
}

/** The size of everything that the package of merge exports. */
export function gzipBytesOfMerge(): number {
  return gzipBytesOfBundle(`export * from "../src/index";`, fileURLToPath(new URL(".", import.meta.url)));
}

function gzipBytesOfBundle(source: string, folder: string): number {
  return gzipSync(esbuild(["--minify", "--platform=browser", ...FOR_PAGES], source, folder)).length;
}

const EXTERNAL = ["loro-crdt", "diamond-types-node", "@automerge/automerge"];
// What a package written for Node.js would ask of it is not counted.
const FOR_PAGES = ["--external:fs", "--external:path", "--external:util", "--loader:.wasm=empty"];

function esbuild(options: readonly string[], input: string | undefined, folder: string): Uint8Array {
  const command = fileURLToPath(new URL("node_modules/.bin/esbuild", RIVALS));
  const shared = ["--bundle", "--format=esm", "--target=es2022", "--main-fields=module,main", "--log-level=error"];
  const { status, stdout } = spawnSync(command, [...shared, ...options], {
    cwd: folder,
    ...(input !== undefined && { input }),
    shell: process.platform === "win32",
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "inherit"],
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`Expected esbuild to bundle, got exit code ${status}`);
  return stdout;
}
