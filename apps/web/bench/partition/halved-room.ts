import type { Browser, Page } from "playwright";
import type { Contender } from "../contender";
import { type Overclaim, overclaims } from "./claims";
import { type HalvesWatch, watchHalves } from "./watch-halves";

/** What one look at a room saw. */
export interface RoomLook {
  /** Every tab shows all that was typed anywhere, and all show the same. */
  readonly hasAllText: boolean;
  /** How many others each tab knows. */
  readonly others: readonly number[];
}

/** What the pages of a room said, and what they threw. */
export interface Words {
  /** What the page that types on each host said, each sentence once, and when first. */
  readonly said: readonly (readonly { readonly words: string; readonly at: number }[])[];
  readonly overclaims: readonly Overclaim[];
  readonly errors: readonly string[];
}

/** A room with tabs on two hosts. The first of each host types. */
export class HalvedRoom {
  private readonly halves: readonly [a: Page[], b: Page[]] = [[], []];
  private typed = 0;
  private readonly errors: string[] = [];

  constructor(
    readonly contender: Contender,
    private readonly address: string,
  ) {}

  get tabs(): number {
    return this.pages.length;
  }

  /** Opens `count` tabs on each host, one after the other, each in a context of its own. */
  async open(browsers: readonly [a: Browser, b: Browser], count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      for (const half of HALVES) this.halves[half].push(await this.openOne(browsers[half]));
    }
    for (const page of this.writers) await page.locator(".cm-content").click();
  }

  /** One digit more on each of the two hosts. */
  async type(): Promise<void> {
    this.typed++;
    await Promise.all(this.writers.map((page, half) => page.keyboard.press(DIGITS[half] ?? "")));
  }

  async look(): Promise<RoomLook> {
    const [texts, others] = await Promise.all([
      Promise.all(this.pages.map((page) => page.evaluate(() => window.halvesWatch.digits()))),
      Promise.all(this.pages.map((page) => this.contender.others(page))),
    ]);
    const [first = ""] = texts;
    const hasAll = first.replaceAll("2", "").length === this.typed && first.length === 2 * this.typed;
    return { hasAllText: hasAll && texts.every((text) => text === first), others };
  }

  /** What was said from `since` on, ms since 1970. */
  async words(since: number): Promise<Words> {
    const watches: Pick<HalvesWatch, "shown" | "said">[] = await Promise.all(
      this.pages.map((page) =>
        page.evaluate(() => {
          const { shown, said } = window.halvesWatch;
          return { shown, said };
        }),
      ),
    );
    const tabs = watches.map(({ shown }) => shown);
    const writers = HALVES.map((half) => watches[half * this.halves[0].length] ?? { shown: [], said: [] });
    return {
      said: writers.map(({ said }) => firstTimes(said.filter(({ at }) => at >= since))),
      overclaims: HALVES.flatMap((half) => {
        const { shown, said } = writers[half] ?? { shown: [], said: [] };
        return overclaims({ half, writer: shown, said, tabs });
      }),
      errors: [...new Set(this.errors)],
    };
  }

  async close(): Promise<void> {
    for (const page of this.pages) await page.context().close();
  }

  private get pages(): readonly Page[] {
    return this.halves.flat();
  }

  private get writers(): readonly Page[] {
    return this.halves.flatMap(([writer]) => writer ?? []);
  }

  private async openOne(browser: Browser): Promise<Page> {
    const context = await browser.newContext({ serviceWorkers: "block" });
    // What compiles this file marks functions with their names, by a function that pages do not have.
    await context.addInitScript("globalThis.__name = (named) => named;");
    await context.addInitScript(watchHalves);
    const page = await context.newPage();
    page.on("pageerror", ({ message }) => this.errors.push(message));
    await page.goto(this.address);
    await page.locator(".cm-content").waitFor({ timeout: OPEN_TIMEOUT_MS });
    return page;
  }
}

function firstTimes(said: readonly { readonly words: string; readonly at: number }[]) {
  return said.filter(({ words }, i) => said.findIndex((each) => each.words === words) === i);
}

const HALVES = [0, 1] as const;
const DIGITS = ["1", "2"] as const;
const OPEN_TIMEOUT_MS = 60_000;
