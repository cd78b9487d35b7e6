import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getBalance } from '#sdk/token/get-balance.ts';
import { launchBrowser } from './browser.ts';
import { OTHER_CHAIN_ID, injectWallet } from './injected-wallet.ts';
import { type LocalMarketplace, startLocalMarketplace } from './local-marketplace.ts';

const SCREENSHOTS = path.resolve(import.meta.dirname, '../../screenshots');

describe('the wallet', () => {
  let marketplace: LocalMarketplace;
  let browser: Browser;

  beforeAll(async () => {
    await mkdir(SCREENSHOTS, { recursive: true });
    [marketplace, browser] = await Promise.all([startLocalMarketplace(), launchBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await marketplace?.stop();
  });

  async function openContext(): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
    const complaints: string[] = [];
    context.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    context.on('weberror', (error) => complaints.push(error.error().message));
    return { context, page: await context.newPage(), complaints };
  }

  const connectAs = async (page: Page, name: string) => {
    await page.getByRole('button', { name: 'Connect' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name }).click();
    await page.getByRole('button', { name: /^Account 0x/ }).waitFor();
  };

  test('a development account is connected without an extension, stays connected, and can be left', async () => {
    const { context, page, complaints } = await openContext();
    const foreign: string[] = [];
    context.on('request', (request) => {
      const { hostname } = new URL(request.url());
      if (hostname !== '127.0.0.1' && hostname !== '') foreign.push(request.url());
    });
    await page.goto(marketplace.url);
    await page.getByRole('button', { name: 'Connect' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Development account 1' }).waitFor();
    await page.screenshot({ path: path.join(SCREENSHOTS, 'wallet-connect.png') });
    await page.getByRole('dialog').getByRole('button', { name: 'Development account 1' }).click();
    const button = page.getByRole('button', { name: /^Account 0x/ });
    await button.waitFor();
    await page.reload();
    await button.click();
    await page.getByText('500 ZTT').waitFor();
    await page.screenshot({ path: path.join(SCREENSHOTS, 'wallet-account.png') });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
      [],
    );
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('button', { name: 'Connect' }).waitFor();
    expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] });
    await context.close();
  });

  test('nothing of the wallet is loaded until somebody is there, and pressing its button is enough', async () => {
    const { context, page } = await openContext();
    const scripts: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(request.url());
    });
    await page.goto(marketplace.url);
    await page.locator('[data-connection="live"]').waitFor();
    // Whatever waited for the browser to be idle has had its turn.
    for (let turn = 0; turn < 2; turn += 1) {
      await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    }
    const atFirst = new Set(scripts);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Development account 1' }).waitFor();
    const bytes = await sizeOf(scripts.filter((url) => !atFirst.has(url)));
    expect(bytes).toBeGreaterThan(await sizeOf([...atFirst]));
    await context.close();
  });

  test('a wallet that goes to another chain is asked to come back, and draws from the faucet', async () => {
    const { context, page } = await openContext();
    const account = privateKeyToAccount(generatePrivateKey());
    const wallet = await injectWallet(context, { account, rpcUrl: marketplace.stack.rpcUrl });
    await page.goto(marketplace.url);
    await connectAs(page, 'Test wallet');
    await wallet.goTo(page, OTHER_CHAIN_ID);
    await page.getByRole('button', { name: 'Switch to the local chain' }).click();
    await page.getByRole('button', { name: /^Account 0x/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Draw test tokens and gas' }).click();
    await page.getByText('Done: draw test tokens').waitFor();
    await page.getByText('1,000 ZTT').or(page.getByText('1000 ZTT')).waitFor();
    const { token } = marketplace.stack.deployment.contracts;
    expect(await getBalance(marketplace.stack.client, { token, account: account.address })).toBe(
      parseEther('1000'),
    );
    await context.close();
  });

  test('a rejection is no error, and nothing was sent', async () => {
    const { context, page } = await openContext();
    const account = privateKeyToAccount(generatePrivateKey());
    const wallet = await injectWallet(context, { account, rpcUrl: marketplace.stack.rpcUrl });
    await page.goto(marketplace.url);
    await connectAs(page, 'Test wallet');
    await page.getByRole('button', { name: /^Account 0x/ }).click();
    wallet.rejectNext();
    await page.getByRole('dialog').getByRole('button', { name: 'Draw test tokens and gas' }).click();
    await page.getByText('Rejected in the wallet: draw test tokens').waitFor();
    expect(await marketplace.stack.publicClient.getTransactionCount({ address: account.address })).toBe(0);
    await context.close();
  });
});

/** The bytes of some scripts, unpacked. */
async function sizeOf(urls: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    urls.map(async (url) => (await (await fetch(url)).arrayBuffer()).byteLength),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
