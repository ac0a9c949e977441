import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { compressFiles } from "./compressed-plugin";

test("each text of a build gets two compressed twins, and nothing else does", async () => {
  const directory = await mkdtemp(join(tmpdir(), "hearsay-compressed-"));
  try {
    await mkdir(join(directory, "assets"));
    await writeFile(join(directory, "assets", "index.js"), "export {};");
    await writeFile(join(directory, "photo.png"), "picture");
    await compressFiles(directory);
    const names = await readdir(directory, { recursive: true });
    expect(names.sort()).toEqual([
      "assets",
      "assets/index.js",
      "assets/index.js.br",
      "assets/index.js.gz",
      "photo.png",
    ]);
    const twin = (end: string) => readFile(join(directory, "assets", `index.js.${end}`));
    expect(gunzipSync(await twin("gz")).toString()).toBe("export {};");
    expect(brotliDecompressSync(await twin("br")).toString()).toBe("export {};");
  } finally {
    await rm(directory, { recursive: true });
  }
});
