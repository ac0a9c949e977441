/** Something that the reader must know of a run. */
export interface Notice {
  /** Whether it is read out at once. */
  readonly isAlert: boolean;
  readonly text: string;
}

export const UNREADABLE: Notice = {
  isAlert: true,
  text: "The run in this address cannot be read. Was it cut off? This is a new one.",
};

export const TOO_LONG: Notice = {
  isAlert: true,
  text: "Too much was done in this run for a link. Restart it and do less.",
};

export const COMING: Notice = { isAlert: false, text: "Playing the run that came with the link." };

export const OVER: Notice = {
  isAlert: false,
  text: "So much has happened that this run ends here. Look back, or restart it.",
};

/** What a run that came with a link came to here, beside what it had come to where the link was made. */
export function cameWithLink(traceHash: string, expected: string): Notice {
  if (traceHash === expected) {
    const text = `This run came with the link, and has the same trace here: ${traceHash}. Look back with the slider, or go on.`;
    return { isAlert: false, text };
  }
  const text = `This run came with the link, but its trace is ${traceHash} here, and was ${expected} where it was made: by another version.`;
  return { isAlert: true, text };
}

/** The address of the page holds the run now; `copied`: the clipboard too. */
export function shared(copied: boolean, traceHash: string): Notice {
  const words = copied ? "Link copied" : "The link is in the address bar: copy it from there";
  return { isAlert: false, text: `${words}. Whoever opens it sees this very run, to the trace ${traceHash}.` };
}
