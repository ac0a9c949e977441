import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { gzipAsync } from "@gfx/zopfli";
import type { Plugin } from "vite";

/** Lays `name.gz` and `name.br` beside each text file of the build, for the server to send as they are. */
export function compressed(): Plugin {
  return {
    name: "hearsay-compressed",
    apply: "build",
    enforce: "post",
    writeBundle: {
      sequential: true,
      async handler({ dir }) {
        if (dir) await compressFiles(dir);
      },
    },
  };
}

/** Compresses what is text in `directory` and below it. */
export async function compressFiles(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !TEXT.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    // Zopfli takes long, once, for what is smaller by a twenty-fifth every time it is sent.
    await writeFile(`${path}.gz`, await gzipAsync(content, { numiterations: 60 }));
    await writeFile(`${path}.br`, await promisify(brotliCompress)(content, AS_TEXT));
  }
}

const AS_TEXT = { params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } };
const TEXT = /\.(js|css|html|svg|webmanifest)$/;
