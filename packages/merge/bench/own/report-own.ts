import { OURS } from "../candidates";
import { kilobytes, short, table, withSpread } from "../markdown";
import type { Results } from "../results";
import { LENGTHS } from "./growth";
import { CROWDS } from "./siblings";

/** What was measured of this repository's text alone, as Markdown. */
export function ownTables(results: Results): readonly string[] {
  return [largeTable(results), growthTable(results), crowdTable(results), clockTable(results)].filter(
    (section) => section !== undefined,
  );
}

function largeTable(results: Results): string | undefined {
  const lines = [
    ["1 MB pasted into a note of 100 kB: the edit, median of 15", "pasteMs"],
    ["… the first in its process", "pasteFirstMs"],
    ["… the slowest", "pasteMaxMs"],
    ["… its delta", "pasteDeltaMs"],
    ["… another copy takes it in", "pasteReceiveMs"],
    ["a character in a note of 10 MB with its delta, median of 2,000", "largeEditMs"],
    ["… the slowest", "largeEditMaxMs"],
    ["… another copy takes it in", "largeReceiveMs"],
    ["… the slowest", "largeReceiveMaxMs"],
    ["the text of the note of 10 MB", "largeReadMs"],
  ] as const;
  return section("Large notes", ["", "ms"], rowsOf(results, lines, short));
}

function growthTable(results: Results): string | undefined {
  const rows = LENGTHS.flatMap((length) => {
    const cells = ["inOrder", "atRandom"].map((way) => withSpread(results.figure(OURS, `${way}${length}Us`), short));
    return cells.every((cell) => cell === "-") ? [] : [[length.toLocaleString("en"), ...cells]];
  });
  return section(
    "Cost of one edit, a character each, as the note grows",
    ["characters", "typed in order, µs", "at random places, µs"],
    rows,
  );
}

function crowdTable(results: Results): string | undefined {
  const rows = CROWDS.flatMap((count) => {
    const cells = ["InOrder", "Backwards", "Shuffled"].map((order) =>
      withSpread(results.figure(OURS, `crowd${count}${order}Ms`), short),
    );
    return cells.every((cell) => cell === "-") ? [] : [[count.toLocaleString("en"), ...cells]];
  });
  const head = ["writers", "arriving as they stand, ms", "backwards, ms", "shuffled, ms"];
  return section("All at one place at once, a character each: a copy takes them in", head, rows);
}

function clockTable(results: Results): string | undefined {
  const lines = [
    ["never", "oneTickBytes"],
    ["every ten seconds", "tenSecondsBytes"],
    ["every second, as it does", "oneSecondBytes"],
  ] as const;
  const head = ["the clock ticks", "whole history of automerge-paper, deflated, kB"];
  return section("What times cost", head, rowsOf(results, lines, kilobytes));
}

function rowsOf(
  results: Results,
  lines: readonly (readonly [title: string, metric: string])[],
  show: (value: number) => string,
): readonly (readonly string[])[] {
  return lines.flatMap(([title, metric]) => {
    const figure = results.figure(OURS, metric);
    return figure ? [[title, withSpread(figure, show)]] : [];
  });
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string | undefined {
  return rows.length > 0 ? `## ${title}\n\n${table(head, rows)}` : undefined;
}
