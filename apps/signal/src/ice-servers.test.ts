import { expect, test } from "vitest";
import { parseIceServers } from "./ice-servers";

test("STUN needs only its URL, TURN a username and a credential too", () => {
  const servers = [
    { urls: "stun:stun.example.org" },
    { urls: ["turn:turn.example.org:3478?transport=udp", "turns:turn.example.org"], username: "u", credential: "c" },
  ];
  expect(parseIceServers(JSON.stringify(servers))).toEqual({ ok: true, iceServers: servers });
  expect(parseIceServers("[]")).toEqual({ ok: true, iceServers: [] });
});

const WHOLE = "a JSON array of {urls, username?, credential?}";
const URLS = "URLs that start with stun:, stuns:, turn: or turns: in server 1";

test.each([
  ["stun:stun.example.org", `expected ${WHOLE}, got text that is not JSON.`],
  ['{"urls":"stun:a"}', `expected ${WHOLE}, got an object.`],
  ["null", `expected ${WHOLE}, got null.`],
  ["[1]", "expected {urls, username?, credential?} in server 1, got a number."],
  ['[{"urls":"stun:a"},[]]', "expected {urls, username?, credential?} in server 2, got an array of 0."],
  ['[{"url":"stun:a"}]', 'expected only urls, username and credential in server 1, got "url".'],
  ["[{}]", "expected a URL or 1 to 8 of them as urls in server 1, got nothing."],
  ['[{"urls":[]}]', "expected a URL or 1 to 8 of them as urls in server 1, got an array of 0."],
  ['[{"urls":"http://a"}]', `expected ${URLS}, got "http://a".`],
  ['[{"urls":["stun:a", 1]}]', `expected ${URLS}, got a number.`],
  ['[{"urls":"stun:a b"}]', `expected ${URLS}, got "stun:a b".`],
  [
    '[{"urls":"stun:a","username":""}]',
    "expected 1 to 512 characters as username in server 1, got a string of 0 characters.",
  ],
  ['[{"urls":"turn:a"}]', "expected a username and a credential for TURN in server 1, got none, or only one of them."],
  [JSON.stringify(Array(17).fill({ urls: "stun:a" })), "expected at most 16 servers, got 17."],
])("%s: %s", (text, message) => {
  expect(parseIceServers(text)).toEqual({ ok: false, message: `ICE_SERVERS: ${message}` });
});

test("a message never repeats a credential", () => {
  const servers = [{ urls: "turn:a", username: "u", credential: { password: "hunter2" } }];
  expect(JSON.stringify(parseIceServers(JSON.stringify(servers)))).not.toContain("hunter2");
});
