import { expect, test } from 'vitest';
import { formatBytes } from './format-bytes.ts';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1023, '1023 bytes'],
  [1024, '1.00 KiB'],
  [4_684, '4.57 KiB'],
  [16 * 2 ** 20, '16.0 MiB'],
  [300 * 2 ** 20, '300 MiB'],
  [2 ** 42, '4096 GiB'],
])('%i is shown as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
