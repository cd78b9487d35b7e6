import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type Page, chromium } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readExampleContent } from '#examples/read-content.ts';
import { EXAMPLE_NAMES } from '#examples/registry.ts';
import { readEngineParts } from '../node/engine-parts.ts';
import { type Engine, createEngine } from '../runtime/engine.ts';
import { type EvaluationInput, evaluate } from '../runtime/evaluate.ts';
import { ATTACKS } from '../testing/attacks.ts';
import { EVALUATION_CASES } from '../testing/cases.ts';
import { checkGolden, goldenInput, recordGolden } from '../testing/golden.ts';
import { readGoldenFiles } from '../testing/golden-files.ts';
import { smallInput } from '../testing/inputs.ts';
import { decodeResult, encodeJson } from './test-page/json.ts';
import type { TestPage } from './test-page/main.ts';

declare global {
  // The functions that the page under test offers; `var` is the only way to declare them.
  var evaluateJson: TestPage['evaluateJson'];
  var cancelJson: TestPage['cancelJson'];
  var roundsJson: TestPage['roundsJson'];
  var loadingErrors: TestPage['loadingErrors'];
  var evaluateInOneWorkerJson: TestPage['evaluateInOneWorkerJson'];
}

const ORT_MODULE = fileURLToPath(import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.mjs'));

const CONTENT_TYPES = new Map([
  ['.html', 'text/html'],
  ['.js', 'text/javascript'],
  ['.mjs', 'text/javascript'],
  ['.wasm', 'application/wasm'],
]);

let directory: string;
let server: Server;
let browser: Browser;
let page: Page;
let engine: Engine;

beforeAll(async () => {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(
      `There is no Chromium at ${executablePath}. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.`,
    );
  }
  const parts = await readEngineParts();
  engine = await createEngine(parts);
  directory = await mkdtemp(join(tmpdir(), 'zarathustra-browser-'));
  await build({
    root: fileURLToPath(new URL('./test-page', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: directory, emptyOutDir: true, minify: false, assetsInlineLimit: 0 },
  });
  const served = new Map([
    ['/quickjs.wasm', parts.quickJs],
    ['/onnxruntime.wasm', parts.onnxRuntime],
    ['/onnxruntime.mjs', await readFile(ORT_MODULE)],
    ['/changed.wasm', parts.quickJs.with(1_000, (parts.quickJs[1_000] ?? 0) ^ 1)],
  ]);
  server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '/');
    const binary = served.get(path);
    (binary ? Promise.resolve(binary) : readFile(join(directory, path))).then(
      (body) =>
        response.setHeader('content-type', CONTENT_TYPES.get(extname(path)) ?? 'text/plain').end(body),
      () => response.writeHead(404).end(),
    );
  });
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      if (bound && typeof bound === 'object') resolve(bound);
      else reject(new Error('the test server has no port'));
    });
  });
  browser = await chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${address.port}/`);
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  if (directory) await rm(directory, { recursive: true, force: true });
});

const evaluateInBrowser = (input: EvaluationInput) =>
  page.evaluate((json) => globalThis.evaluateJson(json), encodeJson(input));

test.for(EVALUATION_CASES)(
  'Chromium computes the same scores, budgets, errors and trace digest as Node: $name',
  { timeout: 240_000 },
  async ({ input }) => {
    const inNode = await evaluate(engine, input());
    expect(await evaluateInBrowser(input())).toBe(encodeJson(inNode));
  },
);

test('every attack comes to the same in Chromium as in Node, in one worker that survives them all', async () => {
  const inputs = [...ATTACKS.map(({ input }) => input()), smallInput()];
  const inBrowser = await page.evaluate(
    (jsons) => globalThis.evaluateInOneWorkerJson(jsons),
    inputs.map(encodeJson),
  );
  expect(inBrowser).toHaveLength(inputs.length);
  for (const [index, input] of inputs.entries()) {
    const name = ATTACKS[index]?.name ?? 'an evaluation after all attacks';
    const inNode = encodeJson(await evaluate(engine, input));
    expect(`${name}: ${inBrowser[index]}`).toBe(`${name}: ${inNode}`);
  }
}, 240_000);

test.for(EXAMPLE_NAMES)(
  'Chromium computes the golden values of the example %s',
  { timeout: 240_000 },
  async (name) => {
    const content = await readExampleContent(name);
    const recorded = (await readGoldenFiles()).get(name);
    if (!recorded) throw new Error(`There are no golden values of ${name}: run "npm run generate".`);
    const result = decodeResult(await evaluateInBrowser(goldenInput(content)));
    checkGolden({ name, recorded, computed: recordGolden(content, result) });
  },
);

test('an evaluation in the browser can be cancelled', { timeout: 120_000 }, async () => {
  const [first] = EVALUATION_CASES;
  const json = encodeJson(first?.input());
  expect(await page.evaluate((input) => globalThis.cancelJson(input), json)).toBe('EvaluationCancelledError');
});

test(
  'an evaluation in the browser tells each round as soon as it is over',
  { timeout: 120_000 },
  async () => {
    const [first] = EVALUATION_CASES;
    if (!first) throw new Error('there are no cases');
    const result = await evaluate(engine, first.input());
    if (result.outcome === 'Invalid') throw new Error('the case is broken');
    const told = await page.evaluate((input) => globalThis.roundsJson(input), encodeJson(first.input()));
    expect(told).toBe(encodeJson(result.rounds));
  },
);

test('an engine that is not served, or not the pinned one, is an error that says so', async () => {
  const messages = await page.evaluate(
    (wrongUrls) => globalThis.loadingErrors(wrongUrls),
    [{ quickJsUrl: 'missing.wasm' }, { quickJsUrl: 'changed.wasm' }, { onnxRuntimeUrl: 'changed.wasm' }, {}],
  );
  expect(messages.map((message) => message.split('\n')[0])).toEqual([
    'BinaryFetchError: The evaluation runtime could not be loaded from missing.wasm.',
    'RuntimeMismatchError: The quickJs binary is not the one that verdicts are computed with.',
    'RuntimeMismatchError: The onnxRuntime binary is not the one that verdicts are computed with.',
    'loaded',
  ]);
});
