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
      introducer: half === "left" ? this.introducers : this.exiled(),
    };
  }

  cut(ending: Ending): void {
    this.isCut = true;
    for (const { tell } of this.exiles) tell.onState({ type: "away" });
    if (ending === "destroyed") for (const end of this.ends) end.destroy();
  }

  /** The introducer tells the left half that the right one is gone. */
  expire(): void {
    for (const { introducer } of this.exiles) introducer.leave();
  }

  /** The right half has found the introducer again after `reconnectMs`. */
  mend(reconnectMs: number): void {
    this.isCut = false;
    for (const { introducer } of this.exiles) setTimeout(() => introducer.enter(), reconnectMs);
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

  private exiled(): IntroducerFactory {
    return (room, self, events) => {
      const introducer = this.introducers(room, self, {
        onEntered: (entered) => this.isCut || events.onEntered(entered),
        onPeerJoined: (peer) => this.isCut || events.onPeerJoined(peer),
        onPeerLeft: (peer) => this.isCut || events.onPeerLeft(peer),
        onIntroduction: (from, sealed) => this.isCut || events.onIntroduction(from, sealed),
        onState: (state) => this.isCut || events.onState(state),
      });
      this.exiles.push({ introducer, tell: events });
      return {
        ...introducer,
        enter: () => this.isCut || introducer.enter(),
        introduce: async (to, sealed) => !this.isCut && introducer.introduce(to, sealed),
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
  readonly introducer: Introducer;
  readonly tell: IntroducerEvents;
}
