import { MAX_RECEIPT_ROOM, type PeerId } from "@hearsay/gossip";
import type { Member, Mesh, MeshState } from "@hearsay/mesh";
import { defaultName } from "./default-name";
import { approximateDuration } from "./duration";
import { decodePresence } from "./presence";
import { type Keeping, keepingRemark } from "./storage/keeping";

/** What the status line says: only what this tab knows. */
export interface Status {
  /** Who is connected, in a sentence or two. */
  readonly summary: string;
  /** Who is known to have what was written here; undefined where nothing was, or nothing can be known. */
  readonly receipt: string | undefined;
  readonly tone: "connecting" | "alone" | "together";
  /** What else there is to know, most pressing first; a sentence or two each. */
  readonly remarks: readonly string[];
}

/** A clock that is off by no more than this is not worth a word. */
const CLOCK_TOLERANCE_MS = 5_000;

/** The truth about the room as this tab sees it. */
export function statusOf(state: MeshState, keeping: Keeping): Status {
  const remarks = [
    keepingRemark(keeping),
    introductionRemark(state),
    unreachedRemark(state),
    clockRemark(state),
    versionRemark(state),
    divergedRemark(state),
    refusedHereRemark(state.counts.ahead, "stamped too far in the future", "stamped too far in the future"),
    refusedHereRemark(state.counts.contradictions, "that contradicts an earlier one", "that contradict earlier ones"),
    refusedHereRemark(state.counts.full, "for which this note has no room", "for which this note has no room"),
    refusedByOthersRemark(state),
  ].filter((remark) => remark !== undefined);
  return { ...company(state, keeping), receipt: receiptWords(state, keeping), remarks };
}

/** Whether another tab is known to have what was written here; where nothing was, all that the note holds. */
export function isShared(mesh: Pick<Mesh<never>, "state" | "standingOf">): boolean {
  const { receipts } = mesh.state;
  const together = companions(mesh.state);
  if (receipts !== undefined) return together.length > 0 && receipts > 0;
  return together.some(({ peer }) => ["same", "more"].includes(mesh.standingOf(peer)));
}

/** The tabs to which the note can pass: those of this tab's version, itself connected or through others. */
function companions({ members, otherVersions }: MeshState): readonly Member[] {
  const together = members.filter(({ peer }) => !otherVersions.some((other) => other.peer === peer));
  return together.some(({ isNeighbor }) => isNeighbor) ? together : [];
}

/** Where what was written here is, as far as the others have said that they have it. */
function receiptWords(state: MeshState, keeping: Keeping): string | undefined {
  const { receipts } = state;
  const together = companions(state);
  const tabs = together.length + 1;
  if (receipts === undefined || tabs === 1) return undefined;
  if (tabs > MAX_RECEIPT_ROOM)
    return nearbyReceiptWords(receipts, together.filter(({ isNeighbor }) => isNeighbor).length);
  if (receipts + 1 >= tabs) return `What you wrote is on ${tabs === 2 ? "both" : `all ${tabs}`} tabs.`;
  if (receipts > 0) return `What you wrote is on ${receipts + 1} of ${tabs} tabs, as far as known.`;
  return keeping.type === "kept"
    ? "What you wrote is in this browser only, as far as known."
    : "What you wrote is only in this tab, as far as known.";
}

/** In a large room only those to which this tab is connected tell it what they have. */
function nearbyReceiptWords(receipts: number, neighbors: number): string {
  let some = neighbors === 1 ? "the tab" : `all ${neighbors} tabs`;
  if (receipts < neighbors) some = receipts > 0 ? `${receipts} of the ${neighbors} tabs` : "none of the tabs";
  return `What you wrote is on ${some} that this one is connected to. Of the others, in so large a room, it is not known.`;
}

function company(state: MeshState, keeping: Keeping): Pick<Status, "summary" | "tone"> {
  const { neighbors, introductions } = state;
  const together = companions(state);
  if (together.length > 0) {
    const silent = together.filter(({ suspected }) => suspected).length;
    const others = count(together.length, "other", "others");
    return { tone: "together", summary: silent > 0 ? `With ${others}, ${silent} of them silent.` : `With ${others}.` };
  }
  if (neighbors.length > 0) {
    return { tone: "alone", summary: `Nobody here can read this tab. ${whereabouts(keeping)}.` };
  }
  if (introductions.type === "connecting") {
    return { tone: "connecting", summary: `Connecting… ${whereabouts(keeping)}.` };
  }
  return {
    tone: "alone",
    summary: `Alone: connected to no other tab. ${whereabouts(keeping)}: share the link${
      isKept(keeping) ? "" : ", and keep the tab open"
    }.`,
  };
}

/** Where what is written now is, as long as nobody else has it. */
function whereabouts(keeping: Keeping): string {
  return isKept(keeping)
    ? "What you write is kept in this browser, and nowhere else yet"
    : "What you write now is only in this tab";
}

function isKept({ type }: Keeping): boolean {
  return type === "kept" || type === "saving";
}

function introductionRemark(state: MeshState): string | undefined {
  const { introductions } = state;
  switch (introductions.type) {
    case "connecting":
    case "connected":
      return undefined;
    case "away":
      return companions(state).length > 0
        ? "The introduction server is away. Writing together goes on; nobody new can come in until it is back."
        : "The introduction server is away, so nobody can come in. You can go on writing; this tab keeps trying.";
    case "refused":
      return `The introduction server refused this tab: ${sentence(introductions.message)} This tab keeps trying.`;
    default:
      return introductions satisfies never;
  }
}

function unreachedRemark({ unreached, introductions }: MeshState): string | undefined {
  // Without the server it is not known who is still there.
  if (unreached === 0 || introductions.type !== "connected") return undefined;
  const tabs = count(unreached, "other tab", "other tabs");
  return `No route to ${tabs} of this note was found. This tab keeps trying; where the networks between let no direct connection through, it takes a relay (a TURN server).`;
}

function clockRemark({ roomTime }: MeshState): string | undefined {
  const { offsetMs, source } = roomTime;
  if (source === "device" || Math.abs(offsetMs) <= CLOCK_TOLERANCE_MS) return undefined;
  const side = offsetMs > 0 ? "behind" : "ahead";
  return `This device's clock is about ${approximateDuration(Math.abs(offsetMs))} ${side}. The room's time is used.`;
}

function versionRemark({ otherVersions }: MeshState): string | undefined {
  const tabs = otherVersions.length;
  if (tabs === 0) return undefined;
  const runs = tabs === 1 ? "runs" : "run";
  const all = tabs === 1 ? "both" : "all of them";
  return `${count(tabs, "tab", "tabs")} here ${runs} another version of Hearsay. Reload ${all} to write together.`;
}

/** Somebody wrote two texts under one id: which of the two is meant, nobody can say. */
function divergedRemark({ diverged, members }: MeshState): string | undefined {
  if (diverged.length === 0) return undefined;
  const whose = diverged.map((peer) => `${nameOf(peer, members)}’s`).join(" and ");
  const tabs = diverged.length === 1 ? "tab holds" : "tabs hold";
  return `${whose} ${tabs} another text under the same edits: somebody here wrote under two faces. The text here stays, and can be copied or exported.`;
}

function nameOf(peer: PeerId, members: readonly Member[]): string {
  const presence = members.find((member) => member.peer === peer)?.presence;
  return (presence && decodePresence(presence)?.name) ?? defaultName(peer);
}

function refusedHereRemark(messages: number, one: string, many: string): string | undefined {
  if (messages === 0) return undefined;
  return messages === 1 ? `1 message ${one} was refused.` : `${messages} messages ${many} were refused.`;
}

function refusedByOthersRemark({ counts }: MeshState): string | undefined {
  if (counts.refusedByNeighbors === 0) return undefined;
  const messages = count(counts.refusedByNeighbors, "message", "messages");
  return `Others refused ${messages} of this tab as stamped too far in the future.`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function sentence(message: string): string {
  const text = message.trim();
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
