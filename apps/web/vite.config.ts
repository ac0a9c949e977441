import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { compressed } from "./compressed-plugin.ts";
import { cssLiterals } from "./css-literals-plugin.ts";
import { lazyParts } from "./lazy-parts-plugin.ts";
import { quietErrors } from "./quiet-errors-plugin.ts";
import { serviceWorker } from "./service-worker-plugin.ts";
import { shortMembers } from "./short-members-plugin.ts";
import { STAND_INS } from "./stand-ins.ts";
import { staticFields } from "./static-fields-plugin.ts";
import { tight } from "./tight-plugin.ts";
import { unusedMembers } from "./unused-members-plugin.ts";

const page = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const SHARED =
  /packages\/(merge|gossip)\/src\/(?!.*(time-travel|authorship))|node_modules\/@?lit(?!.*(directive|query-all))|@oxc-project|styles\/controls|src\/copy-link/;

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  resolve: { alias: STAND_INS },
  plugins: [
    cssLiterals(),
    quietErrors(),
    lazyParts(),
    staticFields(),
    unusedMembers(),
    shortMembers(),
    tight(["index", "shared"]),
    serviceWorker(),
    compressed(),
  ],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // The first versions with `light-dark()`, which the pages cannot do without.
    target: ["chrome123", "firefox120", "safari17.5"],
    sourcemap: false,
    // All these browsers preload modules.
    modulePreload: { polyfill: false },
    // A note needs the editor and the mesh before its first letter. What it weighs is tested, compressed.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      input: { index: page("index.html"), playground: page("playground.html") },
      // What every page needs is one file: split by who shares what, the same code compresses worse.
      output: { codeSplitting: { groups: [{ name: "shared", test: SHARED }] } },
      // They only declare, but do not say so: the note is plain text, and goes by one transport.
      treeshake: {
        moduleSideEffects: [
          { test: /@lezer/, sideEffects: false },
          { test: /engine\.io-client.*transports/, sideEffects: false },
        ],
      },
    },
  },
});
