/** The two times that the server needs, both in whole ms. Tests bring their own. */
export interface Clock {
  /** Since 1970: what tabs are told. It may jump when the machine's clock is set. */
  wallMs(): number;
  /** Since some moment: what waiting times are measured by. It never goes back. */
  steadyMs(): number;
}

/** The clocks of this machine. */
export const SYSTEM_CLOCK: Clock = {
  wallMs: () => Date.now(),
  steadyMs: () => Math.floor(performance.now()),
};
