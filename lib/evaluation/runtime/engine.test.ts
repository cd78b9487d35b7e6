import { expect, test } from 'vitest';
import { readEngineBinaries } from '../node/binaries.ts';
import { RuntimeMismatchError, createEngine } from './engine.ts';
import { RUNTIME_ID } from './runtime-id.ts';

test('the installed binaries are the pinned ones, and the runtime id says so', async () => {
  const engine = await createEngine(await readEngineBinaries());
  expect(engine.runtimeId).toBe(RUNTIME_ID);
});

test('the runtime id changes only on purpose', () => {
  expect(RUNTIME_ID).toMatchInlineSnapshot(
    `"0xd15f1612b8730c3befefbd5e5e7adc807b2a58c3001e87443ac584f6df7aa32b"`,
  );
});

test.each(['quickJs', 'onnxRuntime'] as const)('one changed byte in %s is refused', async (name) => {
  const binaries = await readEngineBinaries();
  const changed = { ...binaries, [name]: binaries[name].with(1_000, (binaries[name][1_000] ?? 0) ^ 1) };
  await expect(createEngine(changed)).rejects.toThrow(RuntimeMismatchError);
  await expect(createEngine(changed)).rejects.toThrow(`The ${name} binary is not the one`);
});
