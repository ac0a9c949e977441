import { ByteWriter, MAX_TIME_MS, writeReplicaId } from "@hearsay/merge";
import { digestOf } from "../digest";
import type { MemberRecord } from "./member-record";

/** So often a member says that it is still there. */
export const REFRESH_MS = 15_000;

/** Whoever passes on that another is still there says so itself, where it did not for so long: one message then tells of many. */
export const EARLY_REFRESH_MS = 12_000;

/** Who said nothing for so long is no member any more. */
export const EXPIRE_MS = 3 * REFRESH_MS;

/** That somebody came goes on at once, but not of more at once: that is a whole table, of which others tell as well. */
export const MAX_URGENT = 4;

/** It takes a change so long to come to all, at most. */
export const SETTLING_MS = 4_000;

/** Who said nothing for so long is doubted: what it said may have been lost on the way. */
export const LATE_MS = 36_000;

/** Who is doubted has so long to say that it is still there. */
export const DOUBT_MS = 3_000;

/** One that is in the room, or was, as a node knows it. */
export interface Member {
  /** With what it says of itself, always. */
  record: MemberRecord;
  standing: "here" | "doubted" | "dropped";
  doubtedAt: number;
}

/** What it said before it was lost must not bring it back: some of that may still be on its way, by others. */
export function lostAt({ record }: Member, now: number): number {
  return Math.max(record.at, Math.min(now, record.at + EXPIRE_MS));
}

/** Who is gone is forgotten first, then who said nothing for the longest time. */
export function leastNeeded(members: readonly Member[]): Member | undefined {
  const rank = ({ standing, record }: Member) => (standing === "dropped" ? record.at - MAX_TIME_MS : record.at);
  return members.reduce<Member | undefined>(
    (least, each) => (least && rank(least) <= rank(each) ? least : each),
    undefined,
  );
}

export function isOld(record: MemberRecord, now: number): boolean {
  return now - record.at >= EXPIRE_MS;
}

/** A digest of who is here, of what they said of themselves, and of when the first of them did. */
export function digestOfTable(members: Iterable<Member>): Uint8Array {
  const here = [...members].filter(({ standing }) => standing === "here");
  here.sort((left, right) => (left.record.peer < right.record.peer ? -1 : 1));
  const writer = new ByteWriter();
  for (const [i, { record }] of here.entries()) {
    writeReplicaId(writer, record.peer);
    writer.unsigned(record.presenceAt).unsigned(i === 0 ? record.at : 0);
  }
  return digestOf(writer.finish());
}
