import type { Locator, Page } from "playwright/test";
import type { GossipPlayground } from "../src/playground/gossip-playground";
import { test as base, expect } from "./room";

/** One playground of the article as a reader has it before them. Time stands still but for what a test lets pass. */
export class Playground {
  readonly root: Locator;

  constructor(
    readonly page: Page,
    readonly name: string,
  ) {
    this.root = page.locator(`gossip-playground[name="${name}"]`);
  }

  node(number: number): Locator {
    return this.root.getByRole("button", { name: new RegExp(`^Node ${number} of `) });
  }

  button(name: string): Locator {
    return this.root.getByRole("button", { name, exact: true });
  }

  /** What the article offers below the figure. */
  async setUp(name: string): Promise<void> {
    await this.page.locator("figure", { has: this.root }).getByRole("button", { name, exact: true }).press("Enter");
    await this.button("Pause").click();
  }

  async choose(name: string): Promise<void> {
    // The input lies over its label and cannot be seen itself.
    await this.root.getByRole("radio", { name, exact: true }).check({ force: true });
  }

  figure(name: "time" | "messages" | "differing" | "latest" | "trace"): Locator {
    return this.root.locator(`[data-figure="${name}"]`);
  }

  get status(): Locator {
    return this.root.locator(".unseen[role=status]");
  }

  async select(label: string, value: string): Promise<void> {
    await this.root.getByRole("combobox", { name: label, exact: true }).selectOption(value);
  }

  async slide(label: string, value: number): Promise<void> {
    await this.root.getByRole("slider", { name: label, exact: true }).fill(String(value));
  }

  /** Lets virtual time pass at once. */
  async pass(seconds: number): Promise<void> {
    await this.root.evaluate((playground: GossipPlayground, us) => playground.pass(us), seconds * 1_000_000);
  }

  async pause(): Promise<void> {
    await this.root.scrollIntoViewIfNeeded();
    await this.button("Pause").click();
  }

  /** Presses "One event" until nothing happens any more. Returns how often something did. */
  async stepToQuiet(): Promise<number> {
    for (let events = 0; ; events++) {
      await this.button("One event").click();
      if ((await this.status.textContent())?.startsWith("Nothing happens")) return events;
    }
  }
}

export const test = base.extend<{ article: Page; naive: Playground; playground: Playground; sandbox: Playground }>({
  article: async ({ page, server }, use) => {
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(`${server.origin}/playground.html`);
    await use(page);
    expect(complaints).toEqual([]);
  },
  naive: async ({ article }, use) => use(await pausedPlayground(article, "naive")),
  playground: async ({ article }, use) => use(await pausedPlayground(article, "push")),
  sandbox: async ({ article }, use) => use(await pausedPlayground(article, "sandbox")),
});

async function pausedPlayground(page: Page, name: string): Promise<Playground> {
  const playground = new Playground(page, name);
  await expect(playground.node(1)).toBeVisible();
  await playground.pause();
  return playground;
}
