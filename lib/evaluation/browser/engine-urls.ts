import { BinaryFetchError } from './binary-fetch-error.ts';
import { type EngineBinaries, verifyBinaries } from '../runtime/engine.ts';

/** Where the three files of the engine are served, unchanged, by the page's own origin. */
export type EngineUrls = {
  /** `@jitl/quickjs-wasmfile-release-sync/wasm` */
  quickJsUrl: string;
  /** `onnxruntime-web/ort-wasm-simd-threaded.wasm` */
  onnxRuntimeUrl: string;
  /** `onnxruntime-web/ort-wasm-simd-threaded.mjs`, as JavaScript. */
  onnxRuntimeModuleUrl: string;
};

/**
 * Where the bundler puts the three files: it finds them by these expressions, copies them and puts a hash of their content into
 * their names. Bundlers that do not look packages up in `new URL` (Vite) need URLs of their own.
 */
export const BUNDLED_ENGINE_URLS: EngineUrls = {
  quickJsUrl: new URL('@jitl/quickjs-wasmfile-release-sync/wasm', import.meta.url).href,
  onnxRuntimeUrl: new URL('onnxruntime-web/ort-wasm-simd-threaded.wasm', import.meta.url).href,
  onnxRuntimeModuleUrl: new URL('onnxruntime-web/ort-wasm-simd-threaded.mjs', import.meta.url).href,
};

/**
 * Fetches the pinned binaries and checks them.
 *
 * @throws BinaryFetchError, RuntimeMismatchError
 */
export async function fetchEngineBinaries({
  quickJsUrl,
  onnxRuntimeUrl,
}: EngineUrls): Promise<EngineBinaries> {
  const [quickJs, onnxRuntime] = await Promise.all([fetchBinary(quickJsUrl), fetchBinary(onnxRuntimeUrl)]);
  const binaries = { quickJs, onnxRuntime };
  await verifyBinaries(binaries);
  return binaries;
}

async function fetchBinary(url: string): Promise<Uint8Array<ArrayBuffer>> {
  let response: Response;
  try {
    response = await fetch(url);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new BinaryFetchError({ url, reason: 'the server did not answer', cause });
  }
  throw new BinaryFetchError({ url, reason: `HTTP status ${response.status}` });
}
