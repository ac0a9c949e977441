/** The longest name, in characters (code points). */
export const MAX_NAME_CHARACTERS = 32;

/**
 * `text` as a name that can stand in a line of others: on one line, without invisible and direction-changing
 * characters, at most `MAX_NAME_CHARACTERS` long. Undefined where nothing is left.
 */
export function cleanName(text: string): string | undefined {
  const visible = text.toWellFormed().replace(/\s+/gu, " ").replace(UNSEEN, "");
  const name = [...visible.replace(/ +/g, " ").trim()].slice(0, MAX_NAME_CHARACTERS).join("").trimEnd();
  return name === "" ? undefined : name;
}

/** One or two letters that stand for a name where there is no room for it. */
export function initialsOf(name: string): string {
  const words = name.split(" ").filter((word) => word !== "");
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}

// Controls, format characters (bidirectional overrides among them, though also the joiner of some emoji), and the blank
// letters that look like nothing.
const UNSEEN = /[\p{Cc}\p{Cf}\u115F\u1160\u2800\u3164\uFFA0]/gu;
