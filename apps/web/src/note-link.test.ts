import { describe, expect, it } from "vitest";
import { isThisComputer, noteLink, parseNoteLink } from "./note-link";
import { parseRoute } from "./route";

const KEY = "AAAAAAAAAAAAAAAAAAAAAA";

describe("a pasted link", () => {
  it.each([
    KEY,
    `#${KEY}`,
    `  ${KEY}\n`,
    `https://example.org/#${KEY}`,
    `localhost:3000/#${KEY}`,
    `192.168.0.2:3000#${KEY}`,
  ])("leads to its note: %j", (text) => expect(parseNoteLink(text)).toEqual({ key: KEY, search: "" }));

  it("brings its settings along", () => {
    expect(parseNoteLink(`http://host/?interval=500#${KEY}`)).toEqual({ key: KEY, search: "?interval=500" });
  });

  it.each(["", "   ", "hello", "https://example.org/", `https://example.org/${KEY}`, `https://example.org/#${KEY}x`])(
    "is refused where it names no note: %j",
    (text) => expect(parseNoteLink(text)).toBeUndefined(),
  );

  it("is refused where it is absurdly long", () => {
    expect(parseNoteLink(`https://example.org/?${"x".repeat(3000)}#${KEY}`)).toBeUndefined();
  });
});

describe("a link to share", () => {
  it("comes back as its note, without this tab's settings", () => {
    const route = parseRoute(`#${KEY}`);
    if (route.type !== "note") throw new Error("Expected a note");
    const link = noteLink({ origin: "http://host:3000", pathname: "/" }, route.key, "text");
    expect(link).toBe(`http://host:3000/#${KEY}`);
    expect(parseNoteLink(link)).toEqual({ key: KEY, search: "" });
  });

  it("names the rule of a room that has another one", () => {
    const route = parseRoute(`#${KEY}`);
    if (route.type !== "note") throw new Error("Expected a note");
    const link = noteLink({ origin: "http://host:3000", pathname: "/" }, route.key, "latest");
    expect(link).toBe(`http://host:3000/?rule=latest#${KEY}`);
    expect(parseNoteLink(link)).toEqual({ key: KEY, search: "?rule=latest" });
  });

  it.each([
    ["localhost", true],
    ["127.0.0.1", true],
    ["[::1]", true],
    ["192.168.0.2", false],
    ["localhost.example.org", false],
  ])("from %s leads back to the same computer: %s", (hostname, local) => expect(isThisComputer(hostname)).toBe(local));
});

describe("the part of the address behind #", () => {
  it("is home where it is empty, a note where it is a key, and else unknown", () => {
    expect(["", "#", `#${KEY}`, "#nonsense", `#${KEY}A`].map((hash) => parseRoute(hash).type)).toEqual([
      ...["home", "home", "note", "unknown", "unknown"],
    ]);
  });
});
