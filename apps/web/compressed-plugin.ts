import { createReadStream, createWriteStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { constants, createBrotliCompress, createGzip } from "node:zlib";
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
    await pipeline(createReadStream(path), createGzip({ level: 9, memLevel: 9 }), createWriteStream(`${path}.gz`));
    const brotli = createBrotliCompress({ params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } });
    await pipeline(createReadStream(path), brotli, createWriteStream(`${path}.br`));
  }
}

const TEXT = /\.(js|css|html|svg|webmanifest)$/;
