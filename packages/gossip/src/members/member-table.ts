import { ByteWriter, equalBytes, MAX_DRIFT_MS, writeReplicaId } from "@hearsay/merge";
import { digestOf } from "../digest";
import type { Effect } from "../effect";
import type { PeerId } from "../peer-id";
import { MemberMail } from "./member-mail";
import { MAX_RECORDS, type MemberRecord } from "./member-record";

/** No more members are remembered. */
export const MAX_MEMBERS = 256;

/** So often a member says that it is still there. */
export const REFRESH_MS = 15_000;

/** Who said nothing for so long is no member any more. */
export const EXPIRE_MS = 3 * REFRESH_MS;

/** Whom a neighbor has lost has so long to say that it is still there. */
export const DOUBT_MS = 3_000;

/** In a larger room only neighbors tell each other what they have. */
export const MAX_RECEIPT_ROOM = 30;

/** What a node does for its table of members. */
export interface MembersHost {
  readonly self: PeerId;
  isNeighbor(peer: PeerId): boolean;
  /** The neighbors to whom news goes on. */
  links(): Iterable<PeerId>;
  neighbors(): Iterable<PeerId>;
  request(peer: PeerId, kind: "members" | "hello"): void;
  perform(effect: Effect): void;
  /** What this node has of the data, as `digestOf` it. */
  digest(): Uint8Array;
  /** `peer`, which may be no neighbor, told what it has. */
  heardDigest(peer: PeerId, digest: Uint8Array): void;
}

interface Member {
  /** With what it says of itself, always. */
  record: MemberRecord;
  standing: "here" | "doubted" | "dropped";
  doubtedAt: number;
}

/**
 * Who is in the room, beyond one's neighbors. Each says of itself what it wants the others to know, again and again, and
 * everyone passes that on. Whom a neighbor loses is doubted, as in SWIM (Das, Gupta, Motivala 2002), and gone unless it
 * objects.
 */
export class MemberTable {
  private readonly members = new Map<PeerId, Member>();
  private readonly mail: MemberMail;
  private renewedAt = Number.NEGATIVE_INFINITY;
  private excusedUntil = Number.NEGATIVE_INFINITY;

  constructor(private readonly host: MembersHost) {
    this.mail = new MemberMail({
      request: (peer) => host.request(peer, "members"),
      setTimer: (at) => host.perform({ type: "setTimer", timer: "members", at }),
    });
  }

  /** How many others are in the room, as far as is known. */
  get size(): number {
    let size = 0;
    for (const { standing } of this.others()) if (standing !== "dropped") size++;
    return size;
  }

  /** Whether `peer` is known to be in the room. */
  has(peer: PeerId): boolean {
    const standing = this.members.get(peer)?.standing;
    return standing !== undefined && standing !== "dropped";
  }

  isDoubted(peer: PeerId): boolean {
    return this.members.get(peer)?.standing === "doubted";
  }

  /** Whether this node has ever said anything of itself. */
  get hasIntroduced(): boolean {
    return this.members.has(this.host.self);
  }

  /** Whether all members are neighbors, so that each hears each by itself. */
  get isComplete(): boolean {
    for (const { standing, record } of this.others()) {
      if (standing !== "dropped" && !this.host.isNeighbor(record.peer)) return false;
    }
    return true;
  }

  /** Before each input: where the clock was set, what this node says of itself must bear a time that others take. */
  restamp(now: number): void {
    const own = this.members.get(this.host.self)?.record;
    if (!own || (own.at <= now + MAX_DRIFT_MS / 2 && own.at > now - 2 * REFRESH_MS)) return;
    this.setOwn({ ...own, at: now, presenceAt: now });
    this.pass(this.host.self, undefined, true);
  }

  /** This node says something new of itself. */
  introduce(presence: Uint8Array, now: number): void {
    const before = this.members.get(this.host.self)?.record;
    const at = laterThan(before, now);
    this.setOwn({ peer: this.host.self, at, isGone: false, presenceAt: at, presence, digest: before?.digest });
    for (const peer of this.host.neighbors()) this.mail.owe(peer, this.host.self, true);
    this.mail.sendNow(now);
  }

  /** A digest of who is here and what they said of themselves. */
  tableDigest(): Uint8Array {
    const here = [...this.members.values()].filter(({ standing }) => standing === "here");
    const writer = new ByteWriter();
    for (const { record } of here.sort((left, right) => (left.record.peer < right.record.peer ? -1 : 1))) {
      writeReplicaId(writer, record.peer);
      writer.unsigned(record.presenceAt);
    }
    return digestOf(writer.finish());
  }

  /** Nothing is sent to `peer` any more, or all afresh. */
  forget(peer: PeerId): void {
    this.mail.forget(peer);
  }

  /** The channel to `peer` is new. */
  onConnected(peer: PeerId): void {
    if (!this.hasIntroduced) return;
    this.mail.owe(peer, this.host.self, true);
    this.host.request(peer, "members");
  }

  /** The channel to `peer` is gone. Unless that was meant, the peer is doubted. */
  onDisconnected(peer: PeerId, wasMeant: boolean, now: number): void {
    const member = this.members.get(peer);
    if (member?.standing !== "here" || wasMeant) return;
    this.doubt(member, now);
    this.mail.sendSoon(now);
  }

  /** `peer` said goodbye. */
  onLeft(peer: PeerId, now: number): void {
    const member = this.members.get(peer);
    if (!member || member.standing === "dropped") return;
    this.doubt(member, now);
    this.drop(member);
    this.mail.sendNow(now);
  }

  /** A neighbor told the digest of its table: where that is another, it is told of all. */
  onTableDigest(from: PeerId, digest: Uint8Array, now: number): void {
    if (equalBytes(digest, this.tableDigest())) return;
    for (const { record, standing } of this.members.values()) {
      if (standing === "here" && !isOld(record, now)) this.mail.owe(from, record.peer, true);
    }
    this.mail.sendSoon(now);
  }

  /** A neighbor passed on what it heard. */
  hear(from: PeerId, records: readonly MemberRecord[], now: number): void {
    for (const record of records) this.take(from, record, now);
    this.mail.sendSoon(now);
  }

  /** What `peer` is owed. */
  recordsFor(peer: PeerId): readonly MemberRecord[] {
    const records: MemberRecord[] = [];
    for (const [each, withPresence] of this.mail.take(peer, MAX_RECORDS)) {
      const record = this.members.get(each)?.record;
      if (record) records.push(withPresence ? record : { ...record, presence: undefined });
    }
    return records;
  }

  /** To be called every 2 s: says that this node is still there where that is due, and looks after the others. */
  renew(now: number): void {
    // After a stall of one's own, or where the clock was set, the others are not to blame that nothing came.
    if (Math.abs(now - this.renewedAt) > REFRESH_MS) this.excusedUntil = now + 2 * REFRESH_MS;
    this.renewedAt = now;
    for (const member of [...this.others()]) this.review(member, now);
    this.renewOwn(now);
    this.mail.sendSoon(now);
  }

  onTimer(now: number): void {
    this.mail.onTimer(now);
  }

  private *others(): Iterable<Member> {
    for (const [peer, member] of this.members) if (peer !== this.host.self) yield member;
  }

  private take(from: PeerId, record: MemberRecord, now: number): void {
    const { peer } = record;
    if (record.at > now + MAX_DRIFT_MS) return this.host.perform({ type: "refused", peer: from, reason: "ahead" });
    if (peer === this.host.self) return this.object(record, now);
    if (isOld(record, now)) return;
    const known = this.members.get(peer);
    // Who does not know what a member said of itself is told by a neighbor that does.
    if (!record.presence && known?.record.presenceAt !== record.presenceAt) this.host.request(from, "hello");
    if (known && !isLater(record, known)) return this.settle(from, record, known);
    if (record.isGone) {
      if (known) this.doubt({ ...known, record: { ...known.record, at: record.at } }, now, from);
      return;
    }
    const presence = record.presence ?? known?.record.presence;
    if (presence) this.accept(from, { ...record, presence }, known, now);
  }

  private settle(from: PeerId, record: MemberRecord, known: Member): void {
    if (record.at === known.record.at && record.isGone === known.record.isGone) this.mail.settle(from, record.peer);
    // The sender has not heard the latest.
    else if (known.standing !== "dropped" || !record.isGone) this.mail.owe(from, record.peer, true);
  }

  private accept(from: PeerId, record: MemberRecord, known: Member | undefined, now: number): void {
    const { peer, presence, digest } = record;
    if (!known && this.members.size >= MAX_MEMBERS && !this.evict()) return;
    const isBack = known === undefined || known.standing === "dropped";
    const isNew = isBack || (presence && !equalBytes(presence, known.record.presence ?? NOTHING));
    const isSaid = record.presenceAt !== known?.record.presenceAt;
    this.members.set(peer, { record, standing: "here", doubtedAt: now });
    if (presence && isNew) this.host.perform({ type: "presenceChanged", peer, presence });
    if (digest) this.host.heardDigest(peer, digest);
    // Where all are neighbors, what came from its author has come to everyone.
    if (peer !== from || !this.isComplete) this.pass(peer, from, isSaid || isBack);
  }

  private pass(member: PeerId, from: PeerId | undefined, withPresence: boolean): void {
    for (const peer of this.host.links()) if (peer !== from) this.mail.owe(peer, member, withPresence);
    if (from !== undefined) this.mail.settle(from, member);
  }

  private doubt(member: Member, now: number, from?: PeerId): void {
    const record = { ...member.record, isGone: true };
    this.members.set(record.peer, { record, standing: "doubted", doubtedAt: now });
    this.pass(record.peer, from, false);
  }

  private drop({ record }: Member): void {
    // It is remembered that it went, or the next that has not heard of it would bring it back.
    this.members.set(record.peer, { record: { ...record, isGone: true }, standing: "dropped", doubtedAt: 0 });
    this.host.perform({ type: "memberGone", peer: record.peer });
  }

  /** Somebody thinks that this node is gone, or that it said something later than it remembers. */
  private object(record: MemberRecord, now: number): void {
    const own = this.members.get(this.host.self)?.record;
    if (!own || record.at < own.at || (record.at === own.at && !record.isGone)) return;
    this.setOwn({ ...own, at: Math.max(laterThan(own, now), record.at + 1) });
    this.pass(this.host.self, undefined, true);
  }

  private renewOwn(now: number): void {
    const own = this.members.get(this.host.self)?.record;
    if (!own) return;
    const tells = !this.isComplete && this.size < MAX_RECEIPT_ROOM;
    const digest = tells ? this.host.digest() : undefined;
    const isSame = digest === undefined ? own.digest === undefined : own.digest && equalBytes(digest, own.digest);
    if (isSame && now - own.at < REFRESH_MS && own.at <= now + MAX_DRIFT_MS) return;
    const at = laterThan(own, now);
    // After its clock was set back, nobody could tell that what it said before was earlier.
    const presenceAt = Math.min(own.presenceAt, at);
    this.setOwn({ ...own, at, presenceAt, digest });
    this.pass(this.host.self, undefined, presenceAt !== own.presenceAt);
  }

  private review(member: Member, now: number): void {
    const { record, standing, doubtedAt } = member;
    if (standing === "dropped") {
      if (isOld(record, now)) this.members.delete(record.peer);
      return;
    }
    // The clock was set back: the next that it says must count as later.
    if (record.at > now + MAX_DRIFT_MS)
      member.record = { ...record, at: now, presenceAt: Math.min(record.presenceAt, now) };
    if (standing === "doubted" && now - doubtedAt >= DOUBT_MS) this.drop(member);
    else if (isOld(record, now) && now >= this.excusedUntil && !this.host.isNeighbor(record.peer)) this.drop(member);
  }

  /** Makes room for one more. Neighbors stay. Returns whether there is room now. */
  private evict(): boolean {
    for (const { record } of this.others()) {
      if (this.host.isNeighbor(record.peer)) continue;
      this.host.perform({ type: "memberGone", peer: record.peer });
      return this.members.delete(record.peer);
    }
    return false;
  }

  private setOwn(record: MemberRecord): void {
    this.members.set(this.host.self, { record, standing: "here", doubtedAt: 0 });
  }
}

const NOTHING = new Uint8Array(0);

/** A time for what a node says now: later than what it said before, unless its clock was far ahead then. */
function laterThan(before: MemberRecord | undefined, now: number): number {
  return before && before.at <= now + MAX_DRIFT_MS / 2 ? Math.max(now, before.at + 1) : now;
}

function isLater(record: MemberRecord, known: Member): boolean {
  return record.at > known.record.at || (record.at === known.record.at && record.isGone && !known.record.isGone);
}

function isOld(record: MemberRecord, now: number): boolean {
  return now - record.at >= EXPIRE_MS;
}
