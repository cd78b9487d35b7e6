import { expect, test } from 'vitest';
import { readEngineParts } from '../../node/engine-parts.ts';
import { createGuest } from './guest.ts';
import { instantiateQuickJs } from './quickjs-instance.ts';
import { prepareQuickJs } from './sandbox.ts';
import { restoreImage } from './snapshot.ts';

test.each([
  ['little', '1 + 1'],
  ['a deep stack', 'const deep = (n) => (n ? deep(n - 1) + 1 : 0); deep(100)'],
  ['much memory', 'globalThis.kept = new Uint8Array(3e6).fill(1); 0'],
  ['regular expressions and sorting', '"b,a".repeat(999).split(/,/).sort().join().length'],
])('after %s, every byte is what it was', async (_, code) => {
  const { quickJs } = await readEngineParts();
  const { module, image, addresses } = await prepareQuickJs(quickJs);
  const instance = instantiateQuickJs(module, { memoryBytes: 2 ** 24, callHost: () => 0 });
  const guest = createGuest(instance, addresses);
  restoreImage(instance, image);
  guest.setMaxStackSize(2 ** 18);
  restoreImage(instance, image);
  const before = new Uint8Array(instance.memory.buffer.slice(0));

  guest.setMaxStackSize(2 ** 18);
  expect(guest.evaluateScript(code, 'test.js').error).toBeUndefined();
  restoreImage(instance, image);
  const after = new Uint8Array(instance.memory.buffer);
  expect(after.findIndex((byte, address) => byte !== (before[address] ?? 0))).toBe(-1);
});
