import type { Engine } from './engine.ts';
import { evaluate } from './evaluate.ts';
import { writeSafetensors } from './parameters/safetensors.ts';

/**
 * Runs a tiny evaluation, so that the binaries are compiled and the first real one finds them warm. It also shows that
 * the engine works at all before anything depends on it.
 */
export async function warmUp(engine: Engine): Promise<void> {
  const text = new TextEncoder();
  await evaluate(engine, {
    architecture: text.encode('{"input":{"shape":[1]},"layers":[{"type":"linear","outFeatures":1}]}'),
    evaluation: text.encode(
      'export default async ({ random, model, metrics }) => {\n' +
        '  const x = random.uniform(1000);\n' +
        '  const { y } = await model.run({ x });\n' +
        '  return metrics.rSquared(y.data, x.map((v) => v * v));\n' +
        '};\n',
    ),
    championParameters: writeSafetensors(
      new Map([
        ['0.weight', { shape: [1, 1], data: Float32Array.of(1) }],
        ['0.bias', { shape: [1], data: Float32Array.of(0) }],
      ]),
    ),
    terms: { targetScore: 10n ** 18n, minGapBps: 0, rounds: 64, requiredWins: 64 },
    seed: `0x${'00'.repeat(32)}`,
    budget: {
      ticks: 100_000_000n,
      nativeWork: 10_000n,
      tensorElements: 10_000n,
      modelRuns: 1,
      memoryBytes: 1 << 20,
      stackBytes: 1 << 16,
    },
  });
}
