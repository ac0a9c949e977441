import { expect, test } from "vitest";
import { mintTurnServer, TURN_LIFETIME_S } from "./turn";

test("credentials are a time to come and its signature, as coturn checks them", () => {
  const minted = mintTurnServer({ urls: ["turn:turn.example.org"], secret: "north" }, 1_433_895_918_506 - 86_400_000);
  // Computed by `printf 1433895918 | openssl dgst -sha1 -hmac north -binary | base64`.
  expect(minted).toEqual({
    urls: ["turn:turn.example.org"],
    username: "1433895918",
    credential: "3dkl8uIBelQlraT8v9eCSJTyt+U=",
  });
  expect(TURN_LIFETIME_S).toBe(86_400);
});

test("other times and other secrets give other credentials", () => {
  const credentials = [
    mintTurnServer({ urls: ["turn:a"], secret: "one" }, 0),
    mintTurnServer({ urls: ["turn:a"], secret: "two" }, 0),
    mintTurnServer({ urls: ["turn:a"], secret: "one" }, 1_000),
  ].map(({ credential }) => credential);
  expect(new Set(credentials).size).toBe(3);
});
