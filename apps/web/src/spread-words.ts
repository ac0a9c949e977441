import { DEFAULT_SPREAD, type Spread } from "@hearsay/gossip";

/** How the room spreads the note, where that is not the default. */
export function spreadWords({ strategy, intervalMs }: Spread): string | undefined {
  switch (strategy) {
    case "push":
      return `Spread: push every ${intervalMs} ms`;
    case "broadcast":
      return "Spread: naive broadcast";
    case "rumor":
      return `Spread: rumor mongering every ${intervalMs} ms`;
    case "plumtree":
      return intervalMs === DEFAULT_SPREAD.intervalMs ? undefined : `Spread: plumtree, repaired every ${intervalMs} ms`;
    default:
      return strategy satisfies never;
  }
}
