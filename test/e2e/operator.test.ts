import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { createWalletClient, http, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getOperatorAccount } from '#sdk/operators/get-operator-account.ts';
import { requestTokens } from '#sdk/token/request-tokens.ts';
import { launchBrowser } from './browser.ts';
import { injectWallet } from './injected-wallet.ts';
import { type LocalMarketplace, startLocalMarketplace } from './local-marketplace.ts';
import { visit } from './visit.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SCREENSHOTS = path.join(ROOT, 'screenshots');
const ENDPOINT = 'https://five.example';
const BLS_KEY = `0x${'00'.repeat(31)}55`;

describe('an operator', () => {
  let marketplace: LocalMarketplace;
  let browser: Browser;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-operator-'));
    [marketplace, browser] = await Promise.all([startLocalMarketplace(), launchBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await marketplace?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  /** What the node of an operator writes for its registration. */
  async function proveRegistration(accountKey: `0x${string}`): Promise<string> {
    const settings = path.join(directory, 'settings.json');
    const { deployment, rpcUrl } = marketplace.stack;
    await writeFile(
      settings,
      JSON.stringify({
        rpcUrls: [rpcUrl],
        deployment,
        databaseUrl: 'postgres://nobody@localhost/nothing',
        dataDirectory: directory,
        accountKey,
        blsKey: BLS_KEY,
      }),
    );
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['worker/prove-registration.ts', settings, ENDPOINT],
      { cwd: ROOT },
    );
    const file = path.join(directory, 'registration.json');
    await writeFile(file, stdout);
    return file;
  }

  test('registers with what its node wrote and a stake from its wallet, and leaves again', async () => {
    const { stack } = marketplace;
    const accountKey = generatePrivateKey();
    const account = privateKeyToAccount(accountKey);
    const giver = createWalletClient({
      account: stack.accounts.governor,
      chain: foundry,
      transport: http(stack.rpcUrl),
    });
    const hash = await giver.sendTransaction({ to: account.address, value: parseEther('1') });
    await stack.publicClient.waitForTransactionReceipt({ hash });
    await requestTokens(stack.clientOf(account), {
      token: stack.deployment.contracts.stakeToken,
      amount: parseEther('1000'),
    });
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
    await injectWallet(context, { account, rpcUrl: stack.rpcUrl });
    const page = await context.newPage();
    await visit(page, `${marketplace.url}/operators`);
    await page.getByRole('button', { name: 'Connect a wallet' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Test wallet' }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Drop registration.json here, or choose it' }).click();
    await (await chooser).setFiles(await proveRegistration(accountKey));
    await page.getByText(ENDPOINT).waitFor();
    await page.screenshot({ path: path.join(SCREENSHOTS, 'operator-register.png'), fullPage: true });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
      [],
    );
    await page.getByLabel('Stake').fill('250');
    await page.getByRole('button', { name: 'Deposit the stake and register' }).click();
    await page.getByRole('button', { name: 'Leave the operator set' }).waitFor();
    expect(await getOperatorAccount(stack.client, { account: account.address })).toMatchObject({
      status: 'Registered',
      stake: parseEther('250'),
    });
    await page.screenshot({ path: path.join(SCREENSHOTS, 'operator-registered.png'), fullPage: true });
    await page.getByRole('button', { name: 'Leave the operator set' }).click();
    await page.getByText('Unbonding: out of the set').waitFor();
    await context.close();
  });

  test('is told when the file is another account’s', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await visit(page, `${marketplace.url}/operators`);
    await page.getByRole('button', { name: 'Connect a wallet' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Development account 1' }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Drop registration.json here, or choose it' }).click();
    await (await chooser).setFiles(await proveRegistration(generatePrivateKey()));
    await page.getByText('The registration is for the account', { exact: false }).waitFor();
    await context.close();
  });
});
