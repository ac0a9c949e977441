import { createHash } from "node:crypto";
import { DEFAULT_OVERLAY, DEFAULT_SPREAD, type Strategy } from "@hearsay/gossip";
import type { Faults, MeshState } from "@hearsay/mesh";
import { createRoomKey, type RoomKey } from "@hearsay/mesh";
import { type Browser, type BrowserContext, test as base, type CDPSession, expect, type Page } from "playwright/test";
import { DEFAULT_RULE, RULES, type Rule } from "../src/rule";
import { SignalProcess } from "./signal-process";

export { expect };

/** One tab that has the room's note open. */
export class Tab {
  constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly ownsContext: boolean,
  ) {}

  /** The text box of the note. */
  get note() {
    return this.page.getByRole("textbox", { name: "Note" });
  }

  get status() {
    return this.page.getByRole("status");
  }

  /** Adds text at the end of the note, by the keyboard. */
  async type(text: string): Promise<void> {
    await this.note.press("ControlOrMeta+End");
    await this.note.pressSequentially(text);
  }

  /** Adds text at the end of the note at one stroke. */
  async insert(text: string): Promise<void> {
    await this.note.press("ControlOrMeta+End");
    await this.page.keyboard.insertText(text);
  }

  /** Replaces the whole note at one stroke, as a paste does. */
  async replace(text: string): Promise<void> {
    await this.note.fill(text);
  }

  /** Gives its person a name. */
  async call(name: string): Promise<void> {
    await this.page.getByRole("button", { name: "change your name" }).click();
    await this.page.getByRole("textbox", { name: "Your name" }).fill(name);
    await this.page.keyboard.press("Enter");
  }

  /** The whole text, also of lines that are not on the screen. */
  text(): Promise<string> {
    return this.page.evaluate(() => document.querySelector("note-editor")?.text ?? "");
  }

  state(): Promise<MeshState> {
    return this.page.evaluate(() => {
      const state = document.querySelector("note-page")?.mesh.state;
      if (!state) throw new Error("Expected a note page");
      return state;
    });
  }

  peer(): Promise<string> {
    return this.page.evaluate(() => document.querySelector("note-page")?.mesh.self ?? "");
  }

  /** How far the browser keeps the note. */
  keeping(): Promise<string> {
    return this.page.evaluate(() => document.querySelector("note-page")?.keeping.type ?? "");
  }

  async neighborCount(): Promise<number> {
    return (await this.state()).neighbors.length;
  }

  /** How many others the tab knows to be in the room, once it is connected to as many as it seeks. */
  async othersCount(): Promise<number> {
    const { neighbors, members } = await this.state();
    return neighbors.length >= Math.min(members.length, DEFAULT_OVERLAY.activeSize) ? members.length : -1;
  }

  /** Lets no message pass between this tab and the others named, until it is called with fewer. */
  async cut(peers: readonly string[]): Promise<void> {
    await this.page.evaluate((cut) => {
      const mesh = document.querySelector("note-page")?.mesh;
      mesh?.setFaults({ cut: new Set(cut as (typeof mesh.self)[]) });
    }, peers);
  }

  /** Has this tab's network go wrong in these ways, and in all others as it did. */
  async setFaults(faults: Partial<Omit<Faults, "cut">>): Promise<void> {
    await this.page.evaluate((faults) => document.querySelector("note-page")?.mesh.setFaults(faults), faults);
  }

  /** Kills the renderer: no handler runs, no packet is sent. */
  async crash(): Promise<void> {
    const session: CDPSession = await this.context.newCDPSession(this.page);
    const crashed = this.page.waitForEvent("crash");
    // The command is never answered: the one who would answer is dead.
    session.send("Page.crash").catch(() => {});
    await crashed;
  }

  /** Closes the tab without its unload handlers. */
  async close(): Promise<void> {
    await this.page.close({ runBeforeUnload: false });
  }

  /** Leaves as a person does who goes to another page: `pagehide` runs. */
  async leave(): Promise<void> {
    await this.page.goto("about:blank");
  }

  async dispose(): Promise<void> {
    if (this.ownsContext) await this.context.close();
  }
}

/** A room of real tabs, each in a context of its own so that nothing but the network connects them. */
export class TestRoom {
  readonly tabs: Tab[] = [];
  /** What the pages threw and nobody caught. */
  readonly errors: string[] = [];
  readonly key: RoomKey = createRoomKey();

  constructor(
    private readonly browser: Browser,
    public server: SignalProcess,
    private readonly rule: Rule,
    private readonly strategy: Strategy,
  ) {}

  /** Opens a tab on the room's note; `query` as in "?delay=100", or empty. */
  async open(query: string): Promise<Tab> {
    const context = await this.browser.newContext();
    return this.openIn(context, query, true);
  }

  /** Opens a tab in a context of its own, whose page `prepare` gets before it loads. */
  async openPrepared(prepare: (page: Page) => Promise<unknown>): Promise<Tab> {
    const context = await this.browser.newContext();
    await prepare(await context.newPage());
    return this.openIn(context, "", true);
  }

  /** Opens a tab in a context that others may share. */
  async openIn(context: BrowserContext, query: string, ownsContext: boolean): Promise<Tab> {
    const page = context.pages().find((each) => each.url() === "about:blank") ?? (await context.newPage());
    const tab = new Tab(page, context, ownsContext);
    this.tabs.push(tab);
    page.on("pageerror", (error) => this.errors.push(error.stack ?? String(error)));
    await page.goto(this.address(query));
    await expect(tab.note).toBeVisible();
    return tab;
  }

  /** Where the room's note is, under the room's rule, and with its strategy where `query` says no other. */
  address(query: string): string {
    const parameters = new URLSearchParams(query);
    if (this.rule !== DEFAULT_RULE) parameters.set("rule", this.rule);
    const isDefault = this.strategy === DEFAULT_SPREAD.strategy;
    if (!isDefault && !parameters.has("strategy")) parameters.set("strategy", this.strategy);
    return `${this.server.origin}/${parameters.size > 0 ? `?${parameters}` : ""}#${this.key}`;
  }

  /** Opens `count` tabs and waits until each knows of all others: up to six are all connected. */
  async openConnected(count: number, query: string): Promise<Tab[]> {
    const tabs: Tab[] = [];
    for (let i = 0; i < count; i++) tabs.push(await this.open(query));
    await this.expectOthers(tabs, count - 1);
    return tabs;
  }

  async expectNeighbors(tabs: readonly Tab[], count: number): Promise<void> {
    for (const tab of tabs)
      await expect.poll(() => tab.neighborCount(), { message: "neighbors", intervals: INTERVALS }).toBe(count);
  }

  async expectOthers(tabs: readonly Tab[], count: number): Promise<void> {
    for (const tab of tabs)
      await expect.poll(() => tab.othersCount(), { message: "others", intervals: INTERVALS }).toBe(count);
  }

  /** Waits until each of `tabs` knows of so many others, however it hears of them. */
  async expectMembers(tabs: readonly Tab[], count: number, timeout: number): Promise<void> {
    const counts = () => Promise.all(tabs.map(async (tab) => (await tab.state()).members.length));
    const all = Array.from(tabs, () => count);
    await expect.poll(counts, { message: "members", timeout, intervals: INTERVALS }).toEqual(all);
  }

  async expectText(tabs: readonly Tab[], text: string): Promise<void> {
    const read = async (tab: Tab) => shorten(await tab.text());
    for (const tab of tabs)
      await expect.poll(() => read(tab), { message: "the note's text", intervals: INTERVALS }).toBe(shorten(text));
  }

  async dispose(): Promise<void> {
    // All at once: who is left would otherwise look for others in the place of each that goes.
    await Promise.all(this.tabs.map((tab) => tab.dispose()));
  }
}

/** How often is looked, in ms: a test must not wait much longer than what it waits for. */
const INTERVALS = [50, 100, 200];

/** A long text by its beginning and its hash, so that a failure can be read. */
function shorten(text: string): string {
  if (text.length <= 200) return text;
  return `${text.slice(0, 40)}… (${text.length}, ${createHash("sha256").update(text).digest("hex")})`;
}

/** Has the same tests run in a room of each rule. */
export function underBothRules(define: () => void): void {
  for (const rule of RULES) {
    test.describe(`rule ${rule}`, () => {
      test.use({ rule });
      define();
    });
  }
}

/** Has the same tests run with the default strategy, and with the source text's push. */
export function underPushAsWell(define: () => void): void {
  for (const strategy of [DEFAULT_SPREAD.strategy, "push"] as const) {
    test.describe(`strategy ${strategy}`, () => {
      test.use({ strategy });
      define();
    });
  }
}

/** Has the same tests run in a room of each rule, and with the source text's push as well as the default. */
export function inEveryRoom(define: () => void): void {
  const rooms = [
    { rule: "text", strategy: "plumtree" },
    { rule: "text", strategy: "push" },
    { rule: "latest", strategy: "push" },
  ] as const;
  for (const { rule, strategy } of rooms) {
    test.describe(`rule ${rule}, ${strategy}`, () => {
      test.use({ rule, strategy });
      define();
    });
  }
}

/** The server that the tests of one worker share, one after the other, until one kills it. */
interface Spare {
  server: SignalProcess | undefined;
}

/** Tests get a room of their own, and a server that nobody else uses at the time. */
export const test = base.extend<
  { server: SignalProcess; room: TestRoom; rule: Rule; strategy: Strategy },
  { spare: Spare }
>({
  rule: [DEFAULT_RULE, { option: true }],
  strategy: [DEFAULT_SPREAD.strategy, { option: true }],
  spare: [
    async ({ browserName: _ }, use) => {
      const spare: Spare = { server: undefined };
      await use(spare);
      await spare.server?.kill();
    },
    { scope: "worker" },
  ],
  server: async ({ spare }, use) => {
    if (!spare.server?.isAlive) spare.server = await SignalProcess.start(0, {});
    await use(spare.server);
  },
  room: async ({ browser, server, rule, strategy }, use) => {
    const room = new TestRoom(browser, server, rule, strategy);
    await use(room);
    await room.dispose();
    if (room.server !== server) await room.server.kill();
    expect(room.errors, "errors that no page caught").toEqual([]);
  },
});
