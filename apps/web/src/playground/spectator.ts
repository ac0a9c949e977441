import type { TraceEvent } from "@hearsay/simulator";
import { type Content, contentOf } from "./data";
import { describeEvent } from "./log-lines";
import { PlayLog } from "./play-log";
import type { PlaygroundSettings } from "./settings";
import { Traffic } from "./traffic";

/** What a spectator must ask about, since no event tells it. */
export interface Surroundings {
  settings(): PlaygroundSettings;
  isCut(left: number, right: number): boolean;
  /** The data of a node; undefined where it has none. */
  heldBy(node: number): Content | undefined;
}

/** Watches a simulation: keeps the picture of its traffic, and a log in words. */
export class Spectator {
  readonly traffic = new Traffic();
  readonly log = new PlayLog();
  /** How many events could be seen so far. */
  seen = 0;

  constructor(private readonly surroundings: Surroundings) {}

  /** Takes an event in. Returns what its message says, or its node wrote; undefined where that is nothing to be seen. */
  see(event: TraceEvent): Content | undefined {
    const content = this.follow(event);
    const line = describeEvent(event, content);
    if (line !== undefined) {
      this.log.add(event.atUs, line);
      this.seen++;
    }
    return content;
  }

  private follow(event: TraceEvent): Content | undefined {
    switch (event.type) {
      case "sent":
        return this.followSent(event);
      case "dropped":
        return this.followDropped(event);
      case "received":
        return this.traffic.take(event.from, event.to, event.atUs);
      case "wrote":
      case "restamped":
        return this.surroundings.heldBy(event.node);
      default:
        return undefined;
    }
  }

  private followSent({ from, to, atUs, arrivesAtUs, message }: Of<"sent">): Content | undefined {
    const content = contentOf(message);
    if (content.type === "other") return undefined;
    // What was still in the uplink when its link was cut leaves for nowhere.
    const vanishedUs = this.surroundings.isCut(from, to) ? atUs : undefined;
    const chosen = this.isChosen(content);
    this.traffic.add({ from, to, content, chosen, leftUs: atUs, arrivesUs: arrivesAtUs, vanishedUs });
    return content;
  }

  private followDropped({ from, to, atUs, reason, message }: Of<"dropped">): Content | undefined {
    const content = contentOf(message);
    if (content.type === "other") return undefined;
    if (reason === "dead" || reason === "disconnected") this.traffic.vanish(from, to, atUs);
    if (reason === "lost" || reason === "blocked") {
      // It is seen to vanish half way, though nothing tells where it did.
      const wayUs = this.surroundings.settings().latencyMs * 1_000;
      const [arrivesUs, vanishedUs] = [atUs + wayUs, atUs + Math.round(wayUs / 2)];
      this.traffic.add({ from, to, content, chosen: this.isChosen(content), leftUs: atUs, arrivesUs, vanishedUs });
    }
    return content;
  }

  private isChosen(content: Content): boolean {
    return content.type === "data" && this.surroundings.settings().strategy !== "broadcast";
  }
}

type Of<Type extends TraceEvent["type"]> = Extract<TraceEvent, { readonly type: Type }>;
