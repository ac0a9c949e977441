import type { PeerId } from "@hearsay/gossip";
import type { Introducer, IntroducerEvents, IntroducerFactory } from "../introducer";
import type { Link, LinkFactory } from "../link";

/** The left half has the introducer on its side. */
export type Half = "left" | "right";

/** How channels across the cut end: at once, as if ICE had failed, or not at all: then what goes into them vanishes. */
export type Ending = "destroyed" | "silent";

/** A network that comes apart between two halves: no frame, no dial and no word of the introducer crosses the cut. */
export class CuttableNetwork {
  private isCut = false;
  private readonly ends = new Set<CuttableEnd>();
  private readonly exiles: Exile[] = [];
  /** Those of the right half that the introducer has lost. */
  private readonly lost = new Set<PeerId>();

  constructor(
    private readonly links: LinkFactory,
    private readonly introducers: IntroducerFactory,
  ) {}

  /** What a tab of `half` joins its room with. */
  of(half: Half): { readonly link: LinkFactory; readonly introducer: IntroducerFactory } {
    return {
      link: (options, events) => {
        const end: CuttableEnd = { half, other: undefined, destroy: () => {} };
        const crosses = () => this.isCut && end.other !== undefined && end.other !== half;
        const inner = this.links(options, {
          onSignal: (signal) => events.onSignal({ ...(signal as object), half }),
          onOpen: events.onOpen,
          onFrame: (frame) => crosses() || events.onFrame(frame),
          onClose: () => crosses() || events.onClose(),
        });
        end.destroy = () => {
          if (!crosses()) return;
          inner.close();
          events.onClose();
        };
        this.ends.add(end);
        return this.cuttable(inner, end, crosses);
      },
      introducer: half === "left" ? this.settled() : this.exiled(),
    };
  }

  /** The right half notices after `noticeMs` that the introducer is away. */
  cut(ending: Ending, noticeMs: number): void {
    this.isCut = true;
    for (const { self, tell } of this.exiles) {
      this.lost.add(self);
      setTimeout(() => tell.onState({ type: "away" }), noticeMs);
    }
    if (ending === "destroyed") for (const end of this.ends) end.destroy();
  }

  /** The introducer tells the left half that the right one is gone. */
  expire(): void {
    for (const { introducer } of this.exiles) introducer.leave();
  }

  /** The right half has found the introducer again after `reconnectMs`. */
  mend(reconnectMs: number): void {
    this.isCut = false;
    for (const { self, introducer } of this.exiles) {
      setTimeout(() => {
        this.lost.delete(self);
        introducer.enter();
      }, reconnectMs);
    }
  }

  private cuttable(inner: Link, end: CuttableEnd, crosses: () => boolean): Link {
    return {
      signal: (signal) => {
        end.other = (signal as { half?: Half }).half;
        if (!crosses()) inner.signal(signal);
      },
      send: (frame, accepted) => crosses() || inner.send(frame, accepted),
      close: () => {
        this.ends.delete(end);
        inner.close();
      },
    };
  }

  private settled(): IntroducerFactory {
    return (room, self, events) => {
      const introducer = this.introducers(room, self, events);
      return {
        ...introducer,
        introduce: async (to, sealed) => !this.lost.has(to) && introducer.introduce(to, sealed),
      };
    };
  }

  private exiled(): IntroducerFactory {
    return (room, self, events) => {
      const isLost = () => this.lost.has(self);
      const introducer = this.introducers(room, self, {
        onEntered: (entered) => isLost() || events.onEntered(entered),
        onPeerJoined: (peer) => isLost() || events.onPeerJoined(peer),
        onPeerLeft: (peer) => isLost() || events.onPeerLeft(peer),
        onIntroduction: (from, sealed) => isLost() || events.onIntroduction(from, sealed),
        onState: (state) => isLost() || events.onState(state),
      });
      this.exiles.push({ self, introducer, tell: events });
      return {
        ...introducer,
        enter: () => isLost() || introducer.enter(),
        introduce: async (to, sealed) => !isLost() && introducer.introduce(to, sealed),
      };
    };
  }
}

interface CuttableEnd {
  readonly half: Half;
  /** The half of the other end, once something was heard of it. */
  other: Half | undefined;
  destroy: () => void;
}

interface Exile {
  readonly self: PeerId;
  readonly introducer: Introducer;
  readonly tell: IntroducerEvents;
}
