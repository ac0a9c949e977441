import { expect, type Tab, type TestRoom, test } from "./room";

/** Waits until all tabs show one and the same text, and returns it. */
async function settled(tabs: readonly Tab[], isDone: (text: string) => boolean): Promise<string> {
  const texts = async () => new Set(await Promise.all(tabs.map((tab) => tab.text())));
  const isSettled = async () => {
    const [text, ...others] = await texts();
    return others.length === 0 && text !== undefined && isDone(text);
  };
  await expect.poll(isSettled, { timeout: 30_000 }).toBe(true);
  return tabs[0]!.text();
}

async function pair(room: TestRoom): Promise<[Tab, Tab]> {
  const [left, right] = await room.openConnected(2, "");
  if (!left || !right) throw new Error("Expected two tabs");
  return [left, right];
}

/** What each of eight typists types: 20 letters of an alphabet of its own, from the one given here. */
const ALPHABETS = [..."aAαбБաაあ"].map((first) =>
  Array.from({ length: 20 }, (_, i) => String.fromCodePoint((first.codePointAt(0) ?? 0) + i)).join(""),
);

for (const place of ["in one line", "in different lines"]) {
  test(`eight tabs type at the same time ${place}, over slow and lossy links: nothing is lost or doubled`, async ({
    room,
  }) => {
    test.setTimeout(120_000);
    const tabs = await room.openConnected(8, "?delay=40&loss=0.2");
    await tabs[0]!.type(place === "in one line" ? "" : "\n".repeat(7));
    await settled(tabs, (text) => text.length === (place === "in one line" ? 0 : 7));
    const type = async (tab: Tab, index: number) => {
      await tab.note.press("ControlOrMeta+Home");
      if (place === "in different lines") for (let line = 0; line < index; line++) await tab.note.press("ArrowDown");
      await tab.note.pressSequentially(ALPHABETS[index] ?? "");
    };
    await Promise.all(tabs.map(type));
    const text = await settled(tabs, (text) => text.replaceAll("\n", "").length === 8 * 20);
    // No two letters are the same: each is there once, and those of one typist are in the order in which they were typed.
    for (const letters of ALPHABETS) expect([...text].filter((each) => letters.includes(each)).join("")).toBe(letters);
    if (place === "in different lines") expect(text).toBe(ALPHABETS.join("\n"));
  });
}

test("two tabs type at one place with their link cut: reconnected, both texts are whole and not interleaved", async ({
  room,
}) => {
  const [left, right] = await pair(room);
  await left.type("<>");
  await room.expectText([right], "<>");
  await left.cut([await right.peer()]);
  await room.expectNeighbors([left, right], 0);
  const between = async (tab: Tab, text: string) => {
    await tab.note.press("ControlOrMeta+End");
    await tab.note.press("ArrowLeft");
    await tab.note.pressSequentially(text);
  };
  await Promise.all([between(left, "the left half"), between(right, "the right half")]);
  await left.cut([]);
  const text = await settled([left, right], (text) => text.length === 29);
  expect(["<the left halfthe right half>", "<the right halfthe left half>"]).toContain(text);
});

test("the typist's tab is killed right after a keystroke: once one neighbor had it, all have it", async ({ room }) => {
  const [typist, witness, other] = (await room.openConnected(3, "")) as [Tab, Tab, Tab];
  await typist.type("first");
  await room.expectText(room.tabs, "first");
  // Only the witness hears the last keystroke from the typist itself.
  await other.cut([await typist.peer()]);
  await room.expectNeighbors([other], 1);
  // And it passes nothing on before the typist is dead.
  await witness.setFaults({ delayMs: 60_000 });
  await typist.type("!");
  await expect.poll(() => witness.text(), { intervals: [10] }).toBe("first!");
  await typist.crash();
  expect(await other.text()).toBe("first");
  await witness.setFaults({ delayMs: 0 });
  await room.expectText([witness, other], "first!");
});

test("undo and redo, by keys and by buttons, revert only what this tab wrote", async ({ room }) => {
  const [left, right] = await pair(room);
  // At one stroke, as a word that is completed: a pause between two keys would make two steps.
  await left.insert("hello");
  await room.expectText([right], "hello");
  await right.insert(" world");
  await room.expectText([left], "hello world");
  await left.note.press("ControlOrMeta+Home");
  await left.page.keyboard.insertText("oh, ");
  await room.expectText([right], "oh, hello world");
  await left.note.press("ControlOrMeta+z");
  await room.expectText([left, right], "hello world");
  await left.note.press("ControlOrMeta+z");
  await room.expectText([left, right], " world");
  await expect(left.page.getByRole("button", { name: "Undo" })).toBeDisabled();
  await left.page.getByRole("button", { name: "Redo" }).click();
  await room.expectText([left, right], "hello world");
  await right.page.getByRole("button", { name: "Undo" }).click();
  await room.expectText([left, right], "hello");
  await left.page.getByRole("button", { name: "Redo" }).click();
  await room.expectText([left, right], "oh, hello");
});

test("a word that is typed letter by letter is one step, also the first of a tab, and while others type above it", async ({
  room,
}) => {
  const [left, right] = await pair(room);
  await right.type("\n");
  await room.expectText([left], "\n");
  // In one go: a pause between two keys would make two steps.
  const word = (tab: Tab, text: string) => tab.page.keyboard.type(text);
  await left.note.press("ControlOrMeta+End");
  await right.note.press("ControlOrMeta+Home");
  await Promise.all([word(left, "hello"), word(right, "above")]);
  await room.expectText([left, right], "above\nhello");
  await left.note.press("ControlOrMeta+z");
  await room.expectText([left, right], "above\n");
  await left.note.press(process.platform === "darwin" ? "Meta+Shift+Z" : "Control+y");
  await room.expectText([left, right], "above\nhello");
  await right.note.press("ControlOrMeta+z");
  await room.expectText([left, right], "\nhello");
  await right.note.press("ControlOrMeta+Shift+Z");
  await room.expectText([left, right], "above\nhello");
});

test("an edit that the note does not take is taken out of the editor, which says so and goes on", async ({ room }) => {
  const [left, right] = await pair(room);
  await left.type("Milk");
  await room.expectText([left, right], "Milk");
  // None of the limits behind the editor's own is reached by hand.
  const refuse = (refuses: boolean) =>
    left.page.evaluate((refuses) => {
      const note = document.querySelector("note-page")?.note;
      if (!note) throw new Error("Expected a note");
      const taken = Object.getPrototypeOf(note).editBody;
      note.editBody = refuses
        ? () => {
            throw new RangeError("Expected less");
          }
        : taken;
    }, refuses);
  await refuse(true);
  await left.note.press("!");
  await expect(left.page.getByRole("alert")).toContainText("what you added was not taken");
  await room.expectText([left, right], "Milk");
  await refuse(false);
  await left.note.press("?");
  await room.expectText([left, right], "Milk?");
  await expect(left.page.getByRole("alert")).toHaveCount(0);
});

test("a key right after the room's clock went back: the editor shows what the note then holds", async ({ room }) => {
  const [left, right] = await pair(room);
  await left.type("Milk");
  await room.expectText([left, right], "Milk");
  // Both clocks are set back: once the one hears of the other's, what it wrote lies too far ahead, as the note finds
  // when it takes the key.
  const skewMs = -120_000;
  const shown = right.page.evaluate((skewMs) => {
    const { mesh, note } = document.querySelector("note-page") ?? {};
    const editor = document.querySelector("note-editor");
    if (!mesh || !note || !editor) throw new Error("Expected a note");
    return new Promise((resolve) => {
      mesh.setFaults({ skewMs });
      const stop = mesh.subscribe(() => {
        if (mesh.state.roomTime.offsetMs !== 0) return;
        stop();
        editor.view.dispatch({ changes: { from: 4, insert: "!" }, userEvent: "input.type" });
        resolve({ editor: editor.text, note: note.text });
      });
    });
  }, skewMs);
  await left.setFaults({ skewMs });
  expect(await shown).toEqual({ editor: "!", note: "!" });
});

test("the title is shared, and the latest stands", async ({ room }) => {
  const [left, right] = await pair(room);
  const title = (tab: Tab) => tab.page.getByRole("textbox", { name: "Title" });
  await title(left).fill("Garden");
  await expect(title(right)).toHaveValue("Garden");
  await title(right).fill("Garden, 2027");
  await expect(title(left)).toHaveValue("Garden, 2027");
  await title(left).press("Enter");
  await expect(left.note).toBeFocused();
});

test("the others' carets and selections stand in the text, and go with their tab", async ({ room }) => {
  const [left, right] = await pair(room);
  await left.type("one two three");
  await room.expectText([right], "one two three");
  await expect(right.page.locator(".cm-remote-carets > *")).toHaveCount(1);
  // Nobody has put it anywhere yet.
  await expect(left.page.locator(".cm-remote-carets > *")).toHaveCount(0);
  await right.call("Ada");
  await right.note.press("ControlOrMeta+Home");
  for (let i = 0; i < 3; i++) await right.note.press("Shift+ArrowRight");
  await expect.poll(() => marked(left)).toEqual({ before: "one", selected: "one" });
  await expect(left.page.locator(".cm-remote-carets > *")).toHaveCount(1);
  await expect(left.page.locator(".cm-remote-selections > *")).toHaveCount(1);
  await expect(left.page.locator(".cm-remote-flag")).toHaveText("Ada");
  await left.note.press("ControlOrMeta+Home");
  await left.note.pressSequentially("zero ");
  await expect.poll(() => marked(left)).toEqual({ before: "zero one", selected: "one" });
  await right.note.press("ArrowRight");
  await right.note.press("!");
  await expect.poll(() => marked(left)).toMatchObject({ before: "zero one!" });
  // From now on the caret follows what is typed, in the same transaction.
  const transactions = left.page.evaluate(async () => {
    const view = document.querySelector("note-editor")?.view;
    if (!view) throw new Error("Expected an editor");
    const { dispatch } = view;
    let transactions = 0;
    const counted = (...specs: readonly unknown[]) => {
      transactions++;
      Reflect.apply(dispatch, view, specs);
    };
    Object.assign(view, { dispatch: counted });
    while (!view.state.doc.line(1).text.includes("!?")) await new Promise(requestAnimationFrame);
    Object.assign(view, { dispatch });
    return transactions;
  });
  await right.note.press("?");
  expect(await transactions).toBe(1);
  await expect.poll(() => marked(left)).toMatchObject({ before: "zero one!?" });
  await right.leave();
  await expect(left.page.locator(".cm-remote-carets > *")).toHaveCount(0);
  await expect(left.page.locator(".cm-remote-selections > *")).toHaveCount(0);
});

/** Up to where in the first line the other's caret is drawn, and what of it the other's selection covers, to the pixel. */
function marked({ page }: Tab): Promise<{ before: string; selected: string }> {
  return page.evaluate(() => {
    const line = document.querySelector(".cm-line")?.firstChild as Text;
    const ends = Array.from(line.data, (_, i) => {
      const range = new Range();
      range.setStart(line, i);
      range.setEnd(line, i + 1);
      return range.getBoundingClientRect();
    });
    const boxOf = (selector: string) => document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
    const isAt = (box: DOMRect, y: number) => box.top < y && y < box.bottom;
    const endAt = (x: number, box: DOMRect) =>
      ends.findIndex(({ right, top, bottom }) => Math.abs(right - x) <= 1 && isAt(box, (top + bottom) / 2)) + 1;
    const [caret, selection] = [boxOf(".cm-remote-caret"), boxOf(".cm-remote-selection")];
    const start = ends.findIndex(({ left }) => Math.abs(left - selection.left) <= 1);
    return {
      before: line.data.slice(0, endAt((caret.left + caret.right) / 2, caret)),
      selected: line.data.slice(Math.max(0, start), endAt(selection.right, selection)),
    };
  });
}

test("one's own caret blinks for a while only: a page where nothing happens draws nothing", async ({ room }) => {
  const tab = await room.open("");
  await tab.type("Milk");
  const blinks = () =>
    tab.page.evaluate(() => document.getAnimations().map(({ effect }) => Number(effect?.getTiming().iterations)));
  const times = await blinks();
  expect(times).toHaveLength(1);
  expect(times[0]).toBeLessThan(10);
  await tab.page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  expect(await blinks()).toEqual([]);
  await tab.type("!");
  expect(await blinks()).toEqual(times);
});

test("several selections are typed into at once, and a large paste goes through whole", async ({ room }) => {
  const [left, right] = await pair(room);
  await left.type("a\nb\nc");
  await left.page.evaluate(() => {
    const view = document.querySelector("note-editor")!.view;
    const { constructor: Selection } = view.state.selection as unknown as {
      constructor: { create(ranges: unknown[]): typeof view.state.selection; cursor(at: number): unknown };
    };
    view.dispatch({ selection: Selection.create([1, 3, 5].map((at) => Selection.cursor(at))) });
  });
  await left.note.pressSequentially("!?");
  await room.expectText([left, right], "a!?\nb!?\nc!?");
  const pasted = "pasted ".repeat(40_000);
  await right.note.press("ControlOrMeta+a");
  await right.note.evaluate((target, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, `${pasted}\r\nend`);
  await room.expectText([left, right], `${pasted}\nend`);
});
