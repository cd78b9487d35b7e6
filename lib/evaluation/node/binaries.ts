import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { EngineBinaries } from '../runtime/engine.ts';

/** Reads the pinned binaries from the installed packages; `createEngine` checks that they are the pinned ones. */
export async function readEngineBinaries(): Promise<EngineBinaries> {
  const read = async (specifier: string) =>
    new Uint8Array(await readFile(fileURLToPath(import.meta.resolve(specifier))));
  const [quickJs, onnxRuntime] = await Promise.all([
    read('@jitl/quickjs-wasmfile-release-sync/wasm'),
    read('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
  ]);
  return { quickJs, onnxRuntime };
}
