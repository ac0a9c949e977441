import axe from "axe-core";
import type { Page } from "playwright/test";

/** What axe finds wrong with the page as it stands, one line for each element. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  // Not as a script of the page: its policy would refuse that.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { readonly axe: typeof axe }).axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}
