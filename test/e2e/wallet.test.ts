import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getBalance } from '#sdk/token/get-balance.ts';
import { launchBrowser } from './browser.ts';
import { OTHER_CHAIN_ID, injectWallet } from './injected-wallet.ts';
import { type LocalMarketplace, startLocalMarketplace } from './local-marketplace.ts';
import { holdMining } from './mining.ts';
import { photograph } from './photograph.ts';
import { reload, visit } from './visit.ts';

/** A busy machine takes its time. */
const PATIENCE_MS = 240_000;

describe('the wallet', { timeout: PATIENCE_MS }, () => {
  let marketplace: LocalMarketplace;
  let browser: Browser;

  beforeAll(async () => {
    [marketplace, browser] = await Promise.all([startLocalMarketplace(), launchBrowser()]);
  }, PATIENCE_MS);

  afterAll(async () => {
    await browser?.close();
    await marketplace?.stop();
  });

  async function openContext(): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
    context.setDefaultTimeout(PATIENCE_MS / 2);
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
    await visit(page, marketplace.url);
    await page.getByRole('button', { name: 'Connect' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Development account 1' }).waitFor();
    await photograph(page, 'wallet-connect');
    await page.getByRole('dialog').getByRole('button', { name: 'Development account 1' }).click();
    const button = page.getByRole('button', { name: /^Account 0x/ });
    await button.waitFor();
    await reload(page);
    await button.click();
    await page.getByText('500 ZTT').waitFor();
    await photograph(page, 'wallet-account');
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

  test('a press that begins before the wallet has come and ends after it is not lost', async () => {
    const { context, page } = await openContext();
    await visit(page, marketplace.url);
    const button = await page.getByRole('button', { name: 'Connect' }).boundingBox();
    if (!button) throw new Error('There is no button.');
    await page.mouse.move(button.x + button.width / 2, button.y + button.height / 2);
    await page.mouse.down();
    await page.getByRole('region', { name: /^Notifications/ }).waitFor({ state: 'attached' });
    await page.mouse.up();
    await page.getByRole('dialog').getByRole('button', { name: 'Development account 1' }).waitFor();
    await context.close();
  });

  test('a wallet that goes to another chain is asked to come back, and draws from the faucet', async () => {
    const { context, page } = await openContext();
    const account = privateKeyToAccount(generatePrivateKey());
    const wallet = await injectWallet(context, { account, rpcUrl: marketplace.stack.rpcUrl });
    await visit(page, marketplace.url);
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

  test('a transaction that is pending is still told of after a reload, and how it ended', async () => {
    const { context, page } = await openContext();
    const { stack } = marketplace;
    const account = privateKeyToAccount(generatePrivateKey());
    // With gas of its own it asks nobody else for a transaction.
    const hash = await stack.clientOf(stack.accounts.governor).walletClient.sendTransaction({
      to: account.address,
      value: parseEther('10'),
      chain: null,
    });
    await stack.publicClient.waitForTransactionReceipt({ hash });
    const wallet = await injectWallet(context, { account, rpcUrl: stack.rpcUrl });
    await visit(page, marketplace.url);
    await connectAs(page, 'Test wallet');
    const release = await holdMining(stack.rpcUrl);
    try {
      await page.getByRole('button', { name: /^Account 0x/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Draw test tokens and gas' }).click();
      const notice = page.getByText('Waiting to be mined: draw test tokens');
      await notice.waitFor();
      for (let reloads = 0; reloads < 2; reloads += 1) {
        await reload(page);
        await notice.waitFor();
      }
      await photograph(page, 'wallet-pending');
      expect(await stack.publicClient.getTransactionCount({ address: account.address })).toBe(0);
    } finally {
      await release();
    }
    await page.getByText('Done: draw test tokens').waitFor();
    const { token } = stack.deployment.contracts;
    expect(await getBalance(stack.client, { token, account: account.address })).toBe(parseEther('1000'));
    // Nobody asked for it again, and nothing of it is kept.
    expect(wallet.asked.filter((method) => method === 'eth_sendTransaction')).toHaveLength(1);
    await reload(page);
    await page.getByRole('button', { name: /^Account 0x/ }).waitFor();
    expect(await page.evaluate(() => localStorage.getItem('zarathustra.pending-transactions'))).toBeNull();
    await context.close();
  });

  test('a rejection is no error, and nothing was sent', async () => {
    const { context, page } = await openContext();
    const account = privateKeyToAccount(generatePrivateKey());
    const wallet = await injectWallet(context, { account, rpcUrl: marketplace.stack.rpcUrl });
    await visit(page, marketplace.url);
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
