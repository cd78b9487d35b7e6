import type { Page } from 'playwright-core';

/** A busy machine takes its time for the first page that a server renders. */
const PATIENCE_MS = 100_000;

/** Goes to a page and waits until it is hydrated: what is pressed before is lost. */
export async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url, { timeout: PATIENCE_MS });
  await hydrated(page);
}

/** Reloads the page, and waits as `visit` does. */
export async function reload(page: Page): Promise<void> {
  await page.reload({ timeout: PATIENCE_MS });
  await hydrated(page);
}

/** The stream of events is opened by an effect of the whole page. */
async function hydrated(page: Page): Promise<void> {
  await page.locator('[data-connection="live"]').waitFor({ timeout: PATIENCE_MS });
}
