import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, BrowserContext, Page } from "playwright";
import { STEADY_MS } from "./plan";
import { type Watch, watchPage } from "./watch-page";

/** One tab, in a context of its own: nothing but the network connects it with another. */
export interface BenchTab {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** What one tab has seen and sent so far. */
export type Seen = Pick<Watch, "typedAt" | "shown" | "sent">;

/** A room of watched tabs that show one text. */
export class BenchRoom {
  readonly #tabs: BenchTab[] = [];
  readonly #browser: Browser;
  readonly #address: string;
  /** What the pages threw and nobody caught. */
  readonly errors: string[] = [];

  constructor(browser: Browser, address: string) {
    this.#browser = browser;
    this.#address = address;
  }

  /** The tab that writes. */
  get writer(): BenchTab {
    const [first] = this.#tabs;
    if (first === undefined) throw new Error("Expected a tab, got none");
    return first;
  }

  /** Opens one more tab, up to where its editor can be seen. */
  async open(): Promise<BenchTab> {
    const context = await this.#browser.newContext({ serviceWorkers: "block" });
    // What compiles this file marks functions with their names, by a function that pages do not have.
    await context.addInitScript("globalThis.__name = (named) => named;");
    await context.addInitScript(watchPage);
    const page = await context.newPage();
    page.on("pageerror", ({ message }) => this.errors.push(message));
    const tab = { context, page };
    this.#tabs.push(tab);
    await page.goto(this.#address);
    await page.locator(".cm-content").waitFor({ timeout: OPEN_TIMEOUT_MS });
    return tab;
  }

  /** Lets the tab that came last go as a person goes, who leaves for another page, and waits until the rest have noticed. */
  async leave(): Promise<void> {
    const tab = this.#tabs.pop();
    if (tab === undefined) throw new Error("Expected a tab, got none");
    await tab.page.goto("about:blank");
    await tab.context.close();
    await this.untilSteady();
  }

  /** Resolves once all tabs show so many digits, true, or once the time is over, false. */
  async untilShown(digits: number, timeoutMs: number): Promise<boolean> {
    const all = Promise.all(
      this.#tabs.map(({ page }) => page.evaluate((digits) => window.benchWatch.untilShown(digits), digits)),
    ).then(() => true);
    // Who waited in vain fails when the tab is closed, and by then nobody listens.
    all.catch(() => {});
    const over = new AbortController();
    const late = sleep(timeoutMs, false, { signal: over.signal }).catch(() => false);
    try {
      return await Promise.race([all, late]);
    } finally {
      over.abort();
    }
  }

  /** Waits until no tab gains or loses a channel any more. Returns how many each has. */
  async untilSteady(): Promise<readonly number[]> {
    const deadline = performance.now() + STEADY_TIMEOUT_MS;
    let degrees = await this.#degrees();
    let since = performance.now();
    while (performance.now() - since < STEADY_MS) {
      if (performance.now() > deadline) throw new Error(`Expected the channels to settle, got ${degrees.join(" ")}`);
      await sleep(LOOK_MS);
      const now = await this.#degrees();
      if (now.join() === degrees.join()) continue;
      degrees = now;
      since = performance.now();
    }
    return degrees;
  }

  /** What each tab has seen and sent, the writer first. */
  seen(): Promise<readonly Seen[]> {
    return Promise.all(
      this.#tabs.map(({ page }) =>
        page.evaluate(() => {
          const { typedAt, shown, sent } = window.benchWatch;
          return { typedAt, shown, sent };
        }),
      ),
    );
  }

  #degrees(): Promise<readonly number[]> {
    return Promise.all(this.#tabs.map(({ page }) => page.evaluate(() => window.benchWatch.degree())));
  }
}

const OPEN_TIMEOUT_MS = 60_000;
const STEADY_TIMEOUT_MS = 120_000;
const LOOK_MS = 500;
