import { type Action, Simulation } from "@hearsay/simulator";
import { type PlaygroundSettings, runOf } from "./settings";

/** A point of a run, exactly: several events can share one time, so the time alone does not tell. */
export interface Moment {
  /** How many events had happened. */
  readonly steps: number;
  /** Virtual time, in whole µs. */
  readonly atUs: number;
}

/** Something the reader did, and when. */
export interface Played extends Moment {
  readonly action: Action;
}

/** All that decides what was played. Plain data: whoever replays it gets the same trace. */
export interface PlayRecord {
  readonly settings: PlaygroundSettings;
  readonly played: readonly Played[];
  readonly end: Moment;
}

/** Plays a record again from its start. Returns the simulation as it then stands. */
export function replay({ settings, played, end }: PlayRecord): Simulation {
  const simulation = new Simulation(runOf(settings), undefined);
  let steps = 0;
  const moveTo = (moment: Moment) => {
    for (; steps < moment.steps; steps++) simulation.step();
    // All that was due by then has happened, or the next action would have come before it.
    if (simulation.now < moment.atUs) simulation.runUntil(moment.atUs);
  };
  for (const { action, ...moment } of played) {
    moveTo(moment);
    simulation.perform(action);
  }
  moveTo(end);
  return simulation;
}
