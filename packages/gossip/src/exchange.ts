import { equalBytes, MAX_TIME_MS, type MergeResult, type Replica } from "@hearsay/merge";
import type { DataMessages } from "./data-messages";
import { Divergence } from "./divergence";
import type { Effect } from "./effect";
import { MAX_PIECE_BYTES, type Message } from "./message";
import type { Owed } from "./outbox";
import type { PeerId } from "./peer-id";
import { Receiving } from "./receiving";
import { Repair, type RepairHost } from "./repair";
import type { News, Reach, Spreading } from "./strategies/strategy";
import { type Branch, rootsOf } from "./strategies/trees";

/** The messages that are about data: all but those by which a node knows its neighbors. */
export type DataMessage = Exclude<Message, { readonly type: "hello" | "members" | "overlay" }>;

/** What a node does for the exchange of data. */
export interface ExchangeHost extends Omit<RepairHost, "isBusy" | "hasNews" | "ask"> {
  /** How long news is on its way along the tree, at most, in ms. */
  readonly spreadingMs: number;
  readonly spreading: Spreading;
  readonly reach: Reach;
  request(peer: PeerId, kind: Owed): void;
  perform(effect: Effect): void;
  /** There is news: the next turn is to come once that has had its time, and is not to be far off. */
  onNews(now: number): void;
}

/** What neighbors send of the data: takes it in, asks for what is lacking, and lets the strategy spread what is new. */
export class Exchange<Operation> {
  private readonly receiving: Receiving<Operation>;
  private readonly repair: Repair<Operation>;
  private readonly divergence: Divergence<Operation>;
  /** When this node last learned something, in ms of room time. */
  private learnedAt = Number.NEGATIVE_INFINITY;
  /** When its user last changed something, or something came that is new to the others too. */
  private newsAt = Number.NEGATIVE_INFINITY;
  /** The version before what is spread at the moment. */
  private before: Uint8Array | undefined;
  /** What this node had when it asked each neighbor for what a delta goes on from, and when that was. */
  private readonly gaps = new Map<PeerId, { readonly version: Uint8Array; readonly askedAt: number }>();

  constructor(
    private readonly replica: Replica<Operation>,
    private readonly data: DataMessages<Operation>,
    private readonly host: ExchangeHost,
  ) {
    this.receiving = new Receiving(replica, data, (effect) => host.perform(effect));
    this.divergence = new Divergence(replica, (effect) => host.perform(effect));
    this.repair = new Repair(replica, data, {
      request: (peer, kind) => host.request(peer, kind),
      // While one sends piece after piece, nobody else is asked for the same.
      isBusy: () => this.receiving.isMoving(),
      isNeighbor: (peer) => host.isNeighbor(peer),
      hasNews: (now) => this.hasNewsOf(host.spreadingMs, now),
      ask: (peer) => host.request(peer, "ask"),
      setGraftTimer: (now) => host.setGraftTimer(now),
    });
  }

  /** Whether a large note comes, piece by piece. */
  get isReceiving(): boolean {
    return this.receiving.from !== undefined;
  }

  /** Whether there was news within the last `ms`. */
  hasNewsOf(ms: number, now: number): boolean {
    return Math.abs(now - this.newsAt) < ms;
  }

  /** Sends `peer` the news that the strategy spreads at the moment, now or once there is room. */
  sendNews(peer: PeerId, branches: readonly Branch[]): void {
    this.data.owe(peer, this.before, branches);
    this.host.request(peer, "news");
  }

  /** The user of this node changes the data. */
  edit(operation: Operation, now: number): void {
    const before = this.data.areWhole ? undefined : this.replica.version();
    this.replica.edit(operation, now);
    this.before = before;
    this.newsAt = now;
    this.data.receipts.wrote();
    this.noteState();
    this.host.perform({ type: "changed", by: "self" });
    this.host.spreading.onEdit(this.host.reach);
    this.before = undefined;
    this.host.onNews(now);
  }

  /** Nothing this node says may lie beyond the drift bound, or the others must refuse it. */
  restamp(now: number): void {
    const restamped = this.replica.restamp(now);
    if (!restamped) return;
    this.data.receipts.wrote();
    this.divergence.restamped();
    this.host.perform({ type: "changed", by: "restamp" });
    if (restamped.lost) this.host.perform({ type: "lost", lost: restamped.lost });
    this.host.spreading.onEdit(this.host.reach);
    this.host.onNews(now);
  }

  /** What was stored was sound once. Where it is not any more, it is written again before the next input. */
  load(delta: Uint8Array, now: number): void {
    this.mergeFrom(undefined, delta, now);
  }

  receive(peer: PeerId, message: DataMessage, now: number): void {
    const { data, repair, host } = this;
    switch (message.type) {
      case "push":
        this.mergeFrom({ from: peer }, message.delta, now);
        return;
      case "rumor":
        this.onRumor(peer, message.delta, now);
        return;
      case "delta":
      case "news":
        this.onDelta(peer, message, now);
        return;
      case "prune":
        host.spreading.onPruned?.(host.reach, peer, message.roots);
        return;
      case "digest":
        if (repair.onDigest(peer, message.digest, now)) this.divergence.heard(peer, data.version, message.digest);
        return;
      case "have":
        data.hear(peer, message.version);
        this.divergence.heard(peer, message.version, message.state);
        repair.onHave(peer, now, host.spreading.byVersion);
        return;
      case "ask":
        data.hear(peer, message.version);
        host.spreading.onWanted?.(peer);
        if (data.isBehind(peer)) host.request(peer, "push");
        if (repair.takeAnswer(peer) || host.spreading.byVersion) repair.awaitMore(peer, now);
        return;
      case "feedback":
        host.spreading.onFeedback(message.knew);
        return;
      case "ahead":
        host.perform({ type: "refusedByPeer", peer });
        return;
      default:
        message satisfies never;
    }
  }

  graft(now: number): void {
    this.repair.graft(now);
  }

  /** A piece or the asking may have been lost, and not every strategy would come back to it. */
  askAgain(): void {
    const { from } = this.receiving;
    if (from && !this.host.isNeighbor(from)) this.receiving.end();
    else if (from && this.host.spreading.repairs) this.host.request(from, "ask");
  }

  /** The channel to `peer` is gone, or new: nothing is known of it. */
  forget(peer: PeerId): void {
    this.data.forget(peer);
    this.repair.forget(peer);
    this.divergence.forget(peer);
    this.gaps.delete(peer);
    this.host.spreading.onGone?.(this.host.reach, peer);
    if (this.receiving.from === peer) this.receiving.end();
  }

  /** What is left of a delta that came in pieces, and what a delta goes on from, is asked for at once. */
  private onDelta(peer: PeerId, message: Extract<DataMessage, { readonly type: "delta" | "news" }>, now: number): void {
    const { version, delta } = message;
    const { spreading, reach } = this.host;
    this.data.hear(peer, version);
    const branches = message.type === "news" ? message.branches : undefined;
    let result: MergeResult = NOTHING_NEW;
    if (message.type === "delta" && message.isRumor) result = this.onRumor(peer, delta, now);
    else if (delta.length > 0) result = this.mergeFrom({ from: peer, branches }, delta, now);
    const { repairs } = spreading;
    const isLong = this.receiving.from === peer || delta.length >= LEAST_PIECE_BYTES;
    const isPiece =
      result.type === "changed" && (isLong || (repairs && !branches)) && this.replica.shareOf(version) < 1;
    // Of what is refused or waits in vain there may be more: that is asked for at leisure, if at all.
    const isGap = result.type === "held" && repairs && (branches || !spreading.byVersion);
    if (isPiece || (isGap && this.mayAskForGap(peer, now))) this.host.request(peer, "ask");
    else if (spreading.byVersion && result.type !== "refused") this.repair.awaitMore(peer, now);
    if (isPiece) this.receiving.begin(peer);
    // What is left is nothing that this node would take.
    if (result.type === "refused" && this.receiving.from === peer) this.receiving.end();
    else if (result.type === "changed" || this.receiving.from === peer) this.receiving.tellShare();
    if (!branches || result.type !== "unchanged" || delta.length === 0) return;
    spreading.onKnown?.(reach, peer, rootsOf(branches));
  }

  /** Only once for a while: where members contradict each other there is no such thing, and each answer shows the same gap. */
  private mayAskForGap(peer: PeerId, now: number): boolean {
    const { version } = this.data;
    const last = this.gaps.get(peer);
    if (last && equalBytes(last.version, version) && Math.abs(now - last.askedAt) < this.host.spreadingMs) return false;
    this.gaps.set(peer, { version, askedAt: now });
    return true;
  }

  /** Not where nobody tells its state, nor for each piece of what comes in many. */
  private noteState(): void {
    if (!this.data.areWhole && this.receiving.from === undefined) this.divergence.changed();
  }

  private onRumor(peer: PeerId, delta: Uint8Array, now: number): MergeResult {
    // Of several copies in one ms each was sent before the first was known here: all of them count as news.
    const knew = this.learnedAt < now;
    const result = delta.length > 0 ? this.mergeFrom({ from: peer }, delta, now) : NOTHING_NEW;
    if (result.type === "changed") this.host.request(peer, "new");
    else if (result.type === "unchanged") this.host.request(peer, knew ? "known" : "new");
    return result;
  }

  /** Takes in a delta that a neighbor sent, or, where `news` is undefined, that this node had stored. */
  private mergeFrom(news: News | undefined, delta: Uint8Array, now: number): MergeResult {
    const { host } = this;
    this.before = host.spreading.byVersion ? this.replica.version() : undefined;
    const result = this.replica.merge(delta, news ? now : MAX_TIME_MS);
    if (result.type === "changed") {
      this.learnedAt = now;
      // The others have had what an answer brings.
      const isAnswer = news !== undefined && !news.branches && host.spreading.byVersion;
      if (!isAnswer) this.newsAt = now;
      this.noteState();
      host.perform({ type: "changed", by: news ? "peer" : "storage" });
      host.spreading.onNews(host.reach, news);
      host.onNews(now);
    } else if (result.type === "refused" && news) {
      host.perform({ type: "refused", peer: news.from, reason: result.reason });
      if (result.reason === "ahead") host.request(news.from, "ahead");
      if (result.reason === "contradiction") this.divergence.found(news.from);
    }
    this.before = undefined;
    if (result.lost) host.perform({ type: "lost", lost: result.lost });
    return result;
  }
}

/** A replica reckons what a piece takes, and always too much. What is shorter was not cut. */
const LEAST_PIECE_BYTES = MAX_PIECE_BYTES / 32;

const NOTHING_NEW: MergeResult = { type: "unchanged", lost: undefined };
