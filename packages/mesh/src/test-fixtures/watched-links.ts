import { decodeFrame } from "../frame";
import type { LinkFactory } from "../link";

/** Links of others that count what is done with them. */
export class WatchedLinks {
  made = 0;
  opened = 0;
  /** Frames that were sent, and those of them that carry an introduction. */
  frames = 0;
  carried = 0;

  constructor(private readonly links: LinkFactory) {}

  readonly factory: LinkFactory = (options, events) => {
    this.made++;
    const onOpen = () => {
      this.opened++;
      events.onOpen();
    };
    const end = this.links(options, { ...events, onOpen });
    return {
      signal: (signal) => end.signal(signal),
      send: (frame, accepted) => {
        this.frames++;
        if (decodeFrame(frame)?.type === "carry") this.carried++;
        end.send(frame, accepted);
      },
      close: () => end.close(),
    };
  };
}
