import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { parseProcessTicks, readNodeTicks, spentBetween, sumNodeTicks } from './cpu-time.ts';

const ticks = (parent: number, own: number, ended = 0) => ({ parent, own, ended });

/** Burns a fifth of a second of CPU time, however busy the machine is. */
const BURN = 'const start = process.cpuUsage(); while (process.cpuUsage(start).user < 200_000);';

describe('parseProcessTicks', () => {
  test('behavior: the name may contain brackets and spaces', () => {
    const stat =
      '4242 (a (b) c) S 17 4242 4242 0 -1 4194560 3000 900 0 0 120 30 44 6 20 0 11 0 99 1000 200 1 2 3';
    expect(parseProcessTicks(stat)).toEqual({ parent: 17, own: 150, ended: 50 });
  });
});

describe('sumNodeTicks', () => {
  const processes = new Map([
    [1, ticks(0, 1_000_000, 1_000_000)],
    [10, ticks(1, 50, 300)],
    [11, ticks(10, 40)],
    [12, ticks(11, 7, 2)],
    [20, ticks(1, 9)],
  ]);

  test('default: what is below a node, running or ended, is its evaluators’', () => {
    expect(sumNodeTicks(processes, 10)).toEqual({ own: 50, evaluators: 349 });
    expect(sumNodeTicks(processes, 20)).toEqual({ own: 9, evaluators: 0 });
  });

  test('behavior: a node that has ended is an error', () => {
    expect(() => sumNodeTicks(processes, 99)).toThrow(RangeError);
  });
});

describe('spentBetween', () => {
  test('default: adds up over the nodes', () => {
    const before = [
      { own: 5, evaluators: 10 },
      { own: 6, evaluators: 0 },
    ];
    const after = [
      { own: 7, evaluators: 40 },
      { own: 6, evaluators: 3 },
    ];
    expect(spentBetween(before, after)).toEqual({ own: 2, evaluators: 33 });
  });
});

describe.runIf(process.platform === 'linux')('readNodeTicks', () => {
  test('default: a child counts while it runs, and after it has ended', async () => {
    const [before] = await readNodeTicks([process.pid]);
    const child = spawn(
      process.execPath,
      ['-e', `${BURN} console.log('done'); setInterval(() => {}, 1000);`],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(child.stdout, 'data');
    const [during] = await readNodeTicks([process.pid]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const [after] = await readNodeTicks([process.pid]);
    if (!before || !during || !after) throw new Error('no reading');
    expect(during.evaluators - before.evaluators).toBeGreaterThanOrEqual(19);
    expect(after.evaluators).toBeGreaterThanOrEqual(during.evaluators);

    execFileSync(process.execPath, ['-e', BURN]);
    const [later] = await readNodeTicks([process.pid]);
    expect(later && later.evaluators - after.evaluators).toBeGreaterThanOrEqual(19);
  });
});
