import { type Link, type LinkFactory, MAX_FRAME_BYTES } from "./link";

/** One thing that every adapter of the `Link` port must do. `run` rejects where the adapter does not. */
export interface LinkContractCase {
  readonly title: string;
  readonly run: (create: LinkFactory) => Promise<void>;
}

/** The suite for adapters. It knows no test runner, so that it runs in Node and in a browser's page alike. */
export const LINK_CONTRACT: readonly LinkContractCase[] = [
  {
    title: "L1: two ends that get each other's signals open, each once",
    run: async (create) => {
      const [left, right] = await connect(create);
      check(left.opened === 1 && right.opened === 1, "each end opens once");
      left.link.close();
    },
  },
  {
    title: "L2: frames arrive whole and in order, in both directions, from 1 byte to the largest",
    run: async (create) => {
      const [left, right] = await connect(create);
      const sizes = [1, 2, 1_000, MAX_FRAME_BYTES, 3, MAX_FRAME_BYTES, 1];
      for (const [index, size] of sizes.entries()) {
        left.link.send(new Uint8Array(size).fill(index), () => {});
        right.link.send(new Uint8Array(size).fill(100 + index), () => {});
      }
      await right.until(() => right.frames.length === sizes.length);
      await left.until(() => left.frames.length === sizes.length);
      for (const [index, size] of sizes.entries()) {
        check(sameBytes(right.frames[index], new Uint8Array(size).fill(index)), `frame ${index} to the right`);
        check(sameBytes(left.frames[index], new Uint8Array(size).fill(100 + index)), `frame ${index} to the left`);
      }
      left.link.close();
    },
  },
  {
    title: "L3: what is sent as soon as an end opens is received after the other has opened",
    run: async (create) => {
      for (const initiator of [true, false]) {
        const [eager, other] = pair(create, initiator);
        eager.onOpen = () => eager.link.send(Uint8Array.of(5), () => {});
        await other.until(() => other.frames.length === 1);
        check(other.framesBeforeOpen === 0 && sameBytes(other.frames[0], Uint8Array.of(5)), "one frame, after opening");
        eager.link.close();
      }
    },
  },
  {
    title: "L4: a frame that was sent is the receiver's: changing the bytes afterwards changes nothing there",
    run: async (create) => {
      const [left, right] = await connect(create);
      const frame = Uint8Array.of(1, 2, 3);
      left.link.send(frame, () => {});
      await right.until(() => right.frames.length === 1);
      frame.fill(9);
      check(sameBytes(right.frames[0], Uint8Array.of(1, 2, 3)), "the frame as it was sent");
      left.link.close();
    },
  },
  {
    title: "L5: room for the next frame is told for each frame, so that a sender who waits for it gets all across",
    run: async (create) => {
      const [left, right] = await connect(create);
      const total = 200;
      let sent = 0;
      const sendNext = () => {
        if (sent < total) left.link.send(new Uint8Array(MAX_FRAME_BYTES).fill(sent++), sendNext);
      };
      sendNext();
      await right.until(() => right.frames.length === total);
      check(
        right.frames.every((frame, index) => frame?.[0] === index % 256),
        "every frame in order",
      );
      left.link.close();
    },
  },
  {
    title: "L6: an empty frame and one that is too long are the caller's mistake",
    run: async (create) => {
      const [left] = await connect(create);
      for (const length of [0, MAX_FRAME_BYTES + 1]) {
        check(
          throws(() => left.link.send(new Uint8Array(length), () => {})),
          `${length} bytes must throw`,
        );
      }
      left.link.close();
    },
  },
  {
    title: "L7: closing one end closes the other, which is told once; the one that closed is not",
    run: async (create) => {
      const [left, right] = await connect(create);
      left.link.close();
      left.link.close();
      await right.until(() => right.closed > 0);
      check(right.closed === 1 && left.closed === 0, "only the other end is told, once");
    },
  },
  {
    title: "L8: before it opened and after it closed, a link sends nothing and tells nothing",
    run: async (create) => {
      let accepted = 0;
      const early = new End(create, true);
      early.link.send(Uint8Array.of(1), () => accepted++);
      early.link.close();
      const [left, right] = await connect(create);
      left.link.close();
      left.link.send(Uint8Array.of(1), () => accepted++);
      left.link.signal({ type: "offer", sdp: "" });
      await right.until(() => right.closed === 1);
      check(accepted === 0 && early.opened === 0 && left.frames.length === 0, "nothing after the end");
    },
  },
  {
    title: "L9: signals of every wrong shape hurt nobody: another link of the same page goes on",
    run: async (create) => {
      const [left, right] = await connect(create);
      const end = new End(create, false);
      for (const signal of BAD_SIGNALS) check(!throws(() => end.link.signal(signal)), "a bad signal must not throw");
      end.link.close();
      left.link.send(Uint8Array.of(7), () => {});
      await right.until(() => right.frames.length === 1);
      left.link.close();
    },
  },
  {
    title: "L10: nothing is told before the link has been handed over",
    run: async (create) => {
      const [left, right] = await connect(create);
      check(!left.toldEarly && !right.toldEarly, "events come after the factory has returned");
      left.link.close();
    },
  },
  {
    title: "L11: signals that come again, or at the wrong end, change nothing on an open link",
    run: async (create) => {
      const [left, right] = await connect(create);
      const told = [left.signals.length, right.signals.length];
      for (const signal of left.signals.filter(isOffer)) left.link.signal(signal);
      for (const signal of left.signals.slice()) right.link.signal(signal);
      for (const signal of right.signals.slice()) left.link.signal(signal);
      left.link.send(Uint8Array.of(7), () => {});
      right.link.send(Uint8Array.of(8), () => {});
      await Promise.all([right.until(() => right.frames.length === 1), left.until(() => left.frames.length === 1)]);
      check(left.signals.length === told[0] && right.signals.length === told[1], "nothing is negotiated anew");
      left.link.close();
    },
  },
  {
    title: "L12: sending never throws, not even while the link is closing and has not told so yet",
    run: async (create) => {
      for (let i = 0; i < 20; i++) {
        const [left, right] = await connect(create);
        left.link.close();
        while (right.closed === 0) {
          check(!throws(() => right.link.send(Uint8Array.of(1), () => {})), "a frame that goes nowhere must not throw");
          await nextTask();
        }
      }
    },
  },
];

/** Resolves in a task of its own, as soon as others that wait have had theirs. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Longer than any adapter takes; only a failing case waits for it. */
const DEADLINE_MS = 10_000;

const BAD_SIGNALS: readonly unknown[] = [
  undefined,
  null,
  7,
  "offer",
  [],
  {},
  { type: "offer" },
  { type: "offer", sdp: 7 },
  { type: "candidate", candidate: null },
  { type: "candidate", candidate: { candidate: "nonsense" } },
  { type: "renegotiate", renegotiate: true },
  { type: "answer", sdp: "nonsense", id: -1 },
  { type: "offer", sdp: "nonsense", id: -1 },
];

/** One end, with all that it told. */
class End {
  readonly link: Link;
  readonly signals: unknown[] = [];
  readonly frames: (Uint8Array | undefined)[] = [];
  opened = 0;
  closed = 0;
  framesBeforeOpen = 0;
  toldEarly = false;
  onOpen: () => void = () => {};
  onSignal: (signal: unknown) => void = () => {};
  private readonly waiting: { readonly condition: () => boolean; readonly resolve: () => void }[] = [];

  constructor(create: LinkFactory, initiator: boolean) {
    let handedOver = false;
    this.link = create(
      { initiator, iceServers: [], trickles: true },
      {
        onSignal: (signal) => {
          this.toldEarly ||= !handedOver;
          const carried: unknown = JSON.parse(JSON.stringify(signal));
          this.signals.push(carried);
          this.onSignal(carried);
        },
        onOpen: () => {
          this.onOpen();
          this.note(() => this.opened++);
        },
        onFrame: (frame) => {
          if (this.opened === 0) this.framesBeforeOpen++;
          this.note(() => this.frames.push(frame));
        },
        onClose: () => this.note(() => this.closed++),
      },
    );
    handedOver = true;
  }

  /** Resolves once `condition` holds after something happened at this end. */
  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => reject(new Error(`Expected ${condition} in time`)), DEADLINE_MS);
      const done = () => {
        clearTimeout(deadline);
        resolve();
      };
      this.waiting.push({ condition, resolve: done });
    });
  }

  private note(happen: () => void): void {
    happen();
    for (const { condition, resolve } of this.waiting) if (condition()) resolve();
  }
}

function pair(create: LinkFactory, initiator: boolean): readonly [End, End] {
  const left = new End(create, initiator);
  const right = new End(create, !initiator);
  left.onSignal = (signal) => right.link.signal(signal);
  right.onSignal = (signal) => left.link.signal(signal);
  return [left, right];
}

async function connect(create: LinkFactory): Promise<readonly [End, End]> {
  const [left, right] = pair(create, true);
  await Promise.all([left.until(() => left.opened > 0), right.until(() => right.opened > 0)]);
  return [left, right];
}

function check(condition: boolean, expected: string): void {
  if (!condition) throw new Error(`Expected: ${expected}`);
}

function isOffer(signal: unknown): boolean {
  return typeof signal === "object" && signal !== null && "type" in signal && signal.type === "offer";
}

function throws(run: () => void): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

function sameBytes(left: Uint8Array | undefined, right: Uint8Array): boolean {
  return left?.length === right.length && left.every((byte, index) => byte === right[index]);
}
