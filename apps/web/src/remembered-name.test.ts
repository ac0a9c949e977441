import { afterEach, describe, expect, it, vi } from "vitest";
import { rememberedName, rememberName } from "./remembered-name";

/** A storage that holds `value` under every key. */
function stubStorage(value: string | null): { readonly setItem: ReturnType<typeof vi.fn> } {
  const storage = { getItem: () => value, setItem: vi.fn() };
  vi.stubGlobal("localStorage", storage);
  return storage;
}

afterEach(() => vi.unstubAllGlobals());

describe("the remembered name", () => {
  it("is none where none was given", () => {
    stubStorage(null);
    expect(rememberedName()).toBeUndefined();
  });

  it("is cleaned, whoever stored it", () => {
    stubStorage(" Ada\u202E\n Lovelace ");
    expect(rememberedName()).toBe("Ada Lovelace");
  });

  it.each(["", "   ", "x".repeat(100_000)])("is none where something else was stored", (value) => {
    stubStorage(value);
    expect(rememberedName()).toBeUndefined();
  });

  it("does without storage where that is forbidden", () => {
    vi.stubGlobal("localStorage", undefined);
    expect(rememberedName()).toBeUndefined();
    expect(() => rememberName("Ada")).not.toThrow();
  });

  it("is stored", () => {
    const storage = stubStorage(null);
    rememberName("Ada");
    expect(storage.setItem).toHaveBeenCalledWith("hearsay.name", "Ada");
  });
});
