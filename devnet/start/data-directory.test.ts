import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeRunFile } from '../children/run-file.ts';
import { openDataDirectory } from './data-directory.ts';
import { DataDirectoryError, MarketplaceRunningError } from './errors.ts';

const onNotice = () => undefined;
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zarathustra-data-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a directory that does not exist is made', async () => {
  const directory = path.join(folder, 'a', 'b');
  const opened = await openDataDirectory({ directory, fresh: false, onNotice });
  expect(opened.root).toBe(directory);
  expect(await readdir(directory)).toContain('marketplace.json');
});

test('a second run beside the first is refused, and let in after its end', async () => {
  const first = await openDataDirectory({ directory: folder, fresh: false, onNotice });
  const again = openDataDirectory({ directory: folder, fresh: false, onNotice });
  await expect(again).rejects.toThrow(MarketplaceRunningError);
  await first.release();
  await openDataDirectory({ directory: folder, fresh: false, onNotice });
});

test('the note of a run that was killed does not keep the next one out', async () => {
  await openDataDirectory({ directory: folder, fresh: false, onNotice }).then(({ release }) => release());
  await writeFile(path.join(folder, 'start.run.json'), JSON.stringify({ pid: process.pid, startedAt: '1' }));
  await openDataDirectory({ directory: folder, fresh: false, onNotice });
});

test('a folder with something else in it is refused, and nothing of it removed', async () => {
  await writeFile(path.join(folder, 'thesis.tex'), 'years of work');
  const opening = openDataDirectory({ directory: folder, fresh: true, onNotice });
  await expect(opening).rejects.toThrow(DataDirectoryError);
  await expect(opening).rejects.toThrow(/--data DIR/);
  expect(await readdir(folder)).toEqual(['thesis.tex']);
});

test('a file in place of the directory is refused with the setting that changes it', async () => {
  const file = path.join(folder, 'file');
  await writeFile(file, '');
  const opening = openDataDirectory({ directory: file, fresh: false, onNotice });
  await expect(opening).rejects.toThrow(/it is no directory[\s\S]*--data DIR/);
});

test('a fresh start removes what was kept, and nothing that is not the marketplace’s', async () => {
  const first = await openDataDirectory({ directory: folder, fresh: false, onNotice });
  await mkdir(first.operator(1), { recursive: true });
  await writeFile(path.join(first.operator(1), 'bls-key'), '0x00');
  await writeFile(first.deploymentFile, '{}');
  await writeFile(path.join(folder, 'notes.txt'), 'mine');
  await first.release();

  await openDataDirectory({ directory: folder, fresh: true, onNotice });
  const left = await readdir(folder);
  expect(left).toContain('notes.txt');
  expect(left).not.toContain('operators');
  expect(left).not.toContain('deployment.json');
});

test('a process that a killed run left behind is ended before the directory is used', async () => {
  const first = await openDataDirectory({ directory: folder, fresh: false, onNotice });
  await first.release();
  const { spawn } = await import('node:child_process');
  const left = spawn('sleep', ['1000'], { stdio: 'ignore' });
  const ended = new Promise((resolve) => left.once('exit', (_code, signal) => resolve(signal)));
  await mkdir(first.operator(1), { recursive: true });
  await writeRunFile(path.join(first.operator(1), 'node.run.json'), left.pid ?? 0);

  await openDataDirectory({ directory: folder, fresh: false, onNotice });
  expect(await ended).toBe('SIGTERM');
});
