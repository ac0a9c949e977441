import { expect, it } from "vitest";
import { peerId } from "../test-fixtures/mesh-state";
import type { MapTab } from "./room-view";
import { countWords, describeTab } from "./tab-words";

const TAB: MapTab = { peer: peerId(1), name: "Ada", knowledge: "newest", tie: "linked", links: 2 };

it("a tab is described by what it has and whom it is linked to, as far as that is known", () => {
  expect(describeTab(TAB)).toBe("Ada: has the newest text, linked to 2 tabs");
  expect(describeTab({ ...TAB, knowledge: "behind" })).toBe("Ada: not known to have the newest text, linked to 2 tabs");
  expect(describeTab({ ...TAB, knowledge: "silent", links: 1 })).toBe("Ada: silent, linked to 1 tab");
  expect(describeTab({ ...TAB, tie: "self", knowledge: "behind" })).toBe(
    "You: others have text that it lacks, linked to 2 tabs",
  );
  expect(describeTab({ ...TAB, tie: "cut", knowledge: "unknown" })).toBe(
    "Ada: cut off from this tab, linked to 2 tabs",
  );
});

it("lost messages are counted where there are any", () => {
  expect(countWords({ sent: 3, received: 2, lost: 0 })).toBe("3 sent, 2 received");
  expect(countWords({ sent: 3, received: 2, lost: 1 })).toBe("3 sent, 2 received, 1 lost");
});
