import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IndexWriter } from '#database/projections/index-writer.ts';
import { formatAmount } from '#components/value/format-amount.ts';
import { useTestDatabase } from '../database.ts';
import { emitted } from '../event-logs.ts';
import {
  addReports,
  appendEvents,
  createShowcase,
  describeShowcase,
  indexShowcase,
} from '../fixtures/showcase.ts';
import { showcaseAccount } from '../fixtures/showcase-market.ts';
import { launchBrowser } from './browser.ts';
import { startSlowProxy } from './slow-proxy.ts';
import { photograph } from './photograph.ts';
import { visit } from './visit.ts';
import { type WebApp, startWebApp } from './web-app.ts';
import { type WebSurroundings, startWebSurroundings } from './web-surroundings.ts';

const SCREENSHOTS = path.resolve(import.meta.dirname, '../../screenshots');

/** Every page, and the heading that says that it is there. */
const PAGES = [
  { name: 'tasks', path: '/', heading: 'Tasks' },
  { name: 'tasks-open', path: '/?show=open&order=bounty', heading: 'Tasks' },
  { name: 'task', path: '/tasks/1', heading: 'Learn x² on [−10, 10]' },
  { name: 'task-measuring', path: '/tasks/10', heading: 'Keyword spotting in noise' },
  { name: 'task-void', path: '/tasks/5', heading: 'Cart and pole, 500 steps' },
  { name: 'submission-improved', path: '/tasks/1/submissions/13', heading: 'Submission 13' },
  { name: 'submission-not-improved', path: '/tasks/1/submissions/14', heading: 'Submission 14' },
  { name: 'submission-evaluating', path: '/tasks/1/submissions/19', heading: 'Submission 19' },
  { name: 'submission-behind', path: '/tasks/1/submissions/20', heading: 'Submission 20' },
  { name: 'submission-waiting', path: '/tasks/1/submissions/21', heading: 'Submission 21' },
  { name: 'submission-committed', path: '/tasks/1/submissions/22', heading: 'Submission 22' },
  { name: 'submission-expired', path: '/tasks/1/submissions/15', heading: 'Submission 15' },
  { name: 'submission-invalid', path: '/tasks/1/submissions/16', heading: 'Submission 16' },
  { name: 'submission-unavailable', path: '/tasks/1/submissions/17', heading: 'Submission 17' },
  { name: 'submission-not-revealed', path: '/tasks/1/submissions/18', heading: 'Submission 18' },
  { name: 'baseline', path: '/tasks/1/submissions/0', heading: 'Baseline' },
  { name: 'operators', path: '/operators', heading: 'Operators' },
  { name: 'network', path: '/network', heading: 'Network' },
  { name: 'tasks-search', path: '/?search=regression', heading: 'Tasks' },
  { name: 'tasks-not-found', path: '/?search=perpetuum', heading: 'Tasks' },
  { name: 'task-graph', path: '/tasks/3', heading: 'Next character of plain English' },
  { name: 'owner', path: `/accounts/${showcaseAccount('maria')}`, heading: '0x' },
  { name: 'operator', path: `/accounts/${showcaseAccount('north')}`, heading: '0x' },
  { name: 'api', path: '/api', heading: 'Read API' },
  { name: 'account', path: `/accounts/${showcaseAccount('ada')}`, heading: '0x' },
  { name: 'not-found', path: '/tasks/999', heading: 'There is nothing here' },
] as const;

/** axe judges colours and structure, which the phone has in common with the desktop. */
const VIEWS = [
  { name: 'desktop-light', colorScheme: 'light', viewport: { width: 1280, height: 860 }, isJudged: true },
  { name: 'desktop-dark', colorScheme: 'dark', viewport: { width: 1280, height: 860 }, isJudged: true },
  { name: 'phone-light', colorScheme: 'light', viewport: { width: 360, height: 740 }, isJudged: false },
  { name: 'phone-dark', colorScheme: 'dark', viewport: { width: 360, height: 740 }, isJudged: false },
] as const;

/** Long enough for a time that counts to pass through some of its lengths. */
const MINUTES = 12;

/** What the first visit of the marketplace may load in scripts, compressed. */
const FIRST_LOAD_BYTES = 200 * 1024;

describe('the web app', () => {
  const database = useTestDatabase();
  const emptyDatabase = useTestDatabase();
  let surroundings: WebSurroundings;
  let writer: IndexWriter;
  let app: WebApp;
  let browser: Browser;

  beforeAll(async () => {
    await mkdir(SCREENSHOTS, { recursive: true });
    surroundings = await startWebSurroundings();
    const showcase = await createShowcase({
      token: surroundings.token,
      gatewayUrl: surroundings.gatewayUrl,
      endTimestamp: Math.floor(Date.now() / 1000),
    });
    await surroundings.hold(showcase.contents);
    writer = await indexShowcase(database(), showcase);
    await describeShowcase(database(), showcase);
    await addReports(database());
    app = await startWebApp({ DATABASE_URL: database().url, RPC_URL: surroundings.rpcUrl });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await surroundings?.stop();
  });

  async function open(context: BrowserContext, place: string): Promise<Page> {
    const page = await context.newPage();
    await visit(page, `${app.url}${place}`);
    return page;
  }

  describe.each(VIEWS)('in $name', ({ name: view, isJudged, ...options }) => {
    let context: BrowserContext;
    let page: Page;
    const foreign: string[] = [];
    const complaints: string[] = [];

    beforeAll(async () => {
      context = await browser.newContext(options);
      await context.addInitScript(countLayoutShifts);
      context.on('request', (request) => {
        if (!request.url().startsWith(app.url) && !request.url().startsWith('data:'))
          foreign.push(request.url());
      });
      context.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
      });
      context.on('weberror', (error) => complaints.push(error.error().message));
      page = await context.newPage();
    });

    afterAll(() => context.close());

    test.each(PAGES)(
      '$name: nothing moves, nothing sticks out, nothing comes from elsewhere, axe finds nothing',
      async ({ name, path: place, heading }) => {
        foreign.length = 0;
        complaints.length = 0;
        await visit(page, `${app.url}${place}`);
        expect(await page.locator('h1').textContent()).toContain(heading);
        const measured = await page.evaluate(() => ({
          contentWidth: document.documentElement.scrollWidth,
          windowWidth: window.innerWidth,
          layoutShift: Number(document.documentElement.dataset['layoutShift'] ?? 0),
        }));
        // A picture of the whole page changes the window's size, so it comes after measuring.
        await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.${view}.png`), fullPage: true });
        expect(measured.contentWidth).toBeLessThanOrEqual(measured.windowWidth);
        expect(Number(measured.layoutShift.toFixed(4))).toBe(0);
        if (isJudged) {
          const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
          expect(
            violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
          ).toEqual([]);
        }
        expect(foreign).toEqual([]);
        // The browser complains about the status of a page that is not there.
        expect(complaints.filter((complaint) => !complaint.endsWith('/tasks/999'))).toEqual([]);
      },
    );
  });

  test('a page that arrives in pieces is painted when it is whole, so that nothing moves', async () => {
    const slow = await startSlowProxy(app.url);
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    await context.addInitScript(countLayoutShifts);
    const page = await context.newPage();
    for (const place of ['/operators', '/tasks/1/submissions/13']) {
      await visit(page, `${slow.url}${place}`);
      expect(await page.evaluate(() => document.documentElement.dataset['layoutShift'] ?? '0')).toBe('0');
    }
    await context.close();
    await slow.stop();
  });

  test('minutes that go by move nothing', async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    await context.addInitScript(countLayoutShifts);
    const page = await context.newPage();
    await page.clock.install();
    for (const place of ['/operators', '/tasks/1', '/tasks/1/submissions/22']) {
      await visit(page, `${app.url}${place}`);
      const readTimes = () => page.locator('time:visible').allInnerTexts();
      const before = await readTimes();
      for (let minute = 0; minute < MINUTES; minute += 1) await page.clock.runFor(61_000);
      expect(await readTimes()).not.toEqual(before);
      const shift = await page.evaluate(() => document.documentElement.dataset['layoutShift'] ?? '0');
      expect({ place, shift: Number(shift).toFixed(4) }).toEqual({ place, shift: '0.0000' });
    }
    await context.close();
  });

  test('the network is drawn from content that the browser verified, and told as a table', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
    const page = await open(context, '/tasks/1');
    await page.mouse.move(200, 200);
    await page.getByRole('heading', { name: 'Network' }).scrollIntoViewIfNeeded();
    await page.getByText('5 steps, 1,153 parameters').waitFor();
    await page.locator('.react-flow__node').nth(6).waitFor();
    expect(await page.locator('.react-flow__node').allInnerTexts()).toContain('linear\n32\n64 params');
    expect(await page.locator('.react-flow__edge').count()).toBe(6);
    await page.getByText('The network as a table').click();
    const row = page.getByRole('row', { name: '2.weight' });
    expect(await row.innerText()).toContain('2.weight 32 × 32, 2.bias 32');
    await page.screenshot({ path: path.join(SCREENSHOTS, 'task-network.png'), fullPage: true });
    await context.close();
  });

  test('the evaluation code is shown in colours, and never runs in the page', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
    const page = await open(context, '/tasks/2');
    await page.mouse.move(200, 200);
    await page.getByRole('heading', { name: 'Evaluation code' }).scrollIntoViewIfNeeded();
    const code = page.getByRole('region', { name: 'The code' });
    await code.getByText('export', { exact: true }).first().waitFor();
    expect(await code.locator('pre').innerText()).toContain('export default async function evaluate');
    expect(await code.locator('span.text-champion').first().innerText()).toMatch(/^(export|import|const)$/);
    await page.getByText('It reads data/', { exact: false }).waitFor();
    await page.screenshot({ path: path.join(SCREENSHOTS, 'task-evaluation.png'), fullPage: true });
    await context.close();
  });

  test('a description is what its owner wrote, but nothing in it runs or is fetched', async () => {
    const context = await browser.newContext();
    const page = await open(context, '/tasks/1');
    const text = page.getByRole('region', { name: 'What is wanted' });
    expect(await text.locator('strong').innerText()).toBe('two hidden layers');
    expect(await text.locator('li').count()).toBe(2);
    expect(await text.locator('h1, h2:not(:first-child), script, img').count()).toBe(0);
    expect(await text.getByRole('link', { name: 'a parabola' }).getAttribute('rel')).toContain('noreferrer');
    expect(await text.locator('a[href^="javascript"]').count()).toBe(0);
    expect(await page.title()).toContain('Learn x²');
    await context.close();
  });

  test('a task is found by what it is about, with a filter kept, and by the keyboard alone', async () => {
    const context = await browser.newContext();
    const page = await open(context, '/?show=open');
    await page.getByRole('searchbox', { name: 'Search tasks' }).fill('plain english');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/?show=open&search=plain+english');
    expect(await page.locator('main article').count()).toBe(1);
    await page.getByRole('link', { name: 'Next character of plain English', exact: false }).waitFor();
    await context.close();
  });

  test('a gateway that holds nothing leaves a sentence where the network would be', async () => {
    const context = await browser.newContext();
    const page = await open(context, '/tasks/10');
    // What is short enough to need no scrolling waits for a sign of life.
    await page.mouse.move(200, 200);
    await page.getByRole('heading', { name: 'Network' }).scrollIntoViewIfNeeded();
    await page.getByRole('region', { name: 'Network' }).getByRole('alert').waitFor();
    await context.close();
  });

  test('the read API answers from this server, to any origin', async () => {
    const response = await fetch(`${app.url}/api/v1/tasks?search=parabola`, {
      headers: { Origin: 'https://example.org' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toMatchObject({ rows: [{ taskId: 1 }], nextCursor: null });
    const document = await fetch(`${app.url}/api/v1/openapi.json`);
    expect(Object.keys((await document.json()).paths)).toContain('/api/v1/tasks/{taskId}');
    expect((await fetch(`${app.url}/api/v1/nothing`)).status).toBe(404);
  });

  test('the payment on the page is the one that the rules compute, exact to the base unit', async () => {
    const context = await browser.newContext();
    const page = await open(context, '/tasks/1/submissions/13');
    const row = await database().prisma.submission.findFirstOrThrow({ where: { taskId: 1, index: 13 } });
    const amount = BigInt(row.payment.toFixed(0));
    expect(amount).toBeGreaterThan(0n);
    const paid = page.locator(`data[value="${amount}"]`).first();
    expect(await paid.getAttribute('data-hint')).toBe(`${formatAmount({ amount, decimals: 18 }).full} ZTT`);
    await context.close();
  });

  test('an invalid submission says why, in a sentence with the tensor and both shapes', async () => {
    const context = await browser.newContext();
    const page = await open(context, '/tasks/1/submissions/16');
    expect(await page.locator('main').innerText()).toContain(
      'Tensor 2.weight has shape [32, 16], expected [32, 32].',
    );
    await context.close();
  });

  test('pointing at an amount shows it to the base unit, and a term its meaning', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
    const page = await open(context, '/tasks/1');
    const row = await database().prisma.task.findUniqueOrThrow({ where: { id: 1 } });
    const amount = BigInt(row.pool.toFixed(0));
    await page.locator(`data[value="${amount}"]`).first().hover();
    const { full } = formatAmount({ amount, decimals: 18 });
    await page.locator('[data-hint-layer]', { hasText: `${full} ZTT` }).waitFor();
    await page.getByRole('button', { name: 'Rounds to win' }).click();
    await page.getByText('The challenger must win 14 of them', { exact: false }).waitFor();
    await page.screenshot({ path: path.join(SCREENSHOTS, 'term.png') });
    await page.keyboard.press('Escape');
    await page
      .getByText('The challenger must win 14 of them', { exact: false })
      .waitFor({ state: 'detached' });
    await context.close();
  });

  test('what happens while the page is open appears on it without reloading', async () => {
    const context = await browser.newContext();
    const page = await open(context, '/tasks/1/submissions/22');
    await page.evaluate(() => {
      document.documentElement.dataset['untouched'] = 'yes';
    });
    await page.getByText('It waits for the optimizer', { exact: false }).waitFor();
    await appendEvents(writer, [
      emitted('modelSubmission.SubmissionRevealed', {
        submissionId: (1n << 32n) | 22n,
        parameters: { digest: `0x${'22'.repeat(32)}`, codec: 0x55 },
        seedBlock: 50_000,
        championAtReveal: 1n << 32n,
      }),
    ]);
    await page
      .getByText('It waits for the block whose randomness seeds the data', { exact: false })
      .waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset['untouched'])).toBe('yes');
    await context.close();
  });

  test('rounds and signatures are counted on the page as they come, between two blocks', async () => {
    const context = await browser.newContext();
    const page = await open(context, '/tasks/1/submissions/19');
    await page.getByText('0 of 16 rounds').waitFor();
    await page.evaluate(() => {
      document.documentElement.dataset['untouched'] = 'yes';
    });
    const { prisma } = database();
    const key = { submissionId: (1n << 32n) | 19n, seed: `0x${'19'.repeat(32)}`, championId: 1n << 32n };
    await prisma.operatorEvaluation.create({ data: { ...key, taskDefinitionId: 1, finishedRounds: 7 } });
    await page.getByText('7 of 16 rounds are done here', { exact: false }).waitFor();
    await page.getByText('7 of 16 rounds', { exact: true }).waitFor();
    await photograph(page, 'submission-rounds');
    await prisma.operatorEvaluation.updateMany({ where: key, data: { status: 'Done', verdict: '0x' } });
    await page.getByText('waits for the elected operator to claim its verdict', { exact: false }).waitFor();
    const operator = showcaseAccount('north');
    await prisma.performerClaim.create({
      data: { ...key, attempt: 0, performer: operator, proofOfTask: key.seed, signature: '0x' },
    });
    await prisma.receivedAttestation.create({
      data: { ...key, operator, signature: '0x', isVerified: true },
    });
    await page.getByText('1 of 4 operators have signed', { exact: false }).waitFor();
    await page.getByText(/At the latest it ends with block [\d,  ]+/).waitFor();
    await photograph(page, 'submission-signatures');
    expect(await page.evaluate(() => document.documentElement.dataset['untouched'])).toBe('yes');
    await context.close();
  });

  test('a client that lost its connection is told what happened meanwhile, and nothing else', async () => {
    const checkpoint = await writer.readCheckpoint();
    if (!checkpoint) throw new Error('The index is empty.');
    await appendEvents(writer, [
      emitted('modelSubmission.ToppedUp', {
        taskId: 3,
        from: showcaseAccount('patron'),
        amount: 1n,
        pool: 7n,
      }),
    ]);
    const abort = new AbortController();
    const response = await fetch(`${app.url}/api/events`, {
      headers: { 'Last-Event-ID': checkpoint.number.toString() },
      signal: abort.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const text = await readUntil(response, 'data:');
    abort.abort();
    expect(text).toContain(`id: ${checkpoint.number + 1n}\nevent: index\n`);
    const data: unknown = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? 'null');
    expect(data).toMatchObject({ isReset: false, taskIds: [3], submissionIds: [] });
  });

  test('the keyboard reaches the content, the tasks and the theme', async () => {
    const context = await browser.newContext({ colorScheme: 'light' });
    const page = await open(context, '/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.getByRole('button', { name: 'Colours: as the system' }).press('Enter');
    await page.getByRole('button', { name: 'Colours: light' }).press('Enter');
    await page.getByRole('button', { name: 'Colours: dark' }).waitFor();
    await page.waitForFunction(() => document.documentElement.classList.contains('dark'));
    await context.close();
  });

  test('the number of a submission on the chain leads to its page', async () => {
    const response = await fetch(`${app.url}/submissions/${(1n << 32n) | 13n}`, { redirect: 'manual' });
    expect(response.status).toBe(308);
    expect(response.headers.get('location')).toMatch(/\/tasks\/1\/submissions\/13$/);
  });

  test('the scripts of the first visit keep to their budget', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    const scripts = new Set<string>();
    let bytes = 0;
    session.on('Network.responseReceived', ({ requestId, type }) => {
      if (type === 'Script') scripts.add(requestId);
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength;
    });
    await visit(page, app.url);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(FIRST_LOAD_BYTES);
    await context.close();
  });

  test('an index that is still empty says what will fill it, on every page', async () => {
    const emptyApp = await startWebApp({ DATABASE_URL: emptyDatabase().url });
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
    const page = await context.newPage();
    for (const [place, sentence] of [
      ['/', 'The index is still empty'],
      ['/operators', 'Nobody operates yet'],
      ['/network', 'No bounty yet'],
    ] as const) {
      await page.goto(`${emptyApp.url}${place}`);
      await page.getByText(sentence).waitFor();
      await page.screenshot({
        path: path.join(SCREENSHOTS, `empty${place.replace('/', '-')}.png`),
        fullPage: true,
      });
    }
    await context.close();
    await emptyApp.stop();
  });

  test('an index that cannot be reached leads to a page that says so, with a way to try again', async () => {
    const lostApp = await startWebApp({ DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:9/nowhere' });
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
    const page = await context.newPage();
    await page.goto(lostApp.url);
    await page.getByText('The index did not answer').waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await page.screenshot({ path: path.join(SCREENSHOTS, 'error.png'), fullPage: true });
    await context.close();
    await lostApp.stop();
  });
});

/** Runs in the page: adds up what moved by itself. */
function countLayoutShifts(): void {
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const shift = 'value' in entry && typeof entry.value === 'number' ? entry.value : 0;
      const { dataset } = document.documentElement;
      dataset['layoutShift'] = String(Number(dataset['layoutShift'] ?? 0) + shift);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** What a response says up to the piece in which a text comes. */
async function readUntil({ body }: Response, expected: string): Promise<string> {
  if (!body) throw new Error('The response has no body.');
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes(expected)) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
  }
  return text;
}
