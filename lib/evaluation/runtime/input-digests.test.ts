import { bytesToHex } from 'viem';
import { expect, test } from 'vitest';
import { createInputDigests } from './input-digests.ts';
import { sha256 } from './trace.ts';

const bytes = (length: number, value: number) => new Uint8Array(length).fill(value);

test('every input gets its own digest, whatever the other model’s later inputs were', async () => {
  const digests = createInputDigests();
  for (const seed of [1, 2]) {
    digests.startRound();
    const firstRun = () => [bytes(8, seed), bytes(16, seed + 1)];
    for (const runs of [
      [firstRun(), [bytes(8, seed), bytes(4, 7)], [bytes(4, 6)]],
      [firstRun(), [bytes(8, seed), bytes(4, 8)], [bytes(12, 9)], [bytes(4, 5)]],
      [firstRun(), [bytes(4, 7)]],
      [],
    ]) {
      digests.startModel();
      for (const inputs of runs) {
        digests.startRun();
        for (const input of inputs) {
          const expected = bytesToHex(await sha256(input));
          const digest = digests.digestOf(input);
          input.fill(0);
          expect(bytesToHex(await digest)).toBe(expected);
        }
      }
    }
  }
});
