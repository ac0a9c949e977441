/** What a build has made, as the service worker is told it. */
export interface BuiltFiles {
  /** Changes whenever a file does. */
  readonly version: string;
  /** Paths of all files, below where the service worker stands: "index.html", "assets/index-3fOoN1mE.css". */
  readonly paths: readonly string[];
}

/** Under which name in the scope of the service worker the build puts them. */
export const BUILT_FILES = "builtFiles";

/** Whether a file is named after its own content, so that the same name always means the same bytes. */
export function isNamedByContent(path: string): boolean {
  return /^assets\/[^/]+-[\w-]{8}\.\w+$/.test(path);
}
