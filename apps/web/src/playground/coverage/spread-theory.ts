import type { SpreadSettings } from "./spread-curve";

/** What theory says of the rounds that push takes. */
export interface SpreadTheory {
  /** While few know, each round all but doubles them: log₂ n rounds, and where messages are lost log₁₊q n. */
  readonly doubling: number;
  /** While few do not, each round leaves one in e of them: ln n rounds, and where messages are lost (ln n)/q. */
  readonly mopping: number;
  /** The expected course: how many know after each round, where each round went as one expects it to. */
  readonly course: readonly number[];
}

/**
 * log₂ n + ln n (Frieze and Grimmett 1985; Pittel 1987), and with a chance q that a message arrives log₁₊q n + (ln n)/q
 * (Doerr, Huber and Levavi 2013); the course from round to round as of Demers et al. 1987.
 */
export function spreadTheory({ nodes, lossPercent }: SpreadSettings): SpreadTheory {
  const success = 1 - lossPercent / 100;
  const log = Math.log(nodes);
  const [doubling, mopping] = [log / Math.log1p(success), log / success];
  const course = [1];
  for (let round = 0; round < Math.ceil(doubling + mopping) + ROUNDS_BEYOND; round++) {
    const informed = course[round] ?? 1;
    course.push(nodes - (nodes - informed) * (1 - success / (nodes - 1)) ** informed);
  }
  return { doubling, mopping, course };
}

/** The sum is where the last few are found; the course goes on a little, to show it. */
const ROUNDS_BEYOND = 6;
