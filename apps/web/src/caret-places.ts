import type { Text } from "@hearsay/merge";
import type { Caret } from "./presence";

/** The two ends of a selection, in UTF-16 units of a text. */
export interface Places {
  readonly anchor: number;
  readonly head: number;
}

/** Where `caret` stands in `text`; undefined where it stands behind something that has not come yet. */
export function caretPlaces(text: Text, caret: Caret): Places | undefined {
  if ("follows" in caret) {
    const last = text.lastAnchorOf(caret.follows);
    const place = last && text.positionOf(last);
    return place === undefined ? undefined : { anchor: place, head: place };
  }
  const anchor = text.positionOf(caret.anchor);
  const head = text.positionOf(caret.head);
  return anchor === undefined || head === undefined ? undefined : { anchor, head };
}

/** What to tell of a selection: of a caret behind what this tab typed last, that and no more. */
export function caretAt(text: Text, { anchor, head }: Places): Caret {
  const writing = { follows: text.author };
  const isWriting = anchor === head && caretPlaces(text, writing)?.head === head;
  return isWriting ? writing : { anchor: text.anchorAt(anchor), head: text.anchorAt(head) };
}
