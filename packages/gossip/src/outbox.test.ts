import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Outbox, type Owed } from "./outbox";
import { peerId } from "./test-fixtures/test-node";

const KINDS: readonly Owed[] = ["hello", "have", "ahead", "ask", "new", "known", "news", "rumor", "push"];
const [ada, bob] = [peerId(1), peerId(2)];

describe("an outbox", () => {
  it("G21: lets one message through, and the next once there is room", () => {
    const outbox = new Outbox();
    expect(outbox.request(ada, "push")).toBe(true);
    expect(outbox.request(ada, "push")).toBe(false);
    expect(outbox.request(bob, "push")).toBe(true);
    expect(outbox.next(ada)).toBe("push");
    expect(outbox.next(ada)).toBeUndefined();
    expect(outbox.request(ada, "push")).toBe(true);
  });

  it("G21: room that nobody asked for changes nothing", () => {
    const outbox = new Outbox();
    expect(outbox.next(ada)).toBeUndefined();
    expect(outbox.request(ada, "hello")).toBe(true);
  });

  it("G22: notes each kind once, and gives them in order of urgency, whatever was asked for first", () => {
    const outbox = new Outbox();
    outbox.request(ada, "hello");
    for (const kind of [...KINDS, ...[...KINDS].reverse()]) outbox.request(ada, kind);
    expect(KINDS.map(() => outbox.next(ada))).toEqual(KINDS);
    expect(outbox.next(ada)).toBeUndefined();
  });

  it("G23: forgets what is under way and what is owed", () => {
    const outbox = new Outbox();
    outbox.request(ada, "hello");
    outbox.request(ada, "push");
    outbox.forget(ada);
    expect(outbox.next(ada)).toBeUndefined();
    expect(outbox.request(ada, "push")).toBe(true);
  });

  it("G22: does as its slow twin does, which keeps a set of what is owed", () => {
    const anyStep = fc.oneof(
      fc.constantFrom(...KINDS).map((kind) => ({ type: "request" as const, kind })),
      fc.constant({ type: "next" as const }),
      fc.constant({ type: "forget" as const }),
    );
    fc.assert(
      fc.property(fc.array(anyStep), (steps) => {
        const outbox = new Outbox();
        let underWay = false;
        const owed = new Set<Owed>();
        for (const step of steps) {
          if (step.type === "request") {
            expect(outbox.request(ada, step.kind)).toBe(!underWay);
            if (underWay) owed.add(step.kind);
            underWay = true;
          } else if (step.type === "next") {
            const kind = KINDS.find((each) => owed.delete(each));
            expect(outbox.next(ada)).toBe(kind);
            underWay = kind !== undefined;
          } else {
            outbox.forget(ada);
            owed.clear();
            underWay = false;
          }
        }
      }),
    );
  });
});
