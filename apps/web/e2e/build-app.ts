import { fileURLToPath } from "node:url";
import { build } from "vite";

/** Builds the web app once before the browser tests, which open what people will be served. */
export default async function buildApp(): Promise<void> {
  await build({ root: fileURLToPath(new URL("..", import.meta.url)), logLevel: "warn" });
}
