/** How a room's note is merged: character by character, or the source text's rule on the whole of it. Part of the room's name. */
export type Rule = "text" | "latest";

export const RULES: readonly Rule[] = ["text", "latest"];

export const DEFAULT_RULE: Rule = "text";
