import type { RunRecord } from "./move";
import { Session } from "./session";

/**
 * Plays a record again from its start, so many events at a time, and yields how much of it is done, from 0 to 1. Returns
 * the session as it then stands.
 */
export function* replaying({ settings, moves, end }: RunRecord, stride: number): Generator<number, Session> {
  const session = new Session(settings);
  for (const { move, ...moment } of moves) {
    while (!session.moveTo(moment, stride)) yield session.moment.steps / Math.max(1, end.steps);
    session.act(move);
  }
  while (!session.moveTo(end, stride)) yield session.moment.steps / Math.max(1, end.steps);
  return session;
}

/** The same at one go. */
export function replay(record: RunRecord): Session {
  const run = replaying(record, Number.POSITIVE_INFINITY);
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}
