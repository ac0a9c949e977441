import { expect, test } from "vitest";
import { "module.exports" as errCode } from "./err-code";

test("an error of the browser, whose code cannot be assigned, takes another as well", () => {
  const error = new DOMException("The channel is closing", "InvalidStateError");
  expect(errCode(error, "ERR_DATA_CHANNEL")).toBe(error);
  expect(errCode(new Error("Another"), "ERR_DATA_CHANNEL")).toMatchObject({ code: "ERR_DATA_CHANNEL" });
  expect(error.code).toBe("ERR_DATA_CHANNEL");
});
