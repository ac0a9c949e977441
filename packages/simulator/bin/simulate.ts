import { measure } from "../src/measure";
import { seedsFrom } from "../src/statistics";
import { transcriptLine } from "../src/transcript";
import { type Options, parseOptions, runOf } from "./options";
import { headline, jsonOf, table } from "./report";
import { writeSweep } from "./sweep";
import { HELP, UsageError } from "./usage";

function play(options: Options): void {
  const seeds = seedsFrom(options.seed, options.seeds ?? 1);
  const observe = options.trace
    ? (event: Parameters<typeof transcriptLine>[0]) => console.log(transcriptLine(event))
    : undefined;
  const figures = seeds.map((seed) => measure(runOf(options, seed), options.limitUs, observe));
  const run = runOf(options, options.seed);
  if (options.json) console.log(JSON.stringify(jsonOf(run, figures)));
  else console.log(`${options.trace ? "\n" : ""}${headline(run, seeds.length)}\n\n${table(figures)}`);
}

function main(args: readonly string[]): void {
  const options = parseOptions(args);
  if (options.help) console.log(HELP);
  else if (options.sweep) writeSweep(options);
  else play(options);
}

// Whoever reads a transcript may stop in the middle of it.
process.stdout.on("error", () => process.exit());

try {
  main(process.argv.slice(2));
} catch (error) {
  // A range error says which of the values do not go together; anything else is a fault of this program.
  if (!(error instanceof UsageError) && !(error instanceof RangeError)) throw error;
  console.error(`${error.message}\nSee --help.`);
  process.exitCode = 2;
}
