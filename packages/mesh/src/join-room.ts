import {
  DEFAULT_OVERLAY,
  DEFAULT_RUMOR_COUNTER,
  DEFAULT_SPREAD,
  type Effect,
  GossipNode,
  type Input,
  NeighborList,
  type PeerId,
  type Spread,
  type Standing,
} from "@hearsay/gossip";
import type { Replica } from "@hearsay/merge";
import { Audience } from "./audience";
import type { Clocks } from "./channel";
import { Courier } from "./courier";
import { FaultPort, type Faults } from "./fault-port";
import type { Entered, Introducer, IntroducerFactory } from "./introducer";
import { Seal } from "./introduction";
import type { LinkFactory } from "./link";
import type { IntroductionState, Mesh, MeshCounts, MeshEvent, MeshState } from "./mesh";
import { Neighborhood } from "./neighborhood";
import { deriveSecrets, type RoomKey } from "./room-key";
import { NO_PRESENCE, RoomMembers } from "./room-members";
import { RoomTime } from "./room-time";
import { createRandom } from "./seeded-random";
import { StepDetector } from "./step-detector";
import { Timers } from "./timers";
import { type BucketSize, TokenBucket } from "./token-bucket";
import { type Traffic, TrafficWatch } from "./traffic";
import { Trouble } from "./trouble";
import { WholePushes } from "./whole-pushes";

/** What the introducer may tell a tab. Who comes into a room of 64 is told some 400 things at once. */
export const INTRODUCER_BUDGET: BucketSize = { burst: 4_000, perSecond: 200 };

export interface JoinOptions<Operation> {
  readonly key: RoomKey;
  /** Names the merge rule of `replica`. Rooms of different rules are different rooms. */
  readonly rule: string;
  /** From `createPeerId`, and never used before: a page load is a peer. The replica bears the same id. */
  readonly self: PeerId;
  readonly replica: Replica<Operation>;
  readonly faults: Faults;
  /** Set for the room on entering; undefined to take the room as it is. */
  readonly spread: Spread | undefined;
  /** `simplePeerLink`, or another adapter that passes the contract suite. */
  readonly link: LinkFactory;
  /** `socketIntroducer(server)`, or another. */
  readonly introducer: IntroducerFactory;
}

/** Enters a room. Returns at once; `state` tells how far it has come. */
export function joinRoom<Operation>(options: JoinOptions<Operation>): Mesh<Operation> {
  return new MeshDriver(options);
}

/** The one place where a node's effects become timers and sends. */
class MeshDriver<Operation> implements Mesh<Operation> {
  readonly self: PeerId;
  private readonly node: GossipNode<Operation>;
  private readonly roomTime: RoomTime;
  private readonly faultPort: FaultPort;
  private readonly neighborhood: Neighborhood;
  private readonly introducer: Introducer;
  private readonly courier: Courier;
  private readonly introducerBudget = new TokenBucket(INTRODUCER_BUDGET, Math.floor(performance.now()));
  private readonly timers: Timers;
  private readonly audience = new Audience();
  private readonly members = new RoomMembers();
  private readonly traffic = new TrafficWatch();
  private readonly wholePushes: WholePushes;
  private readonly trouble = new Trouble();
  private introductions: IntroductionState = { type: "connecting" };
  private receipts: number | undefined;
  private spreadToChoose: Spread | undefined;
  private snapshot: MeshState | undefined;
  private readonly steps = new StepDetector();
  private crashed = false;

  constructor(options: JoinOptions<Operation>) {
    const { key, rule, self, replica, link, introducer } = options;
    this.self = self;
    this.spreadToChoose = options.spread;
    this.wholePushes = new WholePushes(replica);
    const secrets = deriveSecrets(key, rule);
    const random = createRandom();
    this.roomTime = new RoomTime(Date.now);
    this.faultPort = new FaultPort(random.fork(), (channel, bytes, isLost) => {
      const to = this.traffic.isOn && this.neighborhood.connected.find((each) => each.channel === channel);
      if (!to) return;
      if (isLost) this.traffic.lost(to.peer, bytes);
      else this.traffic.sent(to.peer, bytes, this.faultPort.faults.delayMs);
    });
    this.node = new GossipNode({
      self,
      replica,
      neighbors: new NeighborList(),
      random,
      spread: DEFAULT_SPREAD,
      rumorCounter: DEFAULT_RUMOR_COUNTER,
      overlay: DEFAULT_OVERLAY,
    });
    this.timers = new Timers((timer) => {
      this.watchClock();
      this.feed({ type: "timerFired", timer });
    });
    const clocks: Clocks = { wall: () => this.roomTime.device(), monotonic: () => Math.round(performance.now()) };
    this.neighborhood = new Neighborhood({
      self,
      link,
      seal: new Seal(secrets, self),
      clocks,
      isMember: (peer) => this.members.has(peer),
      introduce: async (to, sealed) => (await this.introducer.introduce(to, sealed)) || this.courier.send(to, sealed),
      events: {
        onConnected: (peer) => this.feed({ type: "connected", peer }),
        onDisconnected: (peer) => this.onDisconnected(peer),
        onGoodbye: (peer) => this.feed({ type: "departed", peer }),
        onFailed: (peer) => this.feed({ type: "connectFailed", peer }),
        onFreed: (peer) => this.feed({ type: "listed", peers: [peer], areAll: false }),
        onIdle: (peer) => this.feed({ type: "idle", peer }),
        onCarried: (peer, carried) => this.courier.receive(peer, carried),
        onMessage: (peer, bytes) => {
          if (this.traffic.isOn) this.wholePushes.received(peer, bytes);
          if (this.traffic.isOn) this.traffic.received(peer, bytes);
          this.feed({ type: "received", peer, bytes });
        },
        onClockDifference: (peer, differenceMs) => this.onClock(() => this.roomTime.setNeighbor(peer, differenceMs)),
        onStandingChanged: () => this.stateChanged(),
        onMalformed: () => this.count("malformed"),
        onUnsealed: () => this.count("unsealed"),
        onOverBudget: () => this.count("overBudget"),
      },
    });
    this.courier = new Courier({
      self,
      neighbors: () => this.neighborhood.connected.map(({ peer }) => peer),
      send: (to, carried) => this.neighborhood.channel(to)?.carry(carried),
      deliver: (from, sealed) => this.neighborhood.receive(from, sealed),
      monotonic: clocks.monotonic,
    });
    this.introducer = introducer(secrets.name, self, {
      onEntered: (entered) => this.onEntered(entered),
      onPeerJoined: (peer) => this.isHeard() && this.list([peer], false),
      onPeerLeft: (peer) => this.isHeard() && this.unlist(peer),
      onIntroduction: (from, sealed) => this.isHeard() && this.neighborhood.receive(from, sealed),
      onState: (state) => {
        this.introductions = state;
        this.neighborhood.trickles = state.type === "connected";
        this.stateChanged();
      },
    });
    this.setFaults(options.faults);
    this.perform(this.node.start(this.roomTime.now()));
    // Whoever is there says so, though it may have nothing to say of itself yet.
    this.setPresence(NO_PRESENCE);
    this.rejoin();
  }

  get state(): MeshState {
    const neighbors = this.neighborhood.connected.map(({ peer, suspected }) => ({
      peer,
      suspected,
      presence: this.members.presenceOf(peer),
    }));
    this.snapshot ??= {
      introductions: this.introductions,
      neighbors,
      members: this.members.beside(neighbors, (peer) => this.node.members.isDoubted(peer)),
      roomTime: this.roomTime.state,
      spread: this.node.spread,
      faults: this.faultPort.faults,
      receipts: this.receipts,
      // Who is heard through others is in the room all the same.
      unreached: this.neighborhood.unreached.filter((peer) => !this.members.has(peer)).length,
      ...this.trouble.state,
    };
    return this.snapshot;
  }

  edit(operation: Operation): void {
    this.feed({ type: "edited", operation });
  }

  load(delta: Uint8Array): void {
    this.feed({ type: "loaded", delta });
  }

  setPresence(presence: Uint8Array): void {
    this.feed({ type: "introduced", presence });
  }

  setSpread(spread: Spread): void {
    this.feed({ type: "spreadChosen", spread });
  }

  setFaults(faults: Partial<Faults>): void {
    this.faultPort.faults = {
      ...this.faultPort.faults,
      ...faults,
      cut: new Set(faults.cut ?? this.faultPort.faults.cut),
    };
    if (faults.skewMs !== undefined) {
      this.roomTime.setSkew(faults.skewMs);
      this.neighborhood.compareClocks();
    }
    if (faults.cut) this.neighborhood.setCut(this.faultPort.faults.cut);
    this.stateChanged();
  }

  subscribe(listener: (event: MeshEvent) => void): () => void {
    return this.audience.add(listener);
  }

  watchTraffic(watcher: (traffic: Traffic) => void): () => void {
    return this.traffic.add(watcher);
  }

  standingOf(member: PeerId): Standing {
    const said = this.node.standingOf(member);
    const shown = this.wholePushes.standingOf(member);
    // What it said may be of a time when another strategy had it say more often what it has.
    return said === "more" || shown === "unknown" ? said : shown;
  }

  leave(): void {
    if (this.crashed) return;
    this.feed({ type: "leaving" });
    this.neighborhood.leave();
    this.stop();
  }

  crash(): void {
    this.crashed = true;
    this.neighborhood.crash();
    // To the server a crash is a connection that ends.
    this.stop();
  }

  rejoin(): void {
    if (this.crashed) return;
    this.timers.start();
    this.neighborhood.enter();
    this.introducer.enter();
  }

  /** Without timers and connections nothing holds on to this mesh any more than its owner does. */
  private stop(): void {
    this.introducer.leave();
    this.faultPort.clear();
    this.timers.stop();
  }

  private onEntered({ peers, iceServers, serverTimeMs, roundTripMs }: Entered): void {
    const atAnswer = serverTimeMs + Math.round(roundTripMs / 2);
    this.onClock(() => this.roomTime.setServer(atAnswer - this.roomTime.device()));
    this.neighborhood.iceServers = iceServers;
    this.list(peers, true);
    // Only now: a choice stamped by a clock that is yet to be corrected would lose to what the room has.
    if (this.spreadToChoose) this.setSpread(this.spreadToChoose);
    this.spreadToChoose = undefined;
  }

  private list(peers: readonly PeerId[], areAll: boolean): void {
    if (areAll) this.neighborhood.setRoster(peers);
    else for (const peer of peers) this.neighborhood.list(peer);
    this.feed({ type: "listed", peers, areAll });
  }

  private unlist(peer: PeerId): void {
    this.neighborhood.unlist(peer);
    this.feed({ type: "unlisted", peer });
  }

  /** Whether the introducer may tell one thing more: each costs us work, and it may be anyone's. */
  private isHeard(): boolean {
    const isHeard = this.introducerBudget.take(1, Math.floor(performance.now()));
    if (!isHeard) this.count("unheard");
    return isHeard;
  }

  private onClock(set: () => void): void {
    const before = this.roomTime.state;
    set();
    const { offsetMs, source } = this.roomTime.state;
    if (offsetMs !== before.offsetMs || source !== before.source) this.stateChanged();
  }

  /** Where this device's wall clock was set, or stood still, what the server said of the time is void. */
  private watchClock(): void {
    if (!this.steps.check()) return;
    this.neighborhood.compareClocks();
    this.introducer.enter();
  }

  private onDisconnected(peer: PeerId): void {
    this.trouble.forget(peer);
    this.courier.forget(peer);
    this.wholePushes.forget(peer);
    this.onClock(() => this.roomTime.forgetNeighbor(peer));
    this.feed({ type: "disconnected", peer });
    this.stateChanged();
  }

  private feed(input: Input<Operation>): void {
    const effects = this.node.handle(input, this.roomTime.now());
    const receipts = this.node.receipts?.size;
    const isNew = receipts !== this.receipts;
    // Before anyone is told of an effect: who is gone has nothing any more.
    this.receipts = receipts;
    this.perform(effects);
    if (input.type === "connected" || isNew) this.stateChanged();
  }

  /** Whoever waits for what is sent need not wait until this tab has drawn what changed. */
  private perform(effects: readonly Effect[]): void {
    for (const effect of effects) if (effect.type === "send") this.send(effect.peer, effect.bytes);
    for (const effect of effects) if (effect.type !== "send") this.performOne(effect);
  }

  private performOne(effect: Exclude<Effect, { readonly type: "send" }>): void {
    switch (effect.type) {
      case "setTimer":
        return this.timers.set(effect.timer, effect.at - this.roomTime.now());
      case "clearTimer":
        return this.timers.clear(effect.timer);
      case "changed":
      case "lost":
      case "receiving":
        this.audience.tell(effect);
        return;
      case "spreadChanged":
        this.stateChanged();
        return;
      case "connect":
        return this.neighborhood.connect(effect.peer);
      case "disconnect":
        return this.neighborhood.disconnect(effect.peer);
      case "memberGone":
        this.members.delete(effect.peer);
        // While the introducer is away nobody else takes back that it is there.
        if (this.introductions.type !== "connected" && !this.neighborhood.channel(effect.peer))
          this.unlist(effect.peer);
        this.stateChanged();
        return;
      case "presenceChanged":
        if (this.members.set(effect.peer, effect.presence)) this.stateChanged();
        return;
      case "otherVersion":
      case "diverged":
      case "reconciled":
      case "refused":
      case "refusedByPeer":
        this.trouble.note(effect);
        this.stateChanged();
        return;
      default:
        effect satisfies never;
    }
  }

  private send(peer: PeerId, bytes: Uint8Array): void {
    const channel = this.neighborhood.channel(peer);
    if (!channel) return;
    this.faultPort.send(channel, bytes, () => {
      // A channel that came after this one has its own message under way.
      if (this.neighborhood.channel(peer) === channel) this.feed({ type: "writable", peer });
    });
  }

  private count(what: keyof MeshCounts): void {
    this.trouble.count(what);
    this.stateChanged();
  }

  private stateChanged(): void {
    this.snapshot = undefined;
    this.audience.stateChanged();
  }
}
