import SimplePeer from "simple-peer/simplepeer.min.js";
import { assertFrame, type Link, type LinkFactory } from "./link";

/** A link over a WebRTC data channel. */
export const simplePeerLink: LinkFactory = ({ initiator, iceServers }, events): Link => {
  const peer = new SimplePeer({
    initiator,
    // Frames keep their bounds only where the stream carries objects.
    objectMode: true,
    config: { iceServers: iceServers.map(({ urls, ...rest }) => ({ ...rest, urls: [urls].flat() })) },
  });
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
      if (closed || !isSignal(signal)) return;
      try {
        peer.signal(signal);
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
};

/** What simple-peer may be fed: it renegotiates and adds media on a peer's word otherwise. */
function isSignal(signal: unknown): signal is SimplePeer.SignalData {
  if (typeof signal !== "object" || signal === null) return false;
  const { type, sdp, candidate } = signal as Record<string, unknown>;
  if (type === "offer" || type === "answer") return typeof sdp === "string";
  return type === "candidate" && typeof candidate === "object" && candidate !== null;
}
