import type { StoreFailure } from "./store-failure";

/** How far this browser keeps a note. */
export type Keeping =
  /** What was kept earlier is being read. */
  | { readonly type: "opening" }
  /** Something is not stored yet. */
  | { readonly type: "saving" }
  /** All of the note that this tab has is stored. */
  | { readonly type: "kept" }
  /** It was forgotten by this tab, and has not changed since. */
  | { readonly type: "forgotten" }
  /** What has changed is not stored, or what was stored could not be read. It is tried again from time to time. */
  | { readonly type: "unavailable"; readonly reason: StoreFailure };

/** Whether two states say the same. */
export function isSameKeeping(left: Keeping, right: Keeping): boolean {
  return left.type === right.type && failureOf(left) === failureOf(right);
}

/** What people should know of it, in a sentence or two; undefined where all is well. */
export function keepingRemark(keeping: Keeping): string | undefined {
  switch (keeping.type) {
    case "opening":
    case "saving":
    case "kept":
    case "forgotten":
      return undefined;
    case "unavailable":
      return UNAVAILABLE[keeping.reason];
    default:
      return keeping satisfies never;
  }
}

const UNAVAILABLE: Readonly<Record<StoreFailure, string>> = {
  full: "This browser has no room left: what is new in the note is not kept here, and is gone from here with this tab.",
  forbidden:
    "This browser lets the page keep nothing, as in some private windows: the note is gone from here with this tab.",
  broken: "This browser cannot read or write what it keeps: what is new in the note is gone from here with this tab.",
};

function failureOf(keeping: Keeping): StoreFailure | undefined {
  return keeping.type === "unavailable" ? keeping.reason : undefined;
}
