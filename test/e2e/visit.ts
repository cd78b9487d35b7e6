import type { Page } from 'playwright-core';

/** Goes to a page and waits until it is hydrated: what is pressed before is lost. */
export async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await hydrated(page);
}

/** Reloads the page, and waits as `visit` does. */
export async function reload(page: Page): Promise<void> {
  await page.reload();
  await hydrated(page);
}

/** The stream of events is opened by an effect of the whole page. */
async function hydrated(page: Page): Promise<void> {
  await page.locator('[data-connection="live"]').waitFor();
}
