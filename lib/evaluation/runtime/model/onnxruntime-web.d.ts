/** ONNX Runtime’s own WebAssembly module, as its package builds and exports it, without the JavaScript API above it. */
declare module 'onnxruntime-web/ort-wasm-simd-threaded.mjs' {
  /** The functions of `onnxruntime/wasm/api.cc`. Pointers and handles are numbers; 0 is none. */
  export type OrtModule = {
    readonly HEAPU8: Uint8Array<SharedArrayBuffer>;
    _malloc(bytes: number): number;
    _free(address: number): void;
    _OrtInit(threads: number, logLevel: number): number;
    _OrtGetLastError(codeInto: number, messageInto: number): void;
    _OrtCreateSessionOptions(
      optimizationLevel: number,
      enableCpuArena: boolean,
      enableMemoryPattern: boolean,
      executionMode: number,
      enableProfiling: boolean,
      profileFilePrefix: number,
      logId: number,
      logSeverity: number,
      logVerbosity: number,
      optimizedModelFile: number,
    ): number;
    _OrtReleaseSessionOptions(options: number): number;
    _OrtCreateSession(onnx: number, bytes: number, options: number): number;
    _OrtReleaseSession(session: number): number;
    _OrtCreateTensor(
      type: number,
      data: number,
      bytes: number,
      dims: number,
      dimensions: number,
      location: number,
    ): number;
    _OrtReleaseTensor(tensor: number): number;
    _OrtRun(
      session: number,
      inputNames: number,
      inputs: number,
      inputCount: number,
      outputNames: number,
      outputCount: number,
      outputs: number,
      options: number,
    ): number;
  };

  export type CreateOrtModule = (options: {
    numThreads: number;
    wasmBinary: Uint8Array;
    /** Where the module would look for the binary; must be given so that it does not ask its surroundings. */
    locateFile(name: string): string;
  }) => Promise<OrtModule>;

  const createOrtModule: CreateOrtModule;
  export default createOrtModule;
}
