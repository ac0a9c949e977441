import type { Counts } from "./live-traffic";
import type { Knowledge, MapTab } from "./room-view";

/** What is known of what a tab has: "has the newest text". */
export function knowledgeWords({ knowledge, tie }: MapTab): string {
  switch (tie) {
    case "self":
      return knowledge === "newest" ? "has the newest text, as far as known" : "others have text that it lacks";
    case "linked":
      return KNOWLEDGE_WORDS[knowledge];
    case "cut":
      return "cut off from this tab";
    case "apart":
      return `not linked to this tab; ${KNOWLEDGE_WORDS[knowledge]}`;
    default:
      return tie satisfies never;
  }
}

/** To whom a tab is linked, as far as known: "linked to 3 tabs". */
export function linkWords({ links }: MapTab): string {
  return `linked to ${links === 1 ? "1 tab" : `${links} tabs`}`;
}

/** How many messages went to a tab and came from it. */
export function countWords({ sent, received, lost }: Counts): string {
  return `${sent} sent, ${received} received${lost > 0 ? `, ${lost} lost` : ""}`;
}

/** A tab in one sentence, as its square says it. */
export function describeTab(tab: MapTab): string {
  return `${tab.tie === "self" ? "You" : tab.name}: ${knowledgeWords(tab)}, ${linkWords(tab)}`;
}

const KNOWLEDGE_WORDS: Readonly<Record<Knowledge, string>> = {
  newest: "has the newest text",
  behind: "not known to have the newest text",
  unknown: "has not said what it has",
  silent: "silent",
};
