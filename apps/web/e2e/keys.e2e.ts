import type { Page } from "playwright/test";
import { expect, test } from "./room";

/** A key, and the text before and after it: "|" is the caret, and "^" where the selection began. */
type Case = readonly [key: string, before: string, after: string];

const EVERYWHERE: readonly Case[] = [
  ["ArrowLeft", "ab|c", "a|bc"],
  ["ArrowLeft", "^ab|c", "|abc"],
  ["ArrowRight", "a|bc", "ab|c"],
  ["ArrowUp", "abc\nd|ef", "a|bc\ndef"],
  ["ArrowUp", "ab|c", "|abc"],
  ["ArrowDown", "a|bc\ndef", "abc\nd|ef"],
  ["ArrowDown", "a|bc", "abc|"],
  ["Shift+ArrowLeft", "ab|c", "a|b^c"],
  ["Shift+ArrowRight", "a|bc", "a^b|c"],
  ["Shift+ArrowUp", "abc\nd|ef", "a|bc\nd^ef"],
  ["Shift+ArrowDown", "a|bc\ndef", "a^bc\nd|ef"],
  ["Home", "abc\nde|f", "abc\n|def"],
  ["End", "a|bc\ndef", "abc|\ndef"],
  ["Shift+Home", "ab|c", "|ab^c"],
  ["Shift+End", "a|bc", "a^bc|"],
  ["PageDown", "|abc\ndef", "abc\ndef|"],
  ["PageUp", "abc\ndef|", "|abc\ndef"],
  ["Shift+PageDown", "|abc\ndef", "^abc\ndef|"],
  ["Enter", "ab|cd", "ab\n|cd"],
  ["Enter", "  a^b|c", "  a\n  |c"],
  ["Shift+Enter", "ab|cd", "ab\n|cd"],
  ["Backspace", "a😀|b", "a|b"],
  ["Backspace", "a\n|b", "a|b"],
  ["Backspace", "a^bc|d", "a|d"],
  ["Shift+Backspace", "ab|", "a|"],
  ["Delete", "a|😀b", "a|b"],
  ["Delete", "a^bc|d", "a|d"],
];

const ON_OTHERS: readonly Case[] = [
  ["Control+ArrowLeft", "one two|", "one |two"],
  ["Control+ArrowRight", "|one two", "one| two"],
  ["Control+Shift+ArrowLeft", "one two|", "one |two^"],
  ["Control+Shift+ArrowRight", "|one two", "^one| two"],
  ["Control+Home", "abc\nde|f", "|abc\ndef"],
  ["Control+End", "a|bc\ndef", "abc\ndef|"],
  ["Control+Shift+Home", "abc\nde|f", "|abc\nde^f"],
  ["Control+Shift+End", "a|bc\ndef", "a^bc\ndef|"],
  ["Control+Backspace", "one two|", "one |"],
  ["Control+Delete", "|one two", "| two"],
  ["Control+a", "a|b\nc", "^ab\nc|"],
];

const ON_MACS: readonly Case[] = [
  ["Alt+ArrowLeft", "one two|", "one |two"],
  ["Alt+ArrowRight", "|one two", "one| two"],
  ["Alt+Shift+ArrowLeft", "one two|", "one |two^"],
  ["Meta+ArrowLeft", "one two|", "|one two"],
  ["Meta+ArrowRight", "|one two", "one two|"],
  ["Meta+Shift+ArrowLeft", "one two|", "|one two^"],
  ["Meta+Shift+ArrowRight", "|one two", "^one two|"],
  ["Meta+ArrowUp", "abc\nde|f", "|abc\ndef"],
  ["Meta+ArrowDown", "a|bc\ndef", "abc\ndef|"],
  ["Meta+Shift+ArrowUp", "abc\nde|f", "|abc\nde^f"],
  ["Alt+Backspace", "one two|", "one |"],
  ["Alt+Delete", "|one two", "| two"],
  ["Meta+Backspace", "one tw|o", "|o"],
  ["Meta+Delete", "o|ne two", "o|"],
  ["Meta+a", "a|b\nc", "^ab\nc|"],
  ["Control+a", "ab\nc|d", "ab\n|cd"],
  ["Control+e", "a|b\ncd", "ab|\ncd"],
  ["Control+f", "a|b", "ab|"],
  ["Control+b", "ab|", "a|b"],
  ["Control+n", "a|b\ncd", "ab\nc|d"],
  ["Control+p", "ab\nc|d", "a|b\ncd"],
  ["Control+d", "a|b", "a|"],
  ["Control+h", "a|b", "|b"],
  ["Control+k", "a|b\nc", "a|\nc"],
  ["Control+o", "a|b", "a|\nb"],
  ["Control+t", "a|bc", "ba|c"],
];

for (const { system, platform, cases } of [
  { system: "Linux and Windows", platform: "Linux x86_64", cases: [...EVERYWHERE, ...ON_OTHERS] },
  { system: "macOS", platform: "MacIntel", cases: [...EVERYWHERE, ...ON_MACS] },
]) {
  test(`the keys of a text field do on ${system} what they do elsewhere`, async ({ room }) => {
    const { page, note } = await room.openPrepared((page) =>
      page.addInitScript((platform) => Object.defineProperty(navigator, "platform", { get: () => platform }), platform),
    );
    await note.focus();
    for (const [key, before, after] of cases) {
      await write(page, before);
      await page.keyboard.press(key);
      expect(await read(page), `${key} in ${JSON.stringify(before)}`).toBe(after);
    }
  });
}

/** Makes the note a text with caret and selection. */
async function write(page: Page, marked: string): Promise<void> {
  const insert = marked.replace(/[|^]/g, "");
  const head = marked.replace("^", "").indexOf("|");
  const anchor = marked.includes("^") ? marked.replace("|", "").indexOf("^") : head;
  await page.evaluate(
    ({ insert, anchor, head }) => {
      const view = document.querySelector("note-editor")?.view;
      view?.dispatch({ changes: { from: 0, to: view.state.doc.length, insert }, selection: { anchor, head } });
    },
    { insert, anchor, head },
  );
}

/** The note's text with caret and selection. */
async function read(page: Page): Promise<string> {
  const { text, anchor, head } = await page.evaluate(() => {
    const state = document.querySelector("note-editor")?.view.state;
    if (!state) throw new Error("Expected an editor");
    const { anchor, head } = state.selection.main;
    return { text: state.doc.toString(), anchor, head };
  });
  const withCaret = `${text.slice(0, head)}|${text.slice(head)}`;
  if (anchor === head) return withCaret;
  const at = anchor < head ? anchor : anchor + 1;
  return `${withCaret.slice(0, at)}^${withCaret.slice(at)}`;
}
