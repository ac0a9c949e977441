/** A part of the page that was asked for did not come; `detail.problem` says so in a sentence. */
export type LoadProblemEvent = CustomEvent<{ readonly problem: string }>;

/**
 * Loads a part of the page that is needed only now, and returns it. Where it cannot be had, `element` fires
 * `load-problem`, which says that `name` is missing, and undefined is returned.
 */
export async function loadPart<T>(element: HTMLElement, name: string, load: () => Promise<T>): Promise<T | undefined> {
  try {
    return await load();
  } catch {
    const problem = `${name} could not be loaded. It takes the server that this page came from: try again later.`;
    element.dispatchEvent(new CustomEvent("load-problem", { detail: { problem }, bubbles: true, composed: true }));
    return undefined;
  }
}
