/** How many of each half's digits stood in an editor, from when on. Times are in ms since 1970. */
export interface Shown {
  readonly counts: readonly [a: number, b: number];
  readonly at: number;
}

/** What the page said, from when on. */
export interface Said {
  readonly words: string;
  readonly at: number;
}

/** What a tab tells of itself while its room is cut in two. Those on host A type ones, those on host B twos. */
export interface HalvesWatch {
  readonly shown: readonly Shown[];
  /** What the line below the note said; nothing on a page that has none. */
  readonly said: readonly Said[];
  /** The digits that stand in the editor now, in order. */
  digits(): string;
}

declare global {
  interface Window {
    halvesWatch: HalvesWatch;
  }
}

/** Runs in a page before its own scripts and leaves there what it sees. No name beside a caret has a digit. */
export function watchHalves(): void {
  const shown: Shown[] = [];
  const said: Said[] = [];
  const now = () => performance.timeOrigin + performance.now();
  const digits = () => document.querySelector(".cm-content")?.textContent?.replace(/[^12]/g, "") ?? "";

  new MutationObserver(() => {
    const a = digits().replaceAll("2", "").length;
    const b = digits().length - a;
    const before = shown.at(-1)?.counts;
    if (before?.[0] !== a || before[1] !== b) shown.push({ counts: [a, b], at: now() });
  }).observe(document, { childList: true, characterData: true, subtree: true });

  setInterval(() => {
    const lines = document.querySelector("status-line")?.shadowRoot?.querySelectorAll("p");
    const words = [...(lines ?? [])].map((line) => line.textContent?.trim()).join(" ");
    if (words !== (said.at(-1)?.words ?? "")) said.push({ words, at: now() });
  }, 100);

  window.halvesWatch = { shown, said, digits };
}
