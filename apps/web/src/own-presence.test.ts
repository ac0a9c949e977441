import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OwnPresence } from "./own-presence";
import { decodePresence, type Presence } from "./presence";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const now: { name: string } = { name: "Ada" };
  const said: (string | undefined)[] = [];
  const presence = new OwnPresence(
    (): Presence => ({ name: now.name, color: 0 }),
    (bytes) => said.push(decodePresence(bytes)?.name),
  );
  return { now, said, presence };
}

test("what is new is said at once, and what follows soon is said together", () => {
  const { now, said, presence } = setUp();
  presence.changed();
  for (const name of ["Bo", "Cleo", "Dan"]) {
    now.name = name;
    presence.changed();
  }
  expect(said).toEqual(["Ada"]);
  vi.advanceTimersByTime(100);
  expect(said).toEqual(["Ada", "Dan"]);
  vi.advanceTimersByTime(1_000);
  expect(said).toEqual(["Ada", "Dan"]);
});

test("nothing is said twice: what others write moves no caret", () => {
  const { now, said, presence } = setUp();
  presence.changed();
  vi.advanceTimersByTime(1_000);
  presence.changed();
  vi.advanceTimersByTime(1_000);
  expect(said).toEqual(["Ada"]);
  now.name = "Bo";
  presence.changed();
  expect(said).toEqual(["Ada", "Bo"]);
});
