import fc from "fast-check";
import { expect, it } from "vitest";
import { History } from "./history";

it("a history tells what a value was at any point, as a list of all its values would", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(9)), { maxLength: 30 }), (changes) => {
      const history = new History(-1);
      const values = [-1];
      for (const [later, value] of changes) {
        const seen = values.length - 1 + later;
        while (values.length <= seen) values.push(history.latest);
        history.set(seen, value);
        values[seen] = value;
      }
      expect(values.map((_, seen) => history.at(seen))).toEqual(values);
      expect([history.latest, history.at(1_000)]).toEqual([values.at(-1), values.at(-1)]);
    }),
  );
});
