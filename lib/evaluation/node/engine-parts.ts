import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import createOrtModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs';
import { type EngineParts, verifyBinaries } from '../runtime/engine.ts';

/** Reads what an engine is made of from the installed packages; `createEngine` checks that the binaries are the pinned ones. */
export async function readEngineParts(): Promise<EngineParts> {
  const read = async (specifier: string) =>
    new Uint8Array(await readFile(fileURLToPath(import.meta.resolve(specifier))));
  const [quickJs, onnxRuntime] = await Promise.all([
    read('@jitl/quickjs-wasmfile-release-sync/wasm'),
    read('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
  ]);
  return { quickJs, onnxRuntime, createOrtModule };
}

/**
 * Checks that the installed binaries are the pinned ones. For whoever wants to know before anything else is started.
 *
 * @throws RuntimeMismatchError
 */
export async function verifyInstalledBinaries(): Promise<void> {
  await verifyBinaries(await readEngineParts());
}
