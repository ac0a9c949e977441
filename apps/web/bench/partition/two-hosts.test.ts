import { describe, expect, test } from "vitest";
import { type CutKind, cutStep, mendStep, namespacesOf, setUpSteps } from "./two-hosts";

const namespaces = namespacesOf("7");
const { hub, hosts } = namespaces;

describe("two hosts", () => {
  test("touch nothing but namespaces of their own", () => {
    const own = [hub, ...hosts].join("|");
    for (const step of setUpSteps(namespaces)) expect(step).toMatch(new RegExp(`^(netns add|-n) (${own})( |$)`));
  });

  test("of one run are not those of another", () => {
    const other = namespacesOf("8");
    expect(new Set([hub, ...hosts, other.hub, ...other.hosts]).size).toBe(6);
  });

  test("have names of interfaces that Linux takes", () => {
    const names = setUpSteps(namespaces).flatMap((step) =>
      /link add (\S+) type \w+(?: peer name (\S+))?/.exec(step)?.slice(1),
    );
    expect(names.length).toBeGreaterThan(4);
    for (const name of names) expect(name?.length ?? 0).toBeLessThanOrEqual(15);
  });

  test.each<CutKind>(["silent", "carrier"])("cut apart are mended to what they were: %s", (kind) => {
    const made = setUpSteps(namespaces).find((step) => step.includes("link set to-b"));
    expect(made).toContain(mendStep(namespaces, kind).split(" ").at(-1));
    expect(cutStep(namespaces, kind)).toMatch(new RegExp(`^-n ${hub} link set to-b `));
    expect(cutStep(namespaces, kind)).not.toBe(mendStep(namespaces, kind));
  });
});
