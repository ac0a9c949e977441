import type { AddressSettings } from "./address-settings";

/** What the query `search` asks for. What reads it is loaded where there is one; rejects where that cannot be had. */
export async function readSettings(search: string): Promise<AddressSettings> {
  if (search === "") return { faults: {}, problems: [] };
  const { parseAddressSettings } = await import("./address-settings");
  return parseAddressSettings(search);
}

/** `search` without the settings that switch faults on. */
export function withoutFaults(search: string): string {
  return without(search, ["delay", "rate", "loss", "skew"]);
}

/** `search` without the rule, which belongs to one note. */
export function withoutRule(search: string): string {
  return without(search, ["rule"]);
}

function without(search: string, names: readonly string[]): string {
  const parameters = new URLSearchParams(search);
  for (const name of names) parameters.delete(name);
  const rest = parameters.toString();
  return rest === "" ? "" : `?${rest}`;
}
