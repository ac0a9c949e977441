import type { Server as HttpServer } from "node:http";
import type { AppSource } from "./app-source";

/** Serves the app from its sources in `root` through Vite, which also does its hot reload over `httpServer`. */
export async function openDevApp(root: string, httpServer: HttpServer): Promise<AppSource> {
  // Only development needs Vite: a deployed server starts without it.
  const { createServer } = await import("vite");
  const vite = await createServer({
    root,
    appType: "mpa",
    server: { middlewareMode: true, hmr: { server: httpServer } },
  });
  return {
    handle: (request, response) => vite.middlewares(request, response),
    warning: undefined,
    close: () => vite.close(),
  };
}
