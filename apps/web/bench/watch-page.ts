/** What a tab tells of itself. Times are in ms since 1970, on the clock that all tabs of one machine share. */
export interface Watch {
  /** When each digit was typed in this tab. */
  readonly typedAt: readonly number[];
  /** How many digits stood in the editor, and from when on, each time that it was another number. */
  readonly shown: readonly (readonly [digits: number, at: number])[];
  /** What this tab has sent over data channels. */
  readonly sent: { readonly messages: number; readonly bytes: number };
  /** How many data channels are open that this tab has sent anything over. */
  degree(): number;
  /** Resolves once so many digits stand in the editor. */
  untilShown(digits: number): Promise<void>;
}

declare global {
  interface Window {
    benchWatch: Watch;
  }
}

/**
 * Runs in a page before its own scripts, in the note's and the rival's alike, and leaves there what it sees. It counts
 * digits alone: no name beside a caret has one.
 */
export function watchPage(): void {
  const typedAt: number[] = [];
  const shown: [digits: number, at: number][] = [];
  const sent = { messages: 0, bytes: 0 };
  const channels = new Set<RTCDataChannel>();
  const waiting: { readonly digits: number; readonly resolve: () => void }[] = [];
  const lastShown = () => shown.at(-1)?.[0] ?? 0;

  const send = RTCDataChannel.prototype.send as (data: string | Blob | ArrayBuffer | ArrayBufferView) => void;
  RTCDataChannel.prototype.send = function (this: RTCDataChannel, data: string | Blob | ArrayBuffer | ArrayBufferView) {
    send.call(this, data);
    channels.add(this);
    sent.messages++;
    if (typeof data === "string") sent.bytes += new TextEncoder().encode(data).length;
    else sent.bytes += data instanceof Blob ? data.size : data.byteLength;
  };

  addEventListener(
    "keydown",
    ({ key, timeStamp }) => {
      if (/^\d$/.test(key)) typedAt.push(performance.timeOrigin + timeStamp);
    },
    { capture: true },
  );

  new MutationObserver(() => {
    const digits = document.querySelector(".cm-content")?.textContent?.match(/\d/g)?.length ?? 0;
    if (digits === lastShown()) return;
    shown.push([digits, performance.timeOrigin + performance.now()]);
    for (const wait of waiting) if (digits >= wait.digits) wait.resolve();
  }).observe(document, { childList: true, characterData: true, subtree: true });

  window.benchWatch = {
    typedAt,
    shown,
    sent,
    degree() {
      for (const channel of channels) if (channel.readyState === "closed") channels.delete(channel);
      return [...channels].filter(({ readyState }) => readyState === "open").length;
    },
    untilShown: (digits) =>
      new Promise((resolve) => {
        if (lastShown() >= digits) resolve();
        else waiting.push({ digits, resolve });
      }),
  };
}
