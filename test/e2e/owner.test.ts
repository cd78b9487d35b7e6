import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type LocalAccount, createPublicClient, http, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { exampleTerms } from '#devnet/example-terms.ts';
import { readExampleBundle } from '#examples/read-files.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { publishTask } from '#sdk/flows/publish-task.ts';
import { getCredit } from '#sdk/marketplace/get-credit.ts';
import { getTask } from '#sdk/marketplace/get-task.ts';
import { getTaskTerms } from '#sdk/marketplace/get-task-terms.ts';
import { getBalance } from '#sdk/token/get-balance.ts';
import { requestTokens } from '#sdk/token/request-tokens.ts';
import { launchBrowser } from './browser.ts';
import { type InjectedWallet, injectWallet } from './injected-wallet.ts';
import { reach } from './keyboard.ts';
import { type LocalMarketplace, startLocalMarketplace } from './local-marketplace.ts';
import { photograph } from './photograph.ts';
import { reload, visit } from './visit.ts';

const PATIENCE_MS = 600_000;

/** Long enough to be published on a busy machine. */
const ENDING_TASK_SECONDS = 180;

type Visit = { context: BrowserContext; page: Page; wallet: InjectedWallet; complaints: string[] };

describe('an owner', { timeout: PATIENCE_MS }, () => {
  let marketplace: LocalMarketplace;
  let browser: Browser;
  /** Its deadline passes while the other tests run. */
  let endingTask: { owner: LocalAccount; taskId: number; deadline: number };

  beforeAll(async () => {
    [marketplace, browser] = await Promise.all([startLocalMarketplace(), launchBrowser()]);
    endingTask = await publishEndingTask();
  }, PATIENCE_MS);

  afterAll(async () => {
    await browser?.close();
    await marketplace?.stop();
  });

  /** An account with test tokens and gas. */
  async function fundAccount(): Promise<LocalAccount> {
    const account = privateKeyToAccount(generatePrivateKey());
    const { stack } = marketplace;
    const hash = await stack.clientOf(stack.accounts.governor).walletClient.sendTransaction({
      to: account.address,
      value: parseEther('10'),
      chain: null,
    });
    await stack.publicClient.waitForTransactionReceipt({ hash });
    await requestTokens(stack.clientOf(account), { amount: parseEther('500') });
    return account;
  }

  async function publishEndingTask(): Promise<{ owner: LocalAccount; taskId: number; deadline: number }> {
    const owner = await fundAccount();
    const { stack } = marketplace;
    const { timestamp } = await stack.publicClient.getBlock();
    const deadline = Number(timestamp) + ENDING_TASK_SECONDS;
    const { taskId } = await publishTask(stack.clientOf(owner), {
      files: await readExampleBundle('x-squared'),
      terms: { ...exampleTerms('x-squared', stack.deployment), bounty: parseEther('100'), deadline },
    });
    return { owner, taskId, deadline };
  }

  /** A browser of its own, with a wallet that has test tokens and gas. */
  async function openBrowser(
    parameters: Parameters<Browser['newContext']>[0] = {},
    owner?: LocalAccount,
  ): Promise<Visit> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...parameters });
    context.setDefaultTimeout(120_000);
    const complaints: string[] = [];
    context.on('console', (message) => {
      // That an operator does not hold a bundle yet is an answer, which the browser takes for a failure.
      const isAskedFor = message.location().url.includes('/ipfs/') && message.text().includes('404');
      if (message.type() === 'error' && !isAskedFor) complaints.push(message.text());
    });
    context.on('weberror', (error) => complaints.push(error.error().message));
    const { stack } = marketplace;
    const account = owner ?? (await fundAccount());
    const wallet = await injectWallet(context, { account, rpcUrl: stack.rpcUrl });
    onTestFailed(async ({ task }) => {
      const name = task.name.slice(0, 30).replaceAll(/\W+/g, '-');
      for (const page of context.pages()) await photograph(page, `failed-${name}`);
      if (complaints.length > 0) console.error(complaints.join('\n'));
    });
    return { context, page: await context.newPage(), wallet, complaints };
  }

  const connect = async (page: Page) => {
    await page.getByRole('button', { name: 'Connect', exact: true }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Test wallet' }).click();
    await page.getByRole('button', { name: /^Account 0x/ }).waitFor();
  };
  const goTo = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name }).click();
  const at = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Steps' }).locator('[aria-current=step]', { hasText: name });
  const findViolations = async (page: Page) => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  };
  const countTasks = () =>
    createPublicClient({ transport: http(marketplace.stack.rpcUrl) }).readContract({
      address: marketplace.stack.deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      functionName: 'taskCount',
    });

  test('comes from an empty page to an open task, with a reload in the middle of each step', async () => {
    const { context, page, wallet, complaints } = await openBrowser();
    const before = await countTasks();
    await visit(page, `${marketplace.url}/new`);
    await connect(page);

    // The model: built layer by layer. What does not fit is told at its layer.
    await page.getByLabel('Shape of one sample').fill('2');
    await page.getByLabel('Shape of one sample').blur();
    await page.getByLabel('outFeatures').fill('16');
    await page.getByLabel('Another layer').selectOption('relu');
    await page.getByRole('button', { name: 'Add layer' }).click();
    await page.getByLabel('Another layer').selectOption('conv2d');
    await page.getByRole('button', { name: 'Add layer' }).click();
    await page.getByRole('alert').getByText('layers[2] (conv2d)').waitFor();
    await page.getByLabel('Layer 2', { exact: true }).selectOption('linear');
    await page.getByLabel('outFeatures').nth(1).fill('1');
    await page.getByText('They fit the network').waitFor();
    const seed = await page.getByLabel('Seed').inputValue();
    await reload(page);
    await page.getByLabel('Layer 2', { exact: true }).waitFor();
    expect(await page.getByLabel('Seed').inputValue()).toBe(seed);
    expect(await page.getByLabel('outFeatures').nth(0).inputValue()).toBe('16');
    // 2 → 16 → 1
    await page.getByText('65', { exact: true }).first().waitFor();
    await photograph(page, 'new-model');
    expect.soft(await findViolations(page)).toEqual([]);

    // The judge: an error is told with its line, a sound one is measured.
    await page.getByRole('button', { name: 'Next: Evaluation' }).click();
    const editor = page.getByRole('textbox', { name: 'Evaluation code' });
    const write = async (code: string) => {
      await editor.click();
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText(code);
    };
    await write('export default function evaluate() {\n  return nothing.at.all;\n}\n');
    await page.getByRole('button', { name: 'Run the evaluation' }).click();
    await page.getByText('16 of 16 rounds failed and score 0').waitFor();
    await page
      .getByText(/evaluation\.js:2/)
      .first()
      .waitFor();
    await page.locator('.cm-lint-marker-error').waitFor();
    await write(
      'export default async function evaluate({ random, model, metrics }) {\n' +
        '  const x = random.uniform(200, -1, 1);\n' +
        '  const { y } = await model.run({ x: { data: x, dims: [100, 2] } });\n' +
        '  const wanted = Array.from({ length: 100 }, (_, i) => x[2 * i] * x[2 * i + 1]);\n' +
        '  return metrics.meanSquaredErrorScore(y.data, wanted);\n' +
        '}\n',
    );
    await reload(page);
    await page.getByText('meanSquaredErrorScore(y.data, wanted)').waitFor();
    await page.getByRole('button', { name: 'Run the evaluation' }).click();
    await page.getByText('mean of 16 rounds').waitFor();
    await page.getByText('Budget used by the round that took most').waitFor();
    await photograph(page, 'new-evaluation');
    expect.soft(await findViolations(page)).toEqual([]);

    // The terms: what the contract would refuse is told with the bound.
    await page.getByRole('button', { name: 'Next: Terms' }).click();
    await page.getByLabel('Bounty', { exact: true }).fill('8');
    await page.getByText('It is at most 0.4 ZTT').waitFor();
    await page.getByLabel('Bounty', { exact: true }).fill('120');
    await page.getByText('It is at most 0.4 ZTT').waitFor({ state: 'detached' });
    await page.getByLabel('Open for').fill('20');
    await reload(page);
    await at(page, 'Terms').waitFor();
    expect(await page.getByLabel('Bounty', { exact: true }).inputValue()).toBe('120');
    // A tenth of the bounty without the fees of the baseline and of the win.
    await page.getByText('11.9', { exact: false }).first().waitFor();
    await photograph(page, 'new-terms');
    expect.soft(await findViolations(page)).toEqual([]);

    // The description.
    await page.getByRole('button', { name: 'Next: Description' }).click();
    await page.getByLabel('Title').fill('Multiply two numbers');
    await page
      .getByLabel('Description', { exact: true })
      .fill('# Wanted\n\nA <script>alert(1)</script> *product*.');
    await page.getByLabel('Tags').fill('regression, mlp');
    await page.getByLabel('Licence').fill('MIT');
    await page.getByRole('tab', { name: 'Preview' }).click();
    await page.getByRole('heading', { name: 'Wanted' }).waitFor();
    expect(await page.locator('main script').count()).toBe(0);
    await reload(page);
    expect(await page.getByLabel('Title').inputValue()).toBe('Multiply two numbers');
    await photograph(page, 'new-description');
    expect.soft(await findViolations(page)).toEqual([]);

    // The review: a rejected upload, and then a rejected transaction, cost nothing.
    await page.getByRole('button', { name: 'Next: Review' }).click();
    await page.getByText('121.01').first().waitFor();
    await page.getByText(/121\.01.*will leave the wallet/).waitFor();
    await photograph(page, 'new-review');
    expect.soft(await findViolations(page)).toEqual([]);
    wallet.rejectNext();
    await page.getByRole('button', { name: 'Publish the task' }).click();
    await page.getByText('You rejected it in the wallet.').waitFor();
    expect(await countTasks()).toBe(before);
    await reload(page);
    await page.getByRole('button', { name: 'Go on publishing' }).click();
    await page.getByText(/Task \d+ is open/).waitFor();
    await photograph(page, 'new-published');
    expect.soft(await findViolations(page)).toEqual([]);
    expect(await countTasks()).toBe(before + 1);
    // Upload, permit and creation; the first upload was rejected.
    expect(wallet.asked.filter((method) => method === 'eth_sendTransaction')).toHaveLength(1);

    const terms = await getTaskTerms(marketplace.stack.client, { taskId: before + 1 });
    expect(terms).toMatchObject({ bounty: parseEther('120'), rounds: 16, requiredWins: 14, minGapBps: 500 });
    await page.getByRole('link', { name: 'Go to the task' }).click();
    // Its title comes from the gateways, and may be late.
    await page.getByText('being judged').waitFor();

    // Later: more for the bounty.
    await page.getByRole('link', { name: 'Top up or close' }).click();
    await page.getByLabel('Amount').fill('5.5');
    await page.getByRole('button', { name: 'Add to the bounty' }).click();
    await page.getByText('There are now 125 ZTT to be won.').waitFor();
    const { pool } = await getTask(marketplace.stack.client, { taskId: before + 1 });
    // The baseline's fee, 0.5, came out of the 120.
    expect(pool).toBe(parseEther('125'));
    await photograph(page, 'task-manage');
    expect.soft(await findViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('closes the tab while the creation is on its way, and finds the task when it is opened again', async () => {
    const { context, page, wallet } = await openBrowser();
    const before = await countTasks();
    await visit(page, `${marketplace.url}/new`);
    await connect(page);
    await page.getByRole('button', { name: 'Start from an example' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Square a number/ })
      .click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('They fit the network').waitFor();
    await goTo(page, 'Review');
    await page.getByLabel('Approve first').check();
    await page.getByRole('button', { name: 'Publish the task' }).click();
    await expect.poll(() => page.evaluate(readSentAction), { timeout: PATIENCE_MS / 2 }).toBe('create');
    await page.close();
    const again = await context.newPage();
    await visit(again, `${marketplace.url}/new`);
    await again.getByText(/Task \d+ is open/).waitFor();
    expect(await countTasks()).toBe(before + 1);
    // Approval and creation; the second page asked for nothing.
    expect(wallet.asked.filter((method) => method === 'eth_sendTransaction')).toHaveLength(2);
    await again.getByRole('button', { name: 'Create another task' }).click();
    await at(again, 'Model').waitFor();
    await context.close();
  });

  test('gets there with the keyboard alone', async () => {
    const { context, page } = await openBrowser();
    await visit(page, `${marketplace.url}/new`);
    await connect(page);
    const reachNamed = (name: string, role: 'button' | 'textbox' = 'button') =>
      reach(page, page.getByRole(role, { name, exact: true }).first());
    // A layer more, moved to the front, and away again.
    await reachNamed('Add layer');
    await page.keyboard.press('Enter');
    await reachNamed('Move layer 1 up');
    await page.keyboard.press('Enter');
    await reachNamed('Remove layer 0');
    await page.keyboard.press('Enter');
    await page.getByText('They fit the network').waitFor();
    for (const next of ['Next: Evaluation', 'Next: Terms', 'Next: Description']) {
      await reachNamed(next);
      await page.keyboard.press('Enter');
    }
    await reachNamed('Title', 'textbox');
    await page.keyboard.type('By keyboard');
    await reachNamed('Next: Review');
    await page.keyboard.press('Enter');
    await page.getByText(/will leave the wallet/).waitFor();
    await reachNamed('Publish the task');
    await page.keyboard.press('Enter');
    await page.getByText(/Task \d+ is open/).waitFor();
    await context.close();
  });

  test('brings files: a graph, its parameters, and parameters that do not fit', async () => {
    const { context, page } = await openBrowser({ colorScheme: 'dark' });
    const files = await readExampleBundle('sine-forecast');
    const file = (name: string, from = files) => ({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(from.find((candidate) => candidate.path === name)?.content ?? []),
    });
    await visit(page, `${marketplace.url}/new`);
    const drop = page.locator('input[type=file]');
    await drop.first().setInputFiles([file('model.onnx'), file('parameters.safetensors')]);
    await page.getByText('They fit the network').waitFor();
    await page.getByRole('tab', { name: 'ONNX graph', selected: true }).waitFor();
    await photograph(page, 'new-graph');
    expect.soft(await findViolations(page)).toEqual([]);
    const other = await readExampleBundle('x-squared');
    await drop.last().setInputFiles([file('parameters.safetensors', other)]);
    await page.getByText(/Tensor `.*` (is missing|has shape|is not part|of shape)/).waitFor();
    await goTo(page, 'Review');
    await page.getByText('The initial parameters cannot be used.').waitFor();
    await context.close();
  });

  test('closes a task that has ended, and has what nobody won back in the wallet', async () => {
    const { owner, taskId, deadline } = endingTask;
    const { stack } = marketplace;
    const { token } = stack.deployment.contracts;
    await expect
      .poll(async () => Number((await stack.publicClient.getBlock()).timestamp), {
        timeout: PATIENCE_MS / 2,
        interval: 1_000,
      })
      .toBeGreaterThan(deadline);
    const { context, page, complaints } = await openBrowser({}, owner);
    await visit(page, `${marketplace.url}/tasks/${taskId}/manage`);
    await connect(page);
    await page.getByText('Only a task that is open takes more money.').waitFor();
    await photograph(page, 'task-manage-ended');
    const { pool } = await getTask(stack.client, { taskId });
    // The bounty without the fee of the baseline.
    expect(pool).toBe(parseEther('99'));
    await page.getByRole('button', { name: 'Close the task' }).click();
    await page.getByRole('link', { name: 'Claim it from your account' }).click();
    expect((await getTask(stack.client, { taskId })).status).toBe('Closed');
    const before = await getBalance(stack.client, { token, account: owner.address });
    await page.getByRole('button', { name: 'Claim', exact: true }).click();
    await page.getByText(/^Done: claim 99 /).waitFor();
    expect(await getBalance(stack.client, { token, account: owner.address })).toBe(before + pool);
    expect(await getCredit(stack.client, { token, account: owner.address })).toBe(0n);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('has every step on a phone, without anything wider than it', async () => {
    const { context, page } = await openBrowser({
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
      hasTouch: true,
    });
    await visit(page, `${marketplace.url}/new`);
    await page.getByText('They fit the network').waitFor();
    for (const name of ['Model', 'Evaluation', 'Terms', 'Description', 'Review']) {
      await goTo(page, name);
      await at(page, name).waitFor();
      if (name === 'Evaluation') await page.getByRole('textbox', { name: 'Evaluation code' }).waitFor();
      expect.soft(await page.evaluate(findTooWide)).toEqual([]);
      await photograph(page, `phone-new-${name.toLowerCase()}`);
      expect.soft(await findViolations(page)).toEqual([]);
    }
    await context.close();
  });
});

/** Runs in the page: what makes it wider than its window. */
function findTooWide(): string[] {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > width)
    .map((element) => `${element.tagName} ${element.className.toString()}`.slice(0, 100));
}

/** Runs in the page: which transaction it has kept as sent. */
function readSentAction(): Promise<unknown> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('zarathustra.new-task');
    opening.onsuccess = () => {
      const reading = opening.result.transaction('parts').objectStore('parts').get('publication');
      reading.onsuccess = () => {
        const publication = reading.result as { sent?: { action: string } } | undefined;
        opening.result.close();
        resolve(publication?.sent?.action);
      };
    };
  });
}
