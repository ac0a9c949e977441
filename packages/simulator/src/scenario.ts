import { duration, unexpected } from "./quantities";
import type { Run, Step } from "./run";
import { BLANK_RUN, SETTINGS } from "./scenario-settings";
import { action } from "./scenario-steps";
import { shownBy } from "./simulated-replica";
import { Simulation } from "./simulation";
import type { TraceEvent } from "./trace";
import { transcriptLine } from "./transcript";

/** A run as a text that one can read, and what is looked at on its way. */
export interface Scenario {
  readonly run: Run;
  /** Leaves greetings out of the transcript. */
  readonly hidesGreetings: boolean;
  readonly parts: readonly Part[];
}

/** Some lines of a scenario, and what they are answered with. */
export interface Part {
  readonly lines: readonly string[];
  readonly commands: readonly Command[];
}

export type Command =
  /** Lets so much time pass, and tells what happens in it. */
  | { readonly type: "run"; readonly forUs: number }
  /** Lets so much time pass, and keeps what happens to itself. */
  | { readonly type: "skip"; readonly forUs: number }
  /** Tells what each node holds. */
  | { readonly type: "show" };

/** Between what is asked and what came of it, as a blank line is between that and what is asked next. */
const ANSWER = "----";

/**
 * Reads a scenario: settings (`nodes 5`, `latency 50ms`), steps (`at 10ms crash 0 after 2`), `run 5s`, `skip 5s`,
 * `show` and `hide greetings`, with comments in lines that begin with `#`. What stands between `----` and a blank line
 * is what came of it, and is passed over. Throws an error that names the line.
 */
export function parseScenario(text: string): Scenario {
  const draft = new Draft();
  for (const [index, line] of text.split("\n").entries()) {
    try {
      draft.take(line.trimEnd());
    } catch (error) {
      if (error instanceof Error) throw new Error(`line ${index + 1}: ${error.message}`);
      throw error;
    }
  }
  return draft.finish();
}

/** Plays a scenario. Returns its text, with what came of it after each `----`. */
export function playScenario({ run, hidesGreetings, parts }: Scenario): string {
  let answer: string[] = [];
  let isTold = true;
  const simulation = new Simulation(run, (event) => {
    if (isTold && !(hidesGreetings && isGreeting(event))) answer.push(transcriptLine(event));
  });
  const blocks = parts.map(({ lines, commands }) => {
    for (const command of commands) {
      isTold = command.type === "run";
      if (command.type === "show") answer.push(...show(simulation));
      else simulation.runUntil(simulation.now + command.forUs);
    }
    const block = commands.length > 0 ? [...lines, ANSWER, ...answer] : lines;
    if (commands.length > 0) answer = [];
    return block.join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

/** A run as the settings and steps of a scenario. `parseScenario` reads it back. */
export function printRun(run: Run): string {
  const settings = [...SETTINGS].map(([name, setting]) => `${name} ${setting.print(run)}`);
  const steps = run.steps.map((step) => `at ${duration.print(step.atUs)} ${action.print(step)}`);
  return `${[...settings, ...steps].join("\n")}\n`;
}

/** What each node holds, and how many hold the newest. */
function show(simulation: Simulation): readonly string[] {
  const nodes = Array.from({ length: simulation.size }, (_, index) => {
    const { alive, replica } = simulation.node(index);
    return `n${index} ${alive ? (shownBy(replica) ?? "nothing") : "is dead"}${simulation.coverage.has(index) ? ", the newest" : ""}`;
  });
  const { covered, alive } = simulation.coverage;
  return [...nodes, `${covered} of ${alive} hold the newest`];
}

function isGreeting(event: TraceEvent): boolean {
  return "kind" in event && (event.kind === "hello" || event.kind === "have");
}

const COMMANDS = ["at", "run", "skip", "show", "hide greetings"];

/** A scenario while it is read. */
class Draft {
  private run = BLANK_RUN;
  private hidesGreetings = false;
  private readonly steps: Step[] = [];
  private readonly parts: Part[] = [];
  private lines: string[] = [];
  private commands: Command[] = [];
  private nowUs = 0;
  private isAnswer = false;

  take(line: string): void {
    if (line === "") return this.endPart();
    if (line === ANSWER) this.isAnswer = true;
    if (this.isAnswer) return;
    this.lines.push(line);
    if (!line.startsWith("#")) this.read(line);
  }

  finish(): Scenario {
    this.endPart();
    const { run, steps, hidesGreetings, parts } = this;
    return { run: { ...run, steps }, hidesGreetings, parts };
  }

  private read(words: string): void {
    const [name = "", ...rest] = words.split(" ");
    const text = rest.join(" ");
    if (name === "at") this.steps.push(this.parseStep(text));
    else if (name === "run" || name === "skip") this.pass(name, duration.parse(text));
    else if (name === "show" && text === "") this.commands.push({ type: "show" });
    else if (words === "hide greetings") this.hidesGreetings = true;
    else this.set(name, text);
  }

  private set(name: string, text: string): void {
    const setting = SETTINGS.get(name);
    if (!setting) throw unexpected(`one of ${[...SETTINGS.keys(), ...COMMANDS].join(", ")}`, name);
    if (this.nowUs > 0) throw unexpected("settings before the first run", name);
    this.run = setting.parse(this.run, text);
  }

  private parseStep(text: string): Step {
    const [time = "", ...rest] = text.split(" ");
    const atUs = duration.parse(time);
    if (atUs < this.nowUs) throw unexpected(`a time from ${duration.print(this.nowUs)}, which is reached`, time);
    return { atUs, ...action.parse(rest.join(" ")) };
  }

  private pass(type: "run" | "skip", forUs: number): void {
    this.nowUs += forUs;
    this.commands.push({ type, forUs });
  }

  private endPart(): void {
    this.isAnswer = false;
    if (this.lines.length > 0) this.parts.push({ lines: this.lines, commands: this.commands });
    this.lines = [];
    this.commands = [];
  }
}
