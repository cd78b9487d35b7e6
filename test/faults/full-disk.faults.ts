import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { useFaultScenario } from './scenario.ts';
import { waitUntilGone } from './start-process.ts';

const TIMEOUT_MS = 400_000;
const DISK_BYTES = 600 * 1024 ** 2;

/** A small disk of its own, in memory; `undefined` where this account may not mount one. */
function mountSmallDisk(): string | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'zarathustra-disk-'));
  const { status } = spawnSync('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${DISK_BYTES},mode=755`,
    'tmpfs',
    folder,
  ]);
  if (status === 0) return folder;
  rmSync(folder, { recursive: true });
  return undefined;
}

const disk = mountSmallDisk();

describe.skipIf(disk === undefined)('a disk that fills up while the marketplace runs', () => {
  afterAll(() => {
    if (disk === undefined) return;
    spawnSync('umount', ['--lazy', disk]);
    rmSync(disk, { recursive: true, force: true });
  });
  const scenario = useFaultScenario({ parentFolder: disk });

  test(
    'is told in a sentence; when there is space again everything goes on, and the next submission is settled',
    async () => {
      const { marketplace, suffer } = scenario();
      const ballast = path.join(String(disk), 'ballast');
      const { bavail, bsize } = await statfs(String(disk));
      await writeFile(ballast, Buffer.alloc(bavail * bsize)).catch(() => undefined);
      await marketplace.hear('is full: free some space');
      await marketplace.hear('The chain cannot be saved');
      await rm(ballast);
      await marketplace.hear('There is space on the disk again');
      await suffer({ step: 'evaluated', victim: 'operator 1' });
    },
    TIMEOUT_MS,
  );

  test('nothing was lost, and the checker agrees', () => scenario().expectAgreement(), TIMEOUT_MS);

  test(
    'and when it is stopped no process is left behind',
    async () => {
      const { exitCode, family } = await scenario().marketplace.interrupt();
      expect(exitCode).toBe(0);
      await waitUntilGone(family);
    },
    TIMEOUT_MS,
  );
});
