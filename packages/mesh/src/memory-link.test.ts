import { describe, test } from "vitest";
import { LINK_CONTRACT } from "./link-contract";
import { createMemoryLinks } from "./memory-link";

describe("the in-memory link", () => {
  for (const { title, run } of LINK_CONTRACT) test(title, () => run(createMemoryLinks()));
});
