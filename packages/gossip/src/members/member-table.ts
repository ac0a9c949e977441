import { equalBytes, MAX_DRIFT_MS } from "@hearsay/merge";
import type { PeerId } from "../peer-id";
import {
  DOUBT_MS,
  digestOfTable,
  EARLY_REFRESH_MS,
  isOld,
  LATE_MS,
  leastNeeded,
  lostAt,
  MAX_URGENT,
  type Member,
  REFRESH_MS,
  SETTLING_MS,
} from "./member";
import { MemberMail, type Telling } from "./member-mail";
import { isLater, laterThan, MAX_RECORDS, type MemberRecord } from "./member-record";
import type { MembersHost } from "./members-host";

/** No more members are remembered. */
export const MAX_MEMBERS = 256;

/** In a larger room only neighbors tell each other what they have. */
export const MAX_RECEIPT_ROOM = 30;

/**
 * Who is in the room, beyond one's neighbors. Each says of itself what it wants the others to know, again and again, and
 * everyone passes that on. Whom a neighbor loses is doubted, as in SWIM (Das, Gupta, Motivala 2002), and gone unless it
 * objects.
 */
export class MemberTable {
  private readonly members = new Map<PeerId, Member>();
  private readonly mail: MemberMail;
  private digestBefore: Uint8Array | undefined;
  /** When each neighbor was told of all. */
  private readonly toldAllAt = new Map<PeerId, number>();
  /** When a later record told that somebody came or went, or said something else. */
  private changedAt = Number.NEGATIVE_INFINITY;
  /** When this node first said something of itself. */
  private cameAt = Number.NEGATIVE_INFINITY;
  private renewedAt = Number.NEGATIVE_INFINITY;
  private excusedUntil = Number.NEGATIVE_INFINITY;
  /** Whether one of the records that are taken in spoke of something its peer said that is not known. */
  private lacks = false;
  /** Whether one of them told that somebody came. */
  private isUrgent = false;

  constructor(private readonly host: MembersHost) {
    this.mail = new MemberMail({
      request: (peer) => host.request(peer, "members"),
      setTimer: (at) => host.perform({ type: "setTimer", timer: "members", at }),
    });
  }

  /** How many others are in the room, as far as is known. */
  get size(): number {
    return [...this.peers()].length;
  }

  /** The others that are known to be in the room. */
  *peers(): Iterable<PeerId> {
    for (const { standing, record } of this.others()) if (standing !== "dropped") yield record.peer;
  }

  /** Whether `peer` is known to be in the room. */
  has(peer: PeerId): boolean {
    const standing = this.members.get(peer)?.standing;
    return standing !== undefined && standing !== "dropped";
  }

  /** What `peer` told last of the data that it has, as `digestOf` it; undefined where it tells nothing. */
  digestBy(peer: PeerId): Uint8Array | undefined {
    return this.members.get(peer)?.record.digest;
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
    for (const peer of this.peers()) if (!this.host.isNeighbor(peer)) return false;
    return true;
  }

  /** Before each input: where the clock was set, what this node says of itself must bear a time that others take. */
  restamp(now: number): void {
    const own = this.members.get(this.host.self)?.record;
    if (!own || (own.at <= now + MAX_DRIFT_MS / 2 && own.at > now - 2 * REFRESH_MS)) return;
    this.setOwn({ ...own, at: now, presenceAt: now });
    this.tell(this.host.links(), this.host.self, undefined, IN_FULL);
  }

  /** This node says something new of itself. */
  introduce(presence: Uint8Array, now: number): void {
    const before = this.own;
    this.changedAt = now;
    const at = laterThan(before, now);
    if (!before) this.cameAt = now;
    const told = { isToldToAll: this.tellsAll(now), isNews: false, digest: before?.digest };
    this.setOwn({ peer: this.host.self, at, isGone: false, presenceAt: at, presence, ...told });
    this.tell(this.host.neighbors(), this.host.self, undefined, IN_FULL);
    this.mail.sendNow(now);
  }

  /** A digest of who is here, of what they said of themselves, and of when the first of them did. */
  tableDigest(): Uint8Array {
    return digestOfTable(this.members.values());
  }

  /** Nothing is sent to `peer` any more, or all afresh. */
  forget(peer: PeerId): void {
    this.mail.forget(peer);
    this.toldAllAt.delete(peer);
  }

  /** The channel to `peer` is new. */
  onConnected(peer: PeerId): void {
    if (!this.hasIntroduced) return;
    this.mail.owe(peer, this.host.self, IN_FULL);
    this.host.request(peer, "members");
  }

  /** The channel to `peer` is gone. Unless that was meant, the peer is doubted. */
  onDisconnected(peer: PeerId, wasMeant: boolean, now: number): void {
    const member = this.members.get(peer);
    if (member?.standing !== "here" || wasMeant) return;
    this.doubt(member, lostAt(member, now), now, undefined);
    this.mail.sendSoon(now);
  }

  /** `peer` said goodbye. */
  onLeft(peer: PeerId, now: number): void {
    const member = this.members.get(peer);
    if (!member || member.standing === "dropped") return;
    this.doubt(member, lostAt(member, now), now, undefined);
    this.drop(member);
    this.mail.sendNow(now);
  }

  /**
   * A neighbor told the digest of its table: where that is another, it is told of all. It is not told again so soon while a
   * change is on its way to all: then it is no wonder, and what is lacking comes by itself.
   */
  onTableDigest(from: PeerId, digest: Uint8Array, now: number): void {
    const isSettling = Math.abs(now - this.changedAt) < SETTLING_MS;
    const isTold = Math.abs(now - (this.toldAllAt.get(from) ?? Number.NEGATIVE_INFINITY)) < REFRESH_MS;
    if ((isSettling && isTold) || equalBytes(digest, this.tableDigest())) return;
    this.toldAllAt.set(from, now);
    for (const { record, standing } of this.members.values()) {
      if (standing === "here" && !isOld(record, now)) this.mail.owe(from, record.peer, IN_FULL);
    }
    this.mail.sendSoon(now);
  }

  /** A neighbor passed on what it heard. */
  hear(from: PeerId, records: readonly MemberRecord[], now: number): void {
    this.lacks = false;
    this.isUrgent = false;
    for (const record of records) {
      const before = this.members.get(record.peer)?.record;
      this.take(from, record, now);
      const isKnown = this.members.get(record.peer)?.record === before;
      if (isKnown && record.isNews && record.peer === this.first) this.host.knew(from, record.peer);
    }
    // Who does not know what a member said of itself is told by a neighbor that does.
    if (this.lacks) this.host.request(from, "hello");
    // Who is here is to be known to all before anyone thinks that a newcomer is out of sight.
    if (this.isUrgent && records.length <= MAX_URGENT) this.mail.sendNow(now);
    else this.mail.sendSoon(now);
  }

  /** What `peer` is owed. */
  recordsFor(peer: PeerId): readonly MemberRecord[] {
    const records: MemberRecord[] = [];
    for (const [each, { withPresence, isNews }] of this.mail.take(peer, MAX_RECORDS)) {
      const record = this.members.get(each)?.record;
      if (record) records.push({ ...record, isNews, presence: withPresence ? record.presence : undefined });
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

  /**
   * The member with the lowest id. What it says prunes the tree of those links that bring it a second time: that of all at
   * once would prune every link of a circle.
   */
  get first(): PeerId | undefined {
    let first: PeerId | undefined;
    for (const [peer, { standing }] of this.members) {
      if (standing === "here" && (first === undefined || peer < first)) first = peer;
    }
    return first;
  }

  private *others(): Iterable<Member> {
    for (const [peer, member] of this.members) if (peer !== this.host.self) yield member;
  }

  private get own(): MemberRecord | undefined {
    return this.members.get(this.host.self)?.record;
  }

  private take(from: PeerId, record: MemberRecord, now: number): void {
    const { peer } = record;
    if (record.at > now + MAX_DRIFT_MS) return this.host.perform({ type: "refused", peer: from, reason: "ahead" });
    if (peer === this.host.self) return this.object(record, now);
    if (isOld(record, now)) return;
    const known = this.members.get(peer);
    if (!known) return this.welcome(from, record, now);
    const isUnheard = !record.presence && record.presenceAt > known.record.presenceAt;
    if (isUnheard && !record.isGone) this.lacks = true;
    if (!isLater(record, known.record)) return this.settle(from, record, known);
    if (record.isGone) return this.doubt(known, record.at, now, from);
    this.accept(from, record, known, now);
  }

  /** Nothing was known of the record's peer. */
  private welcome(from: PeerId, record: MemberRecord, now: number): void {
    if (record.isGone || !this.makeRoom(record.peer)) return;
    if (record.presence) this.accept(from, record, undefined, now);
    else this.lacks = true;
  }

  /** The record is no news, but for what its peer said of itself, perhaps. */
  private settle(from: PeerId, record: MemberRecord, known: Member): void {
    const { peer, presence, presenceAt } = record;
    const isMoreSaid = presence !== undefined && presenceAt > known.record.presenceAt;
    if (isMoreSaid && known.standing !== "dropped") {
      known.record = { ...known.record, presence, presenceAt };
      this.host.perform({ type: "presenceChanged", peer, presence });
      this.tell(this.host.links(), peer, from, IN_FULL);
    }
    const isSame = record.at === known.record.at && record.isGone === known.record.isGone;
    if (isSame && presenceAt >= known.record.presenceAt) this.mail.settle(from, peer);
    // The sender has not heard the latest.
    else if (known.standing !== "dropped" || !record.isGone) this.mail.owe(from, peer, IN_FULL);
  }

  /** When a peer was there and what it said of itself are each the later of what is known and what came. */
  private accept(from: PeerId, record: MemberRecord, known: Member | undefined, now: number): void {
    const { peer, digest } = record;
    const isSaid = record.presence !== undefined && record.presenceAt > (known?.record.presenceAt ?? -1);
    const { presence, presenceAt } = isSaid || !known ? record : known.record;
    const isBack = known === undefined || known.standing === "dropped";
    const isNew = isBack || !equalBytes(presence ?? NOTHING, known.record.presence ?? NOTHING);
    this.members.set(peer, { record: { ...record, presence, presenceAt }, standing: "here", doubtedAt: now });
    if (isNew) this.changedAt = now;
    if (isBack) this.isUrgent = true;
    if (presence && isNew) this.host.perform({ type: "presenceChanged", peer, presence });
    if (digest) this.host.heardDigest(peer, digest);
    const isObjection = known?.record.isGone === true;
    if (isObjection || peer === this.first) this.host.heard(from, peer);
    const telling = { withPresence: isSaid || isBack, isNews: !isObjection };
    const links = isObjection ? this.host.neighbors() : this.host.links();
    const goesOn = (peer !== from || !record.isToldToAll || isObjection) && this.tell(links, peer, from, telling);
    if (presenceAt > record.presenceAt) this.mail.owe(from, peer, IN_FULL);
    if (goesOn && telling.isNews) this.renewEarly(now);
  }

  /** Returns whether there is anyone to tell. */
  private tell(links: Iterable<PeerId>, member: PeerId, from: PeerId | undefined, telling: Telling): boolean {
    const told = [...links].filter((peer) => peer !== from);
    for (const peer of told) this.mail.owe(peer, member, telling);
    if (from !== undefined) this.mail.settle(from, member);
    return told.length > 0;
  }

  /** Goes on along every link: that of the tree may be the very one that was lost. */
  private doubt({ record, standing }: Member, at: number, now: number, from: PeerId | undefined): void {
    const doubted: MemberRecord = { ...record, at, isGone: true };
    const isDropped = standing === "dropped";
    if (standing === "here") this.changedAt = now;
    this.members.set(record.peer, { record: doubted, standing: isDropped ? "dropped" : "doubted", doubtedAt: now });
    this.tell(this.host.neighbors(), record.peer, from, { withPresence: false, isNews: false });
  }

  private drop({ record }: Member): void {
    // It is remembered that it went, or the next that has not heard of it would bring it back.
    this.members.set(record.peer, { record: { ...record, isGone: true }, standing: "dropped", doubtedAt: 0 });
    this.host.perform({ type: "memberGone", peer: record.peer });
  }

  /** Somebody thinks that this node is gone, or that it said something later than it remembers. */
  private object(record: MemberRecord, now: number): void {
    const { own } = this;
    if (!own) return;
    const isOther = record.presence !== undefined && !equalBytes(record.presence, own.presence ?? NOTHING);
    const isSaid = record.presenceAt > own.presenceAt || (record.presenceAt === own.presenceAt && isOther);
    const isDoubted = record.at > own.at || (record.at === own.at && record.isGone);
    if (!isSaid && !isDoubted) return;
    const at = Math.max(laterThan(own, now), record.at + 1);
    this.setOwn({ ...own, at, isToldToAll: this.tellsAll(now), presenceAt: isSaid ? at : own.presenceAt });
    this.tell(this.host.neighbors(), this.host.self, undefined, IN_FULL);
  }

  /** Whether this node's neighbors need not pass on what it says: it knows everyone, and tells them itself. */
  private tellsAll(now: number): boolean {
    // Who has just come does not know yet whom it does not know.
    return this.isComplete && Math.abs(now - this.cameAt) >= SETTLING_MS;
  }

  private renewOwn(now: number): void {
    const { own } = this;
    if (!own) return;
    const isComplete = this.tellsAll(now);
    const tells = !isComplete && this.size < MAX_RECEIPT_ROOM;
    const digest = tells ? this.host.digest() : undefined;
    // What is still changing would be another before anyone heard of it.
    const isSettled = digest === undefined || (this.digestBefore && equalBytes(digest, this.digestBefore));
    this.digestBefore = digest;
    const isTold = digest === undefined ? own.digest === undefined : own.digest && equalBytes(digest, own.digest);
    const isSame = isTold || !isSettled;
    const isDue = now - own.at >= REFRESH_MS || own.at > now + MAX_DRIFT_MS;
    if (isSame && own.isToldToAll === isComplete && !isDue) return;
    this.tellOwn(own, digest, now);
  }

  /** Another's record goes on along the tree, and this node's may go with it. */
  private renewEarly(now: number): void {
    const { own } = this;
    if (!own || own.isToldToAll || this.tellsAll(now) || now - own.at < EARLY_REFRESH_MS) return;
    this.tellOwn(own, own.digest, now);
  }

  private tellOwn(own: MemberRecord, digest: Uint8Array | undefined, now: number): void {
    const isComplete = this.tellsAll(now);
    const at = laterThan(own, now);
    // After its clock was set back, nobody could tell that what it said before was earlier.
    const presenceAt = Math.min(own.presenceAt, at);
    this.setOwn({ ...own, at, isToldToAll: isComplete, presenceAt, digest });
    const links = isComplete ? this.host.neighbors() : this.host.links();
    const telling = { withPresence: presenceAt !== own.presenceAt, isNews: !isComplete };
    this.tell(links, this.host.self, undefined, telling);
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
    if (standing === "doubted") {
      if (Math.abs(now - doubtedAt) >= DOUBT_MS) this.drop(member);
      return;
    }
    if (now < this.excusedUntil || this.host.isNeighbor(record.peer)) return;
    if (isOld(record, now)) this.drop(member);
    else if (now - record.at >= LATE_MS) this.doubt(member, record.at, now, undefined);
  }

  /**
   * Whether there is room for `peer`, which may take the place of one that is gone, and where it is a neighbor of one that
   * is none. A flood of names keeps newcomers out for a while, and drives nobody out.
   */
  private makeRoom(peer: PeerId): boolean {
    if (this.members.size < MAX_MEMBERS) return true;
    const mayGo = ({ standing, record }: Member) =>
      standing === "dropped" || (this.host.isNeighbor(peer) && !this.host.isNeighbor(record.peer));
    const spare = leastNeeded([...this.others()].filter(mayGo));
    if (!spare) return false;
    if (spare.standing !== "dropped") this.host.perform({ type: "memberGone", peer: spare.record.peer });
    return this.members.delete(spare.record.peer);
  }

  private setOwn(record: MemberRecord): void {
    this.members.set(this.host.self, { record, standing: "here", doubtedAt: 0 });
  }
}

const NOTHING = new Uint8Array(0);

const IN_FULL: Telling = { withPresence: true, isNews: false };
