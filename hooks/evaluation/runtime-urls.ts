import type { EvaluatorOptions } from '#evaluation/browser/evaluator.ts';

/**
 * Where this origin serves the two pinned binaries. The build copies them from the installed packages and names them by
 * their content, so that a browser keeps them for good and a new runtime is never mistaken for the old one.
 */
export const RUNTIME_URLS: EvaluatorOptions = {
  quickJsUrl: new URL('@jitl/quickjs-wasmfile-release-sync/wasm', import.meta.url).href,
  onnxRuntimeUrl: new URL('onnxruntime-web/ort-wasm-simd-threaded.wasm', import.meta.url).href,
};
