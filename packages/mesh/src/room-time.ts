import type { PeerId } from "@hearsay/gossip";
import { MAX_DRIFT_MS, MAX_TIME_MS } from "@hearsay/merge";
import type { RoomTimeState } from "./mesh";

/**
 * The time that a room agrees upon: this device's wall clock plus an offset, the median over this device and its
 * neighbors. Where the median leaves it open, the server's time decides; without a server, the slower half. And where two
 * of these clocks bear the server out, the median is believed near the server's time only: somebody may be most of the
 * neighbors, under many names.
 *
 * Offsets are taken in whole seconds: clocks that agree within half a second are left alone.
 */
export class RoomTime {
  private readonly neighbors = new Map<PeerId, number>();
  private serverMs: number | undefined;
  private skewMs = 0;
  private chosen: { readonly offsetMs: number; readonly source: RoomTimeState["source"] } = {
    offsetMs: 0,
    source: "device",
  };

  /** The device's true wall clock, in whole ms since 1970. */
  constructor(private readonly clock: () => number) {}

  /** This device's wall clock, with the skew that the fault port adds, from 0 to `MAX_TIME_MS`. */
  device(): number {
    return soundTime(this.clock() + this.skewMs);
  }

  /** Room time, in whole ms since 1970, from 0 to `MAX_TIME_MS`. */
  now(): number {
    return soundTime(this.device() + this.state.offsetMs);
  }

  get state(): RoomTimeState {
    const offsetMs = this.chosen.offsetMs - this.skewMs;
    return { offsetMs, source: offsetMs === 0 ? "device" : this.chosen.source };
  }

  setSkew(skewMs: number): void {
    this.skewMs = skewMs;
    this.choose();
  }

  /** The neighbor's wall clock minus ours, as `device` reads it. */
  setNeighbor(peer: PeerId, differenceMs: number): void {
    this.neighbors.set(peer, differenceMs + this.skewMs);
    this.choose();
  }

  forgetNeighbor(peer: PeerId): void {
    this.neighbors.delete(peer);
    this.choose();
  }

  /** The server's wall clock minus ours, as `device` reads it. */
  setServer(differenceMs: number): void {
    this.serverMs = differenceMs + this.skewMs;
    this.choose();
  }

  private choose(): void {
    const { offsetMs, byServer } = this.boundedMedian();
    const roundedMs = this.skewMs + Math.round((offsetMs - this.skewMs) / 1_000) * 1_000;
    this.chosen = { offsetMs: roundedMs, source: byServer ? "server" : "peers" };
  }

  private boundedMedian(): Choice {
    const { serverMs } = this;
    const median = this.median();
    if (serverMs === undefined || isNear(median.offsetMs, serverMs)) return median;
    const near = [this.skewMs, ...this.neighbors.values()].filter((each) => isNear(each, serverMs));
    return near.length >= WITNESSES ? { offsetMs: serverMs, byServer: true } : median;
  }

  private median(): Choice {
    const votes = [this.skewMs, ...this.neighbors.values()];
    if (this.serverMs !== undefined && votes.length === 1) return { offsetMs: this.serverMs, byServer: true };
    const open = votes.length % 2 === 0 && this.serverMs !== undefined;
    if (open && this.serverMs !== undefined) votes.push(this.serverMs);
    votes.sort((left, right) => left - right);
    const offsetMs = votes[Math.floor((votes.length - 1) / 2)] ?? this.skewMs;
    return { offsetMs, byServer: open };
  }
}

/** So many clocks must agree with the server's: the server and one tab may be of one device, whose clock is wrong. */
const WITNESSES = 2;

/** So far a median may lie from the server's time: two tabs at the two ends of that still take what the other writes. */
const MAX_APART_MS = MAX_DRIFT_MS / 2 - 1_000;

interface Choice {
  readonly offsetMs: number;
  readonly byServer: boolean;
}

function isNear(offsetMs: number, otherMs: number): boolean {
  return Math.abs(offsetMs - otherMs) <= MAX_APART_MS;
}

/** A clock may stand before 1970, and a hostile neighbor may say anything: neither may lead to what is no time. */
function soundTime(timeMs: number): number {
  return Math.min(MAX_TIME_MS, Math.max(0, timeMs));
}
