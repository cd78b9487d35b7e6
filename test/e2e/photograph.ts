import path from 'node:path';
import type { Page } from 'playwright-core';

const SCREENSHOTS = path.resolve(import.meta.dirname, '../../screenshots');

/** Pictures of the whole page as it stands, in light and in dark, for people to look at. */
export async function photograph(page: Page, name: string): Promise<void> {
  const before = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  for (const isDark of [false, true]) {
    await paint(page, isDark);
    const file = `${name}.${isDark ? 'dark' : 'light'}.png`;
    await page.screenshot({ path: path.join(SCREENSHOTS, file), fullPage: true });
  }
  await paint(page, before);
}

async function paint(page: Page, isDark: boolean): Promise<void> {
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
  await page.waitForFunction(
    (wanted) => document.documentElement.classList.contains('dark') === wanted,
    isDark,
  );
}
