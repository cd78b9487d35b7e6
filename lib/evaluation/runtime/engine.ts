import type { CreateOrtModule } from 'onnxruntime-web/ort-wasm-simd-threaded.mjs';
import type { Hex } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';
import { type OnnxRuntime, startOnnxRuntime } from './model/onnx-runtime.ts';
import { PINNED_BINARIES, RUNTIME_ID } from './runtime-id.ts';
import { type QuickJs, prepareQuickJs } from './sandbox/sandbox.ts';
import { sha256Hex } from './trace.ts';

/** The two pinned binaries, checked and compiled. */
export type Engine = {
  /** What task definitions name; `RUNTIME_ID`. */
  runtimeId: Hex;
  quickJs: QuickJs;
  onnxRuntime: OnnxRuntime;
};

/** The bytes of the pinned binaries; see `PINNED_BINARIES`. */
export type EngineBinaries = { quickJs: Uint8Array<ArrayBuffer>; onnxRuntime: Uint8Array<ArrayBuffer> };

/** What an engine is made of. */
export type EngineParts = EngineBinaries & {
  /** The default export of `onnxruntime-web/ort-wasm-simd-threaded.mjs`, which instantiates the binary beside it. */
  createOrtModule: CreateOrtModule;
};

/** A binary is not the pinned one, so that results could differ from everybody else's. */
export class RuntimeMismatchError extends BaseError {
  override name = 'RuntimeMismatchError';
  constructor({ binary, expected, actual }: { binary: string; expected: Hex; actual: Hex }) {
    super(`The ${binary} binary is not the one that verdicts are computed with.`, {
      metaMessages: [
        `expected SHA-256 ${expected}`,
        `actual SHA-256   ${actual}`,
        'Install the exact dependencies of the lockfile (npm ci).',
      ],
      docsPath: 'evaluation.md#the-runtime-id',
    });
  }
}

/**
 * Checks that the binaries are those that the runtime id stands for.
 *
 * @throws RuntimeMismatchError
 */
export async function verifyBinaries(binaries: EngineBinaries): Promise<void> {
  for (const binary of ['quickJs', 'onnxRuntime'] as const) {
    const actual = await sha256Hex(binaries[binary]);
    const expected = PINNED_BINARIES[binary];
    if (actual !== expected) throw new RuntimeMismatchError({ binary, expected, actual });
  }
}

/**
 * Checks the binaries against the runtime id and compiles them. Once for a process; evaluations share it, but nothing
 * of theirs is kept in it.
 *
 * @throws RuntimeMismatchError
 */
export async function createEngine(parts: EngineParts): Promise<Engine> {
  await verifyBinaries(parts);
  const quickJs = await prepareQuickJs(parts.quickJs);
  const onnxRuntime = await startOnnxRuntime(parts.onnxRuntime, parts.createOrtModule);
  return { runtimeId: RUNTIME_ID, quickJs, onnxRuntime };
}
