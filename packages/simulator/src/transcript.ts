import type { DropReason, TraceEvent, Verdict } from "./trace";

/** One event as a line that a newcomer can read, such as `      52.0 ms  n2 ← n0 push accepted`. */
export function transcriptLine(event: TraceEvent): string {
  return `${milliseconds(event.atUs).padStart(TIME_WIDTH)} ms  ${describe(event)}`;
}

const TIME_WIDTH = 10;

function describe(event: TraceEvent): string {
  switch (event.type) {
    case "sent":
      return `n${event.from} → n${event.to} ${event.kind}`;
    case "dropped":
      return `n${event.from} → n${event.to} ${LOSSES[event.reason]}`;
    case "received":
      return `n${event.to} ← n${event.from} ${event.kind} ${VERDICTS[event.verdict]}`;
    case "wrote":
      return `n${event.node} wrote`;
    case "restamped":
      return `n${event.node} wrote its data again, with a sound timestamp`;
    case "lost":
      return `n${event.node} a text gave way whose writer had not seen the newer one`;
    case "restarted":
      return `n${event.node} restarted with ${event.storage ? "what it had stored" : "nothing"}`;
    case "crashed":
    case "froze":
    case "thawed":
      return `n${event.node} ${event.type}`;
    default:
      return event satisfies never;
  }
}

const LOSSES: Readonly<Record<DropReason, string>> = {
  lost: "lost on the way",
  blocked: "blocked on the way",
  dead: "arrives where nobody is any more",
  crashed: "died in the uplink",
  disconnected: "gone with the link",
};

const VERDICTS: Readonly<Record<Verdict, string>> = {
  accepted: "accepted",
  known: "discarded",
  noted: "noted",
  ahead: "refused: its timestamp lies too far ahead",
  held: "waits for what it goes on from",
  malformed: "refused: malformed",
  contradiction: "refused: other data with the same timestamp",
  full: "refused: there is no room",
  otherVersion: "refused: another version of the protocol",
};

/** With as many digits as it takes, but one at least. */
function milliseconds(us: number): string {
  return (us / 1_000).toFixed(3).replace(/0{1,2}$/, "");
}
