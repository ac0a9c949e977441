import { expect, test } from "./room";
import { expectWhole, latencyWords, openWatched, typeDigits } from "./watched-tabs";

/** Who has not heard of one that is there is told so within this time. */
const WHOLE_WITHIN_MS = 50_000;

test("32 tabs: all know of all by five or six links each, and what is typed comes to all", async ({ room }) => {
  test.setTimeout(180_000);
  const tabs = await openWatched(room, 32);
  await expectWhole(tabs, WHOLE_WITHIN_MS);
  // How long it may take is judged where nothing else is done meanwhile: `npm run bench:tabs`.
  process.stdout.write(`  32 tabs, ${latencyWords(await typeDigits(tabs, 10))}\n`);
  // In so large a room one is told only of those that one is connected to.
  await expect(tabs[1]!.page.locator("status-line")).toContainText(
    /What you wrote is on all [567] tabs that this one is connected to\. Of the others, in so large a room, it is not known\./,
    { timeout: WHOLE_WITHIN_MS },
  );
  const texts = await Promise.all(tabs.map((tab) => tab.text()));
  expect(new Set(texts)).toEqual(new Set(["7777777777"]));
});
