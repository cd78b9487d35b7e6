import { open, readFile, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { RuntimeMismatchError } from '../runtime/engine.ts';
import { TEST_BUDGET, judge, smallInput } from '../testing/inputs.ts';
import { readEngineParts } from './engine-parts.ts';
import { type EvaluatorOptions, type NodeEvaluator, createEvaluator } from './evaluator.ts';
import { findIsolationTools } from './isolation.ts';
import { readResidentBytes } from './resident-size.ts';

const MIB = 1024 ** 2;
const tools = findIsolationTools();

let evaluator: NodeEvaluator | undefined;
const create = async (options: EvaluatorOptions) => (evaluator = await createEvaluator(options));
afterEach(() => evaluator?.close());

/** Takes all memory that it gets. */
const hungry = () =>
  smallInput({
    evaluation: judge('const kept = []; for (;;) kept.push(new Uint8Array(1 << 22).fill(1));'),
    budget: { ...TEST_BUDGET, ticks: 100_000_000_000n, memoryBytes: 2_000 * MIB },
  });

/** The process of an evaluation that runs, seen from outside. */
async function whileEvaluating<T>(look: (pid: number) => Promise<T>): Promise<T> {
  const running = await create({ warmProcesses: 0 });
  const endless = smallInput({
    evaluation: judge('for (;;);'),
    budget: { ...TEST_BUDGET, ticks: 1_000_000_000_000n },
  });
  return new Promise<T>((resolve, reject) => {
    running
      .evaluate(endless, {
        onProgress: () => {
          const [pid] = running.processIds();
          (pid === undefined ? Promise.reject(new Error('there is no process')) : look(pid))
            .then(resolve, reject)
            .finally(() => void running.close());
        },
      })
      .catch(() => undefined);
  });
}

describe('where there is no prlimit', () => {
  const unlimited = { ...tools, prlimit: undefined };

  test('the process is watched, and killed by its resident size: an abstention, and this process survives', async () => {
    const watched = await create({ memoryBytes: 500 * MIB, tools: unlimited });
    expect(watched.isolation.memory).toBe('watched');
    await expect(watched.evaluate(hungry())).rejects.toMatchObject({
      name: 'EvaluationAbstainedError',
      abstentionCause: 'crashed',
      details: `Its process grew beyond ${500 * MIB} bytes of memory.`,
    });
    expect(await watched.evaluate(smallInput())).toMatchObject({ outcome: 'Baseline' });
  });

  test('an evaluation that stays below it comes to the same', async () => {
    const watched = await create({ tools: unlimited });
    const result = await watched.evaluate(smallInput());
    const limited = await createEvaluator({ tools });
    expect(await limited.evaluate(smallInput())).toEqual(result);
    await limited.close();
  });
});

test.runIf(tools.prlimit)('with prlimit, memory beyond the limit cannot even be allocated', async () => {
  const limited = await create({ memoryBytes: 700 * MIB });
  expect(limited.isolation.memory).toBe('limited');
  await expect(limited.evaluate(hungry())).rejects.toMatchObject({ name: 'EvaluationAbstainedError' });
});

describe.runIf(process.platform === 'linux')('the process of an evaluation', () => {
  test('has nothing of this environment', async () => {
    process.env['EVALUATION_TEST_SECRET'] = 'secret';
    const environment = await whileEvaluating((pid) => readFile(`/proc/${pid}/environ`, 'utf8'));
    delete process.env['EVALUATION_TEST_SECRET'];
    const names = environment
      .split('\0')
      .filter(Boolean)
      .map((line) => line.split('=')[0]);
    expect(names.sort()).toEqual(['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE', 'NODE_ENV']);
  });

  test('stands in an empty directory', async () => {
    const files = await whileEvaluating(async (pid) => readdir(await readlink(`/proc/${pid}/cwd`)));
    expect(files).toEqual([]);
  });

  test('inherits no file that is open here', async () => {
    const path = join(tmpdir(), `zarathustra-open-${process.pid}`);
    const file = await open(path, 'w');
    const targets = await whileEvaluating(async (pid) =>
      Promise.all(
        (await readdir(`/proc/${pid}/fd`)).map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
      ),
    );
    await file.close();
    await rm(path);
    expect(targets.length).toBeGreaterThan(3);
    expect(targets).not.toContain(path);
    // What is left is null, pipes and sockets to this process, and what Node itself waits with.
    expect(
      targets.filter((target) => !/^(\/dev\/null|pipe:|socket:|anon_inode:|)/.exec(target)?.[0]),
    ).toEqual([]);
  });

  test.runIf(tools.unshare)('has no network', async () => {
    const [its, ours] = await whileEvaluating((pid) =>
      Promise.all([readlink(`/proc/${pid}/ns/net`), readlink('/proc/self/ns/net')]),
    );
    expect(its).not.toBe(ours);
    expect(evaluator?.isolation.network).toBe('none');
    const devices = await whileEvaluating((pid) => readFile(`/proc/${pid}/net/dev`, 'utf8'));
    const names = devices
      .split('\n')
      .slice(2)
      .map((line) => line.split(':')[0]?.trim())
      .filter(Boolean);
    expect(names).toEqual(['lo']);
  });

  test('its resident size is known', async () => {
    const bytes = await whileEvaluating(readResidentBytes);
    expect(bytes).toBeGreaterThan(30 * MIB);
    expect(await readResidentBytes(2 ** 30)).toBeUndefined();
  });
});

test('binaries that are not the pinned ones are refused before anything is evaluated', async () => {
  const { quickJs, onnxRuntime } = await readEngineParts();
  const readBinaries = async () => ({
    quickJs,
    onnxRuntime: onnxRuntime.with(99, 1 ^ (onnxRuntime[99] ?? 0)),
  });
  await expect(createEvaluator({ readBinaries })).rejects.toThrow(RuntimeMismatchError);
});
