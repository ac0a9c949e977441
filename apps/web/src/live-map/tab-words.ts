import type { Knowledge, MapTab } from "./room-view";

/** What is known of a tab, beside its name: "has the newest text; linked to 3 tabs". */
export function tabWords({ knowledge, tie, links }: MapTab): string {
  const tabs = links === 1 ? "1 tab" : `${links} tabs`;
  switch (tie) {
    case "self":
      return `${knowledge === "newest" ? "nobody is known to have more" : "others have more"}; linked to ${tabs}`;
    case "linked":
      return `${KNOWLEDGE_WORDS[knowledge]}; linked to ${tabs}`;
    case "cut":
      return "cut off from this tab; what it has is not known";
    case "apart":
      return "not linked to this tab; what it has is not known";
    default:
      return tie satisfies never;
  }
}

/** A tab in one sentence, as its square says it. */
export function describeTab(tab: MapTab): string {
  const name = tab.tie === "self" ? "You" : tab.name;
  return `${name}: ${tabWords(tab)}`;
}

const KNOWLEDGE_WORDS: Readonly<Record<Knowledge, string>> = {
  newest: "has the newest text",
  behind: "not known to have the newest text",
  unknown: "has not said what it has",
  silent: "silent",
};
