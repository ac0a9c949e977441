import { MAX_NOTE_BYTES } from "@hearsay/merge";
import type { Page } from "playwright/test";
import { expect, inEveryRoom, type Tab, type TestRoom, test } from "./room";

const LONG = Array.from({ length: 300 }, (_, i) => `line ${i} ${"word ".repeat((i * 7) % 40)}`).join("\n");

/** The first line below the top of the editor, and how far below it stands. */
function firstLineShown(page: Page): Promise<string> {
  return page.evaluate(() => {
    const top = document.querySelector(".cm-scroller")?.getBoundingClientRect().top ?? 0;
    const lines = [...document.querySelectorAll(".cm-line")];
    const first = lines.find((line) => line.getBoundingClientRect().top >= top);
    return `${first?.textContent?.slice(0, 8)} at ${Math.round((first?.getBoundingClientRect().top ?? 0) - top)}`;
  });
}

/** The same, once the lines that were scrolled to are drawn and it stays as it is from one frame to the next. */
async function settledLine(page: Page): Promise<string> {
  let line = "";
  await expect(async () => {
    const before = line;
    await page.evaluate(() => new Promise(requestAnimationFrame));
    line = await firstLineShown(page);
    expect(line).toMatch(/^line/);
    expect(line).toBe(before);
  }).toPass({ intervals: [0] });
  return line;
}

async function pair(room: TestRoom): Promise<[Tab, Tab]> {
  const [reader, writer] = await room.openConnected(2, "");
  if (!reader || !writer) throw new Error("Expected two tabs");
  return [reader, writer];
}

async function pasteInto(tab: Tab, text: string): Promise<void> {
  await tab.note.evaluate((target, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** Replaces a note that is longer than the screen, of which the page shows a part only. */
async function rewrite(tab: Tab, text: string): Promise<void> {
  await tab.note.press("ControlOrMeta+a");
  await pasteInto(tab, text);
}

inEveryRoom(() => {
  for (const place of ["reading", "writing"]) {
    test(`a remote edit above and below leaves the screen as it was for one who is ${place}`, async ({ room }) => {
      const [reader, writer] = await pair(room);
      await rewrite(writer, LONG);
      await room.expectText([reader], LONG);
      const scroll = async (scroller: Element) => {
        scroller.scrollTop = 4000;
        // The editor scrolls in the frame after the text has come, to where the caret was.
        for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
        return scroller.scrollTop;
      };
      // As far down as that it goes once the editor has laid the text out.
      await expect.poll(() => reader.page.locator(".cm-scroller").evaluate(scroll)).toBe(4000);
      if (place === "writing") await reader.page.mouse.click(640, 300);
      else await reader.note.blur();
      const before = await settledLine(reader.page);
      const above = `${"new\n".repeat(40)}${LONG}`;
      const below = `${above}\nmore\nand more`;
      for (const text of [above, below, below.slice(below.indexOf("line 9 "))]) {
        await rewrite(writer, text);
        await room.expectText([reader], text);
        await expect.poll(() => firstLineShown(reader.page)).toBe(before);
      }
    });
  }

  test("a remote edit waits for a composition, and both texts stay", async ({ room }) => {
    const [reader, writer] = await pair(room);
    await writer.replace("Dear Ada.");
    await room.expectText([reader], "Dear Ada.");
    await reader.note.press("ControlOrMeta+Home");
    for (let i = 0; i < 5; i++) await reader.note.press("ArrowRight");
    const keyboard = await reader.page.context().newCDPSession(reader.page);
    await keyboard.send("Input.imeSetComposition", { text: "に", selectionStart: 1, selectionEnd: 1 });
    await room.expectText([writer], "Dear にAda.");
    await writer.replace("Dear にAda. Yours, Bob");
    const held = () => reader.page.evaluate(() => document.querySelector("note-page")?.note.text);
    await expect.poll(held).toBe("Dear にAda. Yours, Bob");
    await keyboard.send("Input.imeSetComposition", { text: "にほ", selectionStart: 2, selectionEnd: 2 });
    await room.expectText([reader], "Dear にほAda.");
    await keyboard.send("Input.insertText", { text: "日本" });
    await room.expectText([reader, writer], "Dear 日本Ada. Yours, Bob");
  });
});

test.describe("rule latest", () => {
  test.use({ rule: "latest" });

  test("a remote edit keeps the reader's selection on its text, and undo leaves it alone", async ({ room }) => {
    const [reader, writer] = await pair(room);
    // At one stroke: what is typed with pauses is taken back in parts.
    await reader.insert("hello world");
    await room.expectText([writer], "hello world");
    await reader.note.press("ArrowLeft");
    await reader.note.press("ArrowLeft");
    await reader.note.press("Shift+ArrowLeft");
    await writer.replace("oh, hello big world!");
    await room.expectText([reader], "oh, hello big world!");
    expect(await reader.page.evaluate(() => String(getSelection()))).toBe("r");
    await reader.note.press("ControlOrMeta+z");
    await room.expectText([reader, writer], "oh, big !");
  });

  test("what was composed while others filled the note is refused, and the page says so", async ({ room }) => {
    const [reader, writer] = await pair(room);
    await reader.note.focus();
    const keyboard = await reader.page.context().newCDPSession(reader.page);
    await keyboard.send("Input.imeSetComposition", { text: "に", selectionStart: 1, selectionEnd: 1 });
    await room.expectText([writer], "に");
    const full = `に${"a".repeat(MAX_NOTE_BYTES - 3)}`;
    await rewrite(writer, full);
    const length = () => reader.page.evaluate(() => document.querySelector("note-page")?.note.text.length);
    await expect.poll(length).toBe(full.length);
    await keyboard.send("Input.imeSetComposition", { text: "にほ", selectionStart: 2, selectionEnd: 2 });
    await keyboard.send("Input.insertText", { text: "日本" });
    await expect(reader.page.getByRole("alert")).toContainText("what you added was not taken");
    await room.expectText([reader, writer], full);
  });

  test("a note that is full takes nothing more, cuts nothing, and says so", async ({ room }) => {
    const [reader, writer] = await pair(room);
    const nearlyFull = "a".repeat(260_000);
    await pasteInto(writer, nearlyFull);
    await room.expectText([reader], nearlyFull);
    await expect(reader.status).toContainText("This note is nearly full: 253 of 256 KB.");
    await pasteInto(reader, "€".repeat(1000));
    await expect(reader.page.getByRole("alert")).toHaveText(
      "That did not fit: a note holds 256 KB at most. Nothing was cut; what you added was not taken.",
    );
    await room.expectText([reader, writer], nearlyFull);
    await reader.type("b");
    await room.expectText([reader, writer], `${nearlyFull}b`);
    await expect(reader.page.getByRole("alert")).toHaveCount(0);
  });

  test("a text that gave way is put back on lines of its own, and undo takes it out again", async ({ room }) => {
    const [left, right] = await pair(room);
    await left.cut([await right.peer()]);
    await room.expectNeighbors([left, right], 0);
    await left.replace("left\nwrote this");
    await right.replace("right");
    await left.cut([]);
    await room.expectText([left, right], "right");
    const offer = left.page.getByRole("region", { name: "Texts that gave way" });
    await expect(offer).toContainText("Your text");
    await offer.getByRole("button", { name: "Put it back" }).click();
    await room.expectText([left, right], "right\nleft\nwrote this");
    await expect(offer).toBeHidden();
    await left.note.press("ControlOrMeta+z");
    await room.expectText([left, right], "right");
  });
});
