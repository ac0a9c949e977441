import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { serviceWorker } from "./service-worker-plugin.ts";
import { STAND_INS } from "./stand-ins.ts";
import { staticFields } from "./static-fields-plugin.ts";

const page = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  resolve: { alias: STAND_INS },
  plugins: [staticFields(), serviceWorker()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // The first versions with `light-dark()`, which the pages cannot do without.
    target: ["chrome123", "firefox120", "safari17.5"],
    sourcemap: false,
    modulePreload: {
      // All these browsers preload modules.
      polyfill: false,
      // What is loaded on demand is small, and a list of what each part needs would have to be loaded by everyone.
      resolveDependencies: (_, dependencies, { hostType }) => (hostType === "html" ? dependencies : []),
    },
    // A note needs the editor and the mesh before its first letter. What it weighs is tested, compressed.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      input: { index: page("index.html"), playground: page("playground.html") },
      // They only declare, but do not say so, and nothing of them is needed: the note is plain text.
      treeshake: { moduleSideEffects: [{ test: /@lezer/, sideEffects: false }] },
    },
  },
});
