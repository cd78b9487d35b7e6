import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';

const CLOCK = path.join(import.meta.dirname, 'shifted-clock.ts');
const DAY_MS = 86_400_000;
const SCRIPT = `setInterval(() => console.log(Date.now(), new Date().getTime(), new Date(5).getTime(), new Date() instanceof Date), 20)`;

test('a process sees its clock jump by what the file says, and back, and given dates stay what they are', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'zarathustra-clock-'));
  const file = path.join(folder, 'clock');
  await writeFile(file, '86400');
  const child = spawn(process.execPath, ['--import', CLOCK, '-e', SCRIPT], {
    env: { ...process.env, SHIFTED_CLOCK_FILE: file },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  const lines = createInterface({ input: child.stdout });
  const isAhead = async () => {
    const [line] = (await once(lines, 'line')) as [string];
    const [now, constructed, given, isDate] = line.split(' ');
    expect([given, isDate]).toEqual(['5', 'true']);
    expect(Math.abs(Number(now) - Number(constructed))).toBeLessThan(DAY_MS / 2);
    return Number(now) - Date.now() > DAY_MS / 2;
  };
  expect(await isAhead()).toBe(true);
  await writeFile(file, '0');
  await expect.poll(isAhead, { timeout: 60_000 }).toBe(false);
});
