import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeIntroduce, decodeJoin, decodeLeave } from "./request-decoders";

/** As for the decoders of the mesh: few in the suite, a million by `npm run fuzz`. */
const numRuns = Number(process.env.FUZZ_INPUTS ?? 3_000);
const seed = Number(process.env.FUZZ_SEED ?? 1);
const MAX_SEALED_BYTES = 64;

const orAnything = (right: unknown) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(right) },
    fc.anything({ maxDepth: 2, maxKeys: 3, withNullPrototype: true }),
  );
const anyRequest = fc.oneof(
  fc.record(
    {
      room: orAnything("A".repeat(22)),
      peer: orAnything("0123456789abcdef"),
      to: orAnything("0123456789abcdef"),
      token: orAnything("B".repeat(22)),
      sealed: orAnything(new Uint8Array(8)),
    },
    { requiredKeys: [] },
  ),
  fc.anything(),
);

test("whatever a connection asks throws nothing, and what is taken of it is sound", {
  timeout: 60_000 + numRuns,
}, () => {
  const property = fc.property(anyRequest, (value) => {
    for (const decoded of [decodeJoin(value), decodeLeave(value), decodeIntroduce(value, MAX_SEALED_BYTES)]) {
      if (decoded.ok) expect(decoded.request.room).toMatch(/^[\w-]{22}$/);
      else if (decoded.message.length > 200) throw new Error("Expected a short message");
    }
  });
  fc.assert(property, { numRuns, seed });
});
