import { compareTimestamps, MAX_TIME_MS, parseReplicaId, type ReplicaId, TEXT_RULES, Text } from "@hearsay/merge";
import { type Law, LawBroken } from "./law";
import type { CharacterId, TextLedger, Typing } from "./text-ledger";
import type { TextRoom } from "./watched-text";

/** What must hold of a text once nobody writes any more. Throws `LawBroken`. */
export function finishText(text: Text, { ledger, fired }: TextRoom, where: string): void {
  const fail = (law: Law, message: string): never => {
    throw new LawBroken(law, `${where}: ${message}`);
  };
  const ids = ledger.idsIn(text);
  const places = new Map(ids.map((id, place) => [id, place]));
  if (places.size < ids.length) fail("no keystroke is lost", `a character shows twice in "${text.toString()}"`);
  checkFreshCopy(text, fail);
  // Where one name means two things, what was typed next to it can stand in two places.
  if (ledger.isTainted) return;
  for (const typing of ledger.typings) checkPlace(typing, places, fail);
  checkKept(text, ledger, places, fail);
  // Where something was deleted, what seems to have been inserted at one place may not have been.
  if (ledger.deleted.size > 0 || ledger.hasRewritten) return;
  const siblings = checkSiblings(ledger.typings, places, fail);
  if (siblings > 0) fired.add("siblings compared", siblings);
}

type Fail = (law: Law, message: string) => never;

/** Every character that the copy knows and that nobody ever deleted is in sight. */
function checkKept(text: Text, ledger: TextLedger, places: ReadonlyMap<CharacterId, number>, fail: Fail): void {
  for (const [author, length] of ledger.written()) {
    const known = knownOf(text, author, length);
    for (let counter = 0; counter < known; counter++) {
      const id = ledger.idOf(author, counter);
      if (places.has(id) || ledger.deleted.has(id)) continue;
      fail("no keystroke is lost", `"${ledger.typedBy(author)[counter]}", ${counter} of ${author}, is hidden`);
    }
  }
}

/** How many of the `length` characters of an author a copy knows. */
function knownOf(text: Text, author: ReplicaId, length: number): number {
  let known = 0;
  let unknown = length + 1;
  while (unknown - known > 1) {
    const middle = (known + unknown) >>> 1;
    if (text.positionOf({ author, counter: middle - 1 }) !== undefined) known = middle;
    else unknown = middle;
  }
  return known;
}

function checkPlace(
  { author, first, length, left, right }: Typing,
  places: ReadonlyMap<CharacterId, number>,
  fail: Fail,
) {
  let last = left === undefined ? -1 : (places.get(left) ?? -1);
  for (let id = first; id < first + length; id++) {
    const place = places.get(id);
    if (place === undefined) continue;
    if (place <= last) fail("stands where it was typed", `a character of ${author} stands left of what it followed`);
    last = place;
  }
  const end = right === undefined ? undefined : places.get(right);
  if (end !== undefined && end <= last)
    fail("stands where it was typed", `${author} wrote left of what stands left now`);
}

/** Compares what was inserted between the same two characters. Returns how many such pairs there were. */
function checkSiblings(typings: readonly Typing[], places: ReadonlyMap<CharacterId, number>, fail: Fail): number {
  const crowds = new Map<string, Typing[]>();
  for (const typing of typings) {
    if (!places.has(typing.first)) continue;
    const key = `${typing.left} ${typing.right}`;
    const crowd = crowds.get(key) ?? [];
    crowds.set(key, crowd);
    crowd.push(typing);
  }
  let pairs = 0;
  for (const crowd of crowds.values()) {
    crowd.sort((left, right) => compareTimestamps(left.timestamp, right.timestamp));
    for (const [i, typing] of crowd.entries()) {
      const next = crowd[i + 1];
      if (!next) continue;
      pairs++;
      if ((places.get(typing.first) ?? 0) > (places.get(next.first) ?? 0)) {
        fail("siblings in order of time", `${next.author} stands left of ${typing.author}, who was earlier`);
      }
    }
  }
  return pairs;
}

/** What the copy holds makes the same text elsewhere. */
function checkFreshCopy(text: Text, fail: Fail): void {
  const delta = text.since(undefined, Number.POSITIVE_INFINITY);
  const fresh = freshText();
  const result = delta && fresh.merge(delta, MAX_TIME_MS);
  if (result && result.type !== "changed") {
    fail("a fresh copy takes it", `${result.type}${result.type === "refused" ? `: ${result.reason}` : ""}`);
  }
  if (fresh.toString() !== text.toString() || fresh.version().join() !== text.version().join()) {
    fail("a fresh copy takes it", `"${text.toString()}" became "${fresh.toString()}"`);
  }
}

/** A text of which nobody in a simulation is the author. */
export function freshText(): Text {
  return new Text(parseReplicaId("f".repeat(16)) as ReplicaId, TEXT_RULES);
}
