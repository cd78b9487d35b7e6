import { bytesToHex } from 'viem';
import { expect, test } from 'vitest';
import { createTraceHash } from './trace.ts';

async function digestOf(
  domain: string,
  frames: readonly (string | Uint8Array<ArrayBuffer>)[],
): Promise<string> {
  const trace = createTraceHash(domain);
  for (const frame of frames) {
    if (typeof frame === 'string') trace.addText(frame);
    else trace.add(frame);
  }
  return bytesToHex(await trace.digest());
}

test('a trace is a SHA-256 over framed bytes', async () => {
  // printf '\0\0\0\0\0\0\0\0\1d\0\0\0\0\0\0\0\0\2ab' | sha256sum
  expect(await digestOf('d', ['ab'])).toBe(
    '0xfdbd266240ee62a7b5333c7f9f8321c0656e544f4bbbc50c7f4eab85d98dd8da',
  );
});

test('frames cannot be shifted into each other, nor domains exchanged', async () => {
  const digests = await Promise.all([
    digestOf('d', ['ab', 'c']),
    digestOf('d', ['a', 'bc']),
    digestOf('d', ['abc']),
    digestOf('d', ['', 'abc']),
    digestOf('e', ['ab', 'c']),
  ]);
  expect(new Set(digests).size).toBe(digests.length);
});

test('large frames and many frames count as much as small ones', async () => {
  const large = (last: number) => new Uint8Array(200_000).fill(last, 199_999);
  const many = (last: string) => [...Array.from({ length: 300 }, () => 'x'.repeat(10_000)), last];
  expect(await digestOf('d', [large(1)])).not.toBe(await digestOf('d', [large(2)]));
  expect(await digestOf('d', [large(1)])).toBe(await digestOf('d', [large(1)]));
  expect(await digestOf('d', many('a'))).not.toBe(await digestOf('d', many('b')));
  expect(await digestOf('d', many('a'))).toBe(await digestOf('d', many('a')));
});
