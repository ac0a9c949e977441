import { describe, expect, it } from "vitest";
import { faultWords } from "./fault-words";
import { meshState, peerId } from "./test-fixtures/mesh-state";

const { faults: none } = meshState({});

describe("the words for faults", () => {
  it("are none where there is no fault", () => {
    expect(faultWords(none)).toEqual([]);
  });

  it("name every fault that is on", () => {
    const cut = new Set([peerId(1), peerId(2)]);
    expect(faultWords({ delayMs: 500, rateBytesPerSecond: 20_000, loss: 0.2, cut, skewMs: -3_600_000 })).toEqual([
      "every message waits 500 ms",
      "the uplink carries 20000 bytes per second",
      "20 % of all messages are lost",
      "the links to 2 tabs are cut",
      "its clock is set back by 1 hour",
    ]);
  });

  it("know one link from several", () => {
    expect(faultWords({ ...none, cut: new Set([peerId(1)]) })).toEqual(["the link to 1 tab is cut"]);
  });

  it("round the share that is lost no further than needed", () => {
    expect(faultWords({ ...none, loss: 0.29 })).toEqual(["29 % of all messages are lost"]);
    expect(faultWords({ ...none, loss: 0.0005 })).toEqual(["0.05 % of all messages are lost"]);
  });
});
