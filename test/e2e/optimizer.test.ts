import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import * as ort from 'onnxruntime-web/wasm';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEngineParts } from '#evaluation/node/engine-parts.ts';
import { readSafetensors } from '#evaluation/runtime/parameters/safetensors.ts';
import { readExampleContent } from '#examples/read-content.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { encodeOnnx } from '#sdk/export/encode-onnx.ts';
import { getCredit } from '#sdk/marketplace/get-credit.ts';
import { getSubmission } from '#sdk/marketplace/get-submission.ts';
import { launchBrowser } from './browser.ts';
import { type InjectedWallet, OTHER_CHAIN_ID, injectWallet } from './injected-wallet.ts';
import { press } from './keyboard.ts';
import { type LocalMarketplace, startLocalMarketplace } from './local-marketplace.ts';
import { photograph } from './photograph.ts';
import { reload, visit } from './visit.ts';

const DESKTOP = { width: 1280, height: 860 };
const PHONE = { width: 360, height: 740 };
/** A busy machine evaluates slowly, and verdicts wait for blocks. */
const PATIENCE_MS = 240_000;

describe('the optimizer’s way', { timeout: 600_000 }, () => {
  let marketplace: LocalMarketplace;
  let browser: Browser;
  let taskId: number;
  /** What somebody has got from the baseline, and the baseline itself. */
  let trained: Uint8Array<ArrayBuffer>;
  let baseline: Uint8Array<ArrayBuffer>;
  let variants = 0;

  beforeAll(async () => {
    [marketplace, browser] = await Promise.all([startLocalMarketplace(), launchBrowser()]);
    const { input } = await readExampleContent('x-squared');
    trained = input.challengerParameters;
    baseline = input.championParameters;
    taskId = await marketplace.publishExample('x-squared');
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await marketplace?.stop();
  });

  const taskUrl = () => `${marketplace.url}/tasks/${taskId}`;

  async function open(
    viewport = DESKTOP,
    hasTouch = false,
  ): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext({ viewport, hasTouch, acceptDownloads: true });
    context.setDefaultTimeout(PATIENCE_MS);
    return { context, page: await context.newPage() };
  }

  async function openWithWallet(
    url = taskUrl(),
  ): Promise<{ context: BrowserContext; page: Page; wallet: InjectedWallet }> {
    const { context, page } = await open();
    const account = privateKeyToAccount(generatePrivateKey());
    const wallet = await injectWallet(context, { account, rpcUrl: marketplace.stack.rpcUrl });
    await visit(page, url);
    await page.getByRole('button', { name: 'Connect' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Test wallet' }).click();
    await page.getByRole('button', { name: /^Account 0x/ }).waitFor();
    return { context, page, wallet };
  }

  /**
   * Parameters as good as the trained ones, and like none before: what an earlier test has uploaded, the operators
   * hold, and no wallet is asked to authorise it again.
   */
  const vary = (parameters: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
    variants += 1;
    const varied = parameters.slice();
    // The lowest bits of the last weight; a file of little-endian numbers ends with them.
    const at = varied.length - Float32Array.BYTES_PER_ELEMENT;
    varied.set([variants], at);
    return varied;
  };
  const bring = async (page: Page, file: Uint8Array, name = 'candidate.safetensors') => {
    const button = page.getByRole('button', { name: 'Bring parameters' });
    if (await button.isVisible()) await button.click();
    await page.getByRole('button', { name: /^Drop your parameters/ }).waitFor();
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(file) });
  };

  test('Improve it here: trained, previewed, submitted without an extension, paid, claimed', async () => {
    const { context, page } = await open();
    const complaints: string[] = [];
    context.on('weberror', (error) => complaints.push(error.error().message));
    await visit(page, taskUrl());
    await page.getByRole('button', { name: 'Improve it here' }).click();
    await page.getByText('Chance to win').waitFor();
    await photograph(page, 'optimizer-preview');
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(
      violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' ')}`,
      ),
    ).toEqual([]);
    await page.getByRole('button', { name: 'Submit with a development account' }).click();
    await page.getByText('It paid').waitFor();
    await photograph(page, 'optimizer-paid');
    await page.getByRole('button', { name: /^Claim / }).click();
    await page.getByText('went to your account').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('the whole path with a wallet of one’s own: a file, a preview, a submission, a payout, a claim', async () => {
    const ownTaskId = await marketplace.publishExample('x-squared');
    const { context, page, wallet } = await openWithWallet(`${marketplace.url}/tasks/${ownTaskId}`);
    await bring(page, trained);
    await page.getByText('Chance to win').waitFor();
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByText('It paid').waitFor();
    await page.getByText(`Your submission 1 to task ${ownTaskId} won`).waitFor();
    await page.getByRole('button', { name: /^Claim / }).click();
    await page.getByText('went to your account').waitFor();
    const { token } = marketplace.stack.deployment.contracts;
    const account = wallet.account.address;
    expect(await getCredit(marketplace.stack.client, { token, account })).toBe(0n);
    const submissionId = toSubmissionId({ taskId: ownTaskId, index: 1 });
    expect((await getSubmission(marketplace.stack.client, { submissionId })).status).toBe('Improved');
    await context.close();
  });

  test('a verdict replayed in the browser is equal, to the last digit', async () => {
    const { context, page } = await open();
    await visit(page, `${taskUrl()}/submissions/1`);
    await page.getByRole('button', { name: 'Replay in your browser' }).click();
    await page.getByText('Equal, to the last digit').waitFor();
    const gateways = await page.getByLabel('Gateways to fetch the content from').inputValue();
    expect(gateways.split('\n')[0]).toBe(marketplace.url);
    expect(gateways.split('\n')).toHaveLength(marketplace.stack.operators.length + 1);
    await photograph(page, 'optimizer-replay');
    const digests = page.getByRole('row', { name: /^Trace digest/ });
    expect(await digests.getByRole('cell').last().textContent()).toBe('yes');
    await page.getByLabel('Gateways to fetch the content from').fill('http://127.0.0.1:9');
    await page.getByRole('button', { name: 'Replay again' }).click();
    await page.getByRole('main').getByRole('alert').waitFor();
    // The page's own address relays what the operators hold; one that does not answer is passed over.
    await page
      .getByLabel('Gateways to fetch the content from')
      .fill(`http://127.0.0.1:9\n${marketplace.url}`);
    await page.getByRole('button', { name: 'Replay again' }).click();
    await page.getByText('Equal, to the last digit').waitFor();
    await context.close();
  });

  test('a file that does not fit is refused at once with the reason; a worse one says so, and loses', async () => {
    const { context, page, wallet } = await openWithWallet();
    const { input } = await readExampleContent('two-moons');
    await bring(page, input.championParameters);
    await page.getByText(/^Tensor/).waitFor();
    expect(await page.getByRole('main').getByRole('alert').textContent()).toMatch(
      /has shape \[\d+, \d+\], expected \[\d+, \d+\]|is missing|is not part/,
    );
    expect(wallet.asked.filter((method) => /sendTransaction|signTypedData/.test(method))).toEqual([]);
    await bring(page, baseline);
    await page.getByText('A try costs more than it earns').waitFor();
    await photograph(page, 'optimizer-worse');
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByText('It did not beat the champion').first().waitFor();
    await context.close();
  });

  test('a rejected signature costs nothing, the wrong network is asked to be left, and then it goes on', async () => {
    const { context, page, wallet } = await openWithWallet();
    await bring(page, trained);
    await page.getByText('Chance to win').waitFor();
    await wallet.goTo(page, OTHER_CHAIN_ID);
    await page.getByRole('main').getByRole('button', { name: 'Switch to the local chain' }).click();
    wallet.rejectNext('eth_sendTransaction');
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByText('You rejected it in the wallet.').first().waitFor();
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Submit', exact: true }).waitFor();
    expect(wallet.asked.filter((method) => method === 'eth_signTypedData_v4')).toEqual([]);
    await context.close();
  });

  test('a reload in the middle of each step loses nothing, and another device reveals with the saved file', async () => {
    const { context, page, wallet } = await openWithWallet();
    await bring(page, vary(trained));
    await page.getByText('Chance to win').waitFor();
    // Committed; the authorisation of the upload is refused.
    wallet.rejectNext('SubmissionUpload');
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByRole('button', { name: 'Go on' }).waitFor();
    await visit(page, marketplace.url);
    const reminder = page.getByRole('complementary', { name: 'Unrevealed submissions' });
    await reminder.getByRole('link', { name: 'Go on' }).click();
    // Uploaded; the revealing transaction is refused.
    wallet.rejectNext('eth_sendTransaction');
    await page.getByRole('main').getByRole('button', { name: 'Go on' }).click();
    await page.getByText('You rejected it in the wallet.').first().waitFor();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the file' }).click();
    const file = await (await downloading).path();
    await reload(page);
    await reminder.getByText(/Reveal it by block [\d,  ]+ \(≈ in .*\), or the bond is lost/).waitFor();
    await photograph(page, 'optimizer-reminder');

    const other = await open();
    await visit(other.page, `${taskUrl()}#improve`);
    await other.page.getByText('Go on with a submission from another device').click();
    await other.page
      .locator('input[type=file]')
      .last()
      .setInputFiles({
        name: 'mine.submission.json',
        mimeType: 'application/json',
        buffer: await readFile(file),
      });
    await other.page
      .getByText(/WalletDisconnected|No wallet is connected/)
      .first()
      .waitFor();
    await other.page.getByRole('main').getByRole('button', { name: 'Connect a wallet' }).click();
    await other.page.getByRole('dialog').getByRole('button', { name: 'Development account 2' }).click();
    await other.page.getByRole('main').getByRole('button', { name: 'Go on' }).click();
    await other.page
      .getByText(/The operators evaluate it|It did not beat|It beat the champion/)
      .first()
      .waitFor();
    await other.context.close();

    // The first device hears of it.
    await visit(page, `${taskUrl()}#improve`);
    await page.getByRole('main').getByRole('button', { name: 'Go on' }).click();
    await page
      .getByText(/It did not beat|It beat the champion/)
      .first()
      .waitFor();
    await reload(page);
    await page.getByRole('heading', { name: 'Improve it' }).waitFor();
    expect(await reminder.count()).toBe(0);
    await context.close();
  });

  test('on a phone a touch leads from the task to its payout, without anything wider than it', async () => {
    const ownTaskId = await marketplace.publishExample('x-squared');
    const { context, page } = await open(PHONE, true);
    const widthOf = () => page.evaluate(() => document.documentElement.scrollWidth);
    await visit(page, `${marketplace.url}/tasks/${ownTaskId}`);
    await page.getByRole('button', { name: 'Improve it here' }).tap();
    await page.getByText('Chance to win').waitFor();
    expect(await widthOf()).toBeLessThanOrEqual(PHONE.width);
    await photograph(page, 'optimizer-phone');
    await page.getByRole('button', { name: 'Submit with a development account' }).tap();
    await page.getByText('It paid').waitFor();
    expect(await widthOf()).toBeLessThanOrEqual(PHONE.width);
    await photograph(page, 'optimizer-phone-paid');
    await page.getByRole('button', { name: /^Claim / }).tap();
    await page.getByText('went to your account').waitFor();
    await context.close();
  });

  test('the keyboard alone connects, brings parameters, submits them and claims the payout', async () => {
    const ownTaskId = await marketplace.publishExample('x-squared');
    const { context, page } = await open();
    const account = privateKeyToAccount(generatePrivateKey());
    await injectWallet(context, { account, rpcUrl: marketplace.stack.rpcUrl });
    const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).first();
    await visit(page, `${marketplace.url}/tasks/${ownTaskId}`);
    await press(page, button('Connect'));
    await press(page, page.getByRole('dialog').getByRole('button', { name: 'Test wallet' }));
    await button(/^Account 0x/).waitFor();
    await press(page, button('Bring parameters'));
    const choosing = page.waitForEvent('filechooser');
    await press(page, button(/^Drop your parameters/));
    const buffer = Buffer.from(vary(trained));
    await (
      await choosing
    ).setFiles({ name: 'mine.safetensors', mimeType: 'application/octet-stream', buffer });
    await page.getByText('Chance to win').waitFor();
    await press(page, button('Submit'));
    await page.getByText('It paid').waitFor();
    await press(page, button(/^Claim /));
    await page.getByText('went to your account').waitFor();
    await context.close();
  });

  test('bundle, champion and network are downloaded from the page, whole and ready to run', async () => {
    const { input } = await readExampleContent('x-squared');
    const { context, page } = await open();
    await visit(page, taskUrl());
    const download = async (name: string) => {
      const downloading = page.waitForEvent('download');
      await page.getByRole('link', { name, exact: true }).click();
      const file = await downloading;
      return { name: file.suggestedFilename(), bytes: new Uint8Array(await readFile(await file.path())) };
    };
    const champion = await download('Champion’s parameters');
    expect(champion.name).toMatch(/\.safetensors$/);
    const names = (file: Uint8Array) => [...readSafetensors(file).keys()].sort();
    expect(names(champion.bytes)).toEqual(names(input.championParameters));

    const onnx = await download('Champion, to run');
    expect(onnx.name).toMatch(/\.onnx$/);
    expect(onnx.bytes).toEqual(encodeOnnx({ ...input, parameters: champion.bytes }));
    // As the page's snippet does it: ones, in the shape that the network says.
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmBinary = (await readEngineParts()).onnxRuntime;
    const session = await ort.InferenceSession.create(onnx.bytes);
    expect(session.inputNames).toEqual(['x']);
    const { y } = await session.run({ x: new ort.Tensor('float32', Float32Array.of(1), [1, 1]) });
    expect(y?.dims).toEqual([1, 1]);
    expect(Number.isFinite(Number((await y?.getData())?.[0]))).toBe(true);
    await session.release();

    const zip = await download('Starter kit');
    expect(zip.name).toMatch(/\.zip$/);
    const listed = new TextDecoder('latin1').decode(zip.bytes);
    for (const name of ['task.json', 'architecture.json', 'evaluation.js', 'champion.safetensors']) {
      expect(listed).toContain(`task-${taskId}/${name}`);
    }
    const address = `${marketplace.url}/api/v1/tasks/${taskId}/bundle.zip`;
    const etag = (await fetch(address)).headers.get('etag') ?? '';
    const again = await fetch(address, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect((await fetch(`${marketplace.url}/api/v1/tasks/999/bundle.zip`)).status).toBe(404);
    await context.close();
  });
});
