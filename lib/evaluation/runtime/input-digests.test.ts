import { bytesToHex } from 'viem';
import { expect, test } from 'vitest';
import { createInputDigests } from './input-digests.ts';
import { sha256 } from './trace.ts';

const bytes = (length: number, value: number) => new Uint8Array(length).fill(value);

test('every input gets its own digest, whatever the other model’s inputs were', async () => {
  const startRound = createInputDigests();
  for (const seed of [1, 2]) {
    const startModel = startRound();
    for (const inputs of [
      [bytes(8, seed), bytes(4, 7)],
      [bytes(8, seed), bytes(4, 8), bytes(12, 9)],
      [bytes(4, 7)],
    ]) {
      const digestOf = startModel();
      for (const input of inputs) {
        const expected = bytesToHex(await sha256(input));
        const digest = digestOf(input);
        input.fill(0);
        expect(bytesToHex(await digest)).toBe(expected);
      }
    }
  }
});
