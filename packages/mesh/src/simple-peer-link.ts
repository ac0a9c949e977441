import SimplePeer from "simple-peer/simplepeer.min.js";
import { assertFrame, type Link, type LinkEvents, type LinkFactory, type LinkOptions } from "./link";

/** What one link takes of the other end's candidates. Far more than a device has addresses. */
const MAX_CANDIDATES = 128;

/** Where all addresses go in one signal, what is not found by then is left out. */
const GATHERING_MS = 1_000;

/** A link over a WebRTC data channel. Where the browser has none, it closes at once. */
export const simplePeerLink: LinkFactory = (options, events): Link => {
  if (typeof RTCPeerConnection === "function") return createLink(options, events);
  setTimeout(events.onClose, 0);
  return { signal() {}, send() {}, close() {} };
};

function createLink({ initiator, iceServers, trickles }: LinkOptions, events: LinkEvents): Link {
  const peer = new SimplePeer({
    initiator,
    trickle: trickles,
    iceCompleteTimeout: GATHERING_MS,
    // Frames keep their bounds only where the stream carries objects.
    objectMode: true,
    config: { iceServers: iceServers.map(({ urls, ...rest }) => ({ ...rest, urls: [urls].flat() })) },
  });
  const expected = initiator ? "answer" : "offer";
  let described = false;
  let candidates = 0;
  let open = false;
  let closed = false;
  peer.on("signal", (signal) => closed || events.onSignal(signal));
  peer.on("connect", () => {
    open = true;
    if (closed) return;
    events.onOpen();
    // Only now: the other end may open earlier and send at once, and until someone listens the stream keeps it.
    peer.on("data", (data: unknown) => closed || events.onFrame(data instanceof Uint8Array ? data : undefined));
  });
  // An error is always followed by `close`; without a listener it would be thrown.
  peer.on("error", () => {});
  peer.on("close", () => {
    if (closed) return;
    closed = true;
    events.onClose();
  });
  return {
    signal(signal) {
      const sound = decodeSignal(signal);
      if (closed || !sound) return;
      if ("sdp" in sound) {
        // One each: simple-peer would take a second as the wish to negotiate again.
        if (described || sound.type !== expected) return;
        described = true;
      } else if (++candidates > MAX_CANDIDATES) {
        return;
      }
      try {
        peer.signal(sound);
      } catch (error) {
        peer.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    },
    send(frame, accepted) {
      assertFrame(frame);
      if (!open || closed) return;
      // `write`, not `send`: it holds its callback back while more than 64 KiB wait in the channel.
      peer.write(frame, (error) => error || closed || accepted());
    },
    close() {
      closed = true;
      peer.destroy();
    },
  };
}

type Signal =
  | { readonly type: "offer" | "answer"; readonly sdp: string }
  | { readonly type: "candidate"; readonly candidate: RTCIceCandidate };

/** What simple-peer may be fed, made anew: it negotiates again and adds media where other properties ask for it. */
function decodeSignal(signal: unknown): Signal | undefined {
  if (typeof signal !== "object" || signal === null) return undefined;
  const { type, sdp, candidate } = signal as Record<string, unknown>;
  if ((type === "offer" || type === "answer") && typeof sdp === "string") return { type, sdp };
  if (type !== "candidate" || typeof candidate !== "object" || candidate === null) return undefined;
  // The browser checks what is in it, and refuses what is no candidate.
  return { type, candidate: candidate as RTCIceCandidate };
}
