import { type Hex, concatHex, keccak256, numberToHex, stringToHex } from 'viem';

/** SHA-256 of the binaries that decide every bit of an evaluation. */
export const PINNED_BINARIES = {
  /** `@jitl/quickjs-wasmfile-release-sync` 0.32.0: `dist/emscripten-module.wasm` */
  quickJs: '0x105c3bed22d457e43e3d1c3c1c6959fda62a8fe06f0fc8a985303c3a2be72232',
  /** `onnxruntime-web` 1.30.0: `dist/ort-wasm-simd-threaded.wasm` */
  onnxRuntime: '0x3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2',
} as const satisfies { [name: string]: Hex };

/**
 * The version of everything else that decides a score: the meter, the judge's API, the ONNX encoding, the trace. Any
 * change that could change one bit of a result, or one tick, must raise it.
 */
const RUNTIME_VERSION = 3;

/**
 * Names the runtime in task definitions: `keccak256("zarathustra.runtime.v1" ‖ SHA-256(QuickJS) ‖ SHA-256(ONNX Runtime)
 * ‖ uint32 version)`. Operators with another id would compute other verdicts.
 */
export const RUNTIME_ID: Hex = keccak256(
  concatHex([
    stringToHex('zarathustra.runtime.v1'),
    PINNED_BINARIES.quickJs,
    PINNED_BINARIES.onnxRuntime,
    numberToHex(RUNTIME_VERSION, { size: 4 }),
  ]),
);
