import type { Faults } from "@hearsay/mesh";
import { approximateDuration } from "./duration";

/** One phrase for each fault that is on, such as "every message waits 500 ms". Empty where all is well. */
export function faultWords(faults: Faults): readonly string[] {
  const { delayMs, rateBytesPerSecond, loss, cut, skewMs } = faults;
  const words: string[] = [];
  if (delayMs > 0) words.push(`every message waits ${delayMs} ms`);
  if (rateBytesPerSecond !== Number.POSITIVE_INFINITY) {
    words.push(`the uplink carries ${rateBytesPerSecond} bytes per second`);
  }
  if (loss > 0) words.push(`${percent(loss)} of all messages are lost`);
  if (cut.size > 0) words.push(cut.size === 1 ? "the link to 1 tab is cut" : `the links to ${cut.size} tabs are cut`);
  if (skewMs !== 0) {
    words.push(`its clock is set ${skewMs > 0 ? "forward" : "back"} by ${approximateDuration(Math.abs(skewMs))}`);
  }
  return words;
}

function percent(share: number): string {
  const rounded = Number((share * 100).toPrecision(3));
  return `${rounded} %`;
}
