import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { serviceWorker } from "./service-worker-plugin.ts";

const page = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [serviceWorker()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // The first versions with `light-dark()`, which the pages cannot do without.
    target: ["chrome123", "firefox120", "safari17.5"],
    sourcemap: false,
    // The editor and the mesh are half a megabyte, and a note needs both before its first letter.
    chunkSizeWarningLimit: 600,
    rolldownOptions: { input: { index: page("index.html"), playground: page("playground.html") } },
  },
});
