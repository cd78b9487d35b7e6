import type { Locator, Page } from 'playwright-core';

/** More than any page has places that can be reached. */
const MOST_PRESSES = 400;

/** Goes to something with the tabulator alone. */
export async function reach(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${String(target)}.`);
}

/** Goes to something that can be pressed, and presses it, with the keyboard alone. */
export async function press(page: Page, target: Locator): Promise<void> {
  await reach(page, target);
  await page.keyboard.press('Enter');
}
