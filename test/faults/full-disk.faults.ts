import { afterAll, describe, expect, test } from 'vitest';
import { useFaultScenario } from './scenario.ts';
import { mountSmallDisk } from './small-disk.ts';
import { waitUntilGone } from './start-process.ts';

const TIMEOUT_MS = 400_000;
const DISK_BYTES = 600 * 1024 ** 2;

const disk = mountSmallDisk({ bytes: DISK_BYTES });

describe.skipIf(disk === undefined)('a disk that fills up while the marketplace runs', () => {
  afterAll(() => disk?.unmount());
  const scenario = useFaultScenario({ parentFolder: disk?.folder });

  test(
    'is told in a sentence; when there is space again everything goes on, and the next submission is settled',
    async () => {
      const { marketplace, suffer } = scenario();
      await disk?.fill();
      await marketplace.hear('is full: free some space');
      await marketplace.hear('The chain cannot be saved');
      await disk?.free();
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
