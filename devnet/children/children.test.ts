import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { identifyProcess } from '../processes.ts';
import { startChild } from './child.ts';
import { findRunning } from './run-file.ts';
import { supervise } from './supervise.ts';

const POLL_INTERVAL_MS = 20;
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zarathustra-children-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function script(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(POLL_INTERVAL_MS);
}

describe('startChild', () => {
  test('behavior: a child ends when whoever started it is killed', async () => {
    const idle = await script('idle.mjs', `setInterval(() => undefined, 1000); console.log('here');`);
    const child = path.join(import.meta.dirname, 'child.ts');
    const parent = await script(
      'parent.mjs',
      `import { startChild } from ${JSON.stringify(child)};
       const started = await startChild({ folder: ${JSON.stringify(folder)}, name: 'idle', arguments: [${JSON.stringify(idle)}] });
       console.log(started.pid);
       setInterval(() => undefined, 1000);`,
    );
    const process_: ChildProcess = spawn(process.execPath, [parent], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    process_.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    await until(() => /\d+\n/.test(output));
    const pid = Number(output);
    await until(async () => (await readFile(path.join(folder, 'idle.log'), 'utf8')).includes('here'));
    expect(await identifyProcess(pid)).toBeDefined();
    const ended = once(process_, 'exit');
    process_.kill('SIGKILL');
    await ended;
    await until(async () => (await identifyProcess(pid)) === undefined);
  });

  test('behavior: our own settings are not those of a child', async () => {
    process.env['ZARATHUSTRA_DATA_DIRECTORY'] = '/somewhere';
    try {
      const file = await script(
        'environment.mjs',
        `console.log(JSON.stringify(Object.keys(process.env).filter((name) => name.startsWith('ZARATHUSTRA'))));`,
      );
      const lines: string[] = [];
      const child = await startChild({
        folder,
        name: 'environment',
        arguments: [file],
        onLine: (line) => lines.push(line),
      });
      expect(await child.ended).toBe('status 0');
      await child.stop();
      expect(lines).toEqual(['[]']);
    } finally {
      delete process.env['ZARATHUSTRA_DATA_DIRECTORY'];
    }
  });

  test('behavior: one that is left over under the same name is ended first', async () => {
    const idle = await script('idle.mjs', `setInterval(() => undefined, 1000);`);
    const first = await startChild({ folder, name: 'idle', arguments: [idle] });
    const second = await startChild({ folder, name: 'idle', arguments: [idle] });
    expect(await first.ended).toBe('signal SIGTERM');
    expect(await findRunning(path.join(folder, 'idle.run.json'))).toMatchObject({ pid: second.pid });
    await second.stop();
    expect(await findRunning(path.join(folder, 'idle.run.json'))).toBeUndefined();
  });
});

describe('supervise', () => {
  test('behavior: a part that ends is started again, and it is said', async () => {
    const notices: string[] = [];
    let starts = 0;
    const first = Promise.withResolvers<string>();
    const again = Promise.withResolvers<undefined>();
    const supervised = await supervise({
      name: 'operator 1',
      onNotice: (sentence) => notices.push(sentence),
      start: async () => {
        starts += 1;
        if (starts === 2) again.resolve(undefined);
        return {
          ended: starts === 1 ? first.promise : new Promise(() => undefined),
          stop: () => Promise.resolve(),
        };
      },
    });
    first.resolve('signal SIGKILL');
    await again.promise;
    expect(notices).toEqual(['Operator 1 ended (signal SIGKILL); it is started again in 0.5 s.']);
    await supervised.stop();
    expect(starts).toBe(2);
  });

  test('error: the first start’s is thrown', async () => {
    const starting = supervise({
      name: 'x',
      onNotice: () => undefined,
      start: () => Promise.reject(new RangeError('no')),
    });
    await expect(starting).rejects.toThrow('no');
  });
});
