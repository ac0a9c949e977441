import type { IncomingMessage, ServerResponse } from "node:http";

/** Answers the HTTP requests for the pages of the app. */
export interface AppSource {
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** What the person who started the server should know, if anything. */
  readonly warning: string | undefined;
  close(): Promise<void>;
}
