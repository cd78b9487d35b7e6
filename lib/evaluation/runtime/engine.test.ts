import { expect, test } from 'vitest';
import { readEngineParts } from '../node/engine-parts.ts';
import { RuntimeMismatchError, createEngine } from './engine.ts';
import { RUNTIME_ID } from './runtime-id.ts';

test('the installed binaries are the pinned ones, and the runtime id says so', async () => {
  const engine = await createEngine(await readEngineParts());
  expect(engine.runtimeId).toBe(RUNTIME_ID);
});

test('the runtime id changes only on purpose', () => {
  expect(RUNTIME_ID).toMatchInlineSnapshot(
    `"0xb28eddd2777880dd13ec73434952bebe5c5cedfbace2c82de3cda59b0f8d1f03"`,
  );
});

test.each(['quickJs', 'onnxRuntime'] as const)('one changed byte in %s is refused', async (name) => {
  const binaries = await readEngineParts();
  const changed = { ...binaries, [name]: binaries[name].with(1_000, (binaries[name][1_000] ?? 0) ^ 1) };
  await expect(createEngine(changed)).rejects.toThrow(RuntimeMismatchError);
  await expect(createEngine(changed)).rejects.toThrow(`The ${name} binary is not the one`);
});
