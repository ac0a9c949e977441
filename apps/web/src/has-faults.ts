import { type Faults, NO_FAULTS } from "@hearsay/mesh";

/** Whether any fault is on. */
export function hasFaults({ delayMs, rateBytesPerSecond, loss, cut, skewMs }: Faults): boolean {
  const isSound =
    delayMs === NO_FAULTS.delayMs &&
    rateBytesPerSecond === NO_FAULTS.rateBytesPerSecond &&
    loss === NO_FAULTS.loss &&
    skewMs === NO_FAULTS.skewMs;
  return !isSound || cut.size > 0;
}
