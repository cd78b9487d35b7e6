import createOrtModule, { type OrtModule } from 'onnxruntime-web/ort-wasm-simd-threaded.mjs';
import { BaseError } from '#protocol/errors/base.ts';

const POINTER_BYTES = 4;
const FLOAT32_BYTES = 4;

/** Numbers of ONNX Runtime’s C API. */
const LOG_ERRORS = 3;
const ALL_OPTIMIZATIONS = 99;
const SEQUENTIAL = 0;
const FLOAT32 = 1;
const ON_CPU = 1;

/** ONNX Runtime reports a failure. The content was checked before, so the host is to blame. */
export class OnnxRuntimeError extends BaseError {
  override name = 'OnnxRuntimeError';
  constructor(action: string, details: string) {
    super(`ONNX Runtime cannot ${action}.`, { details });
  }
}

/** One network, loaded. */
export type OnnxSession = {
  /**
   * Runs it on so many samples and gives the output to `into`. It returns when it is done: nothing else happens in between.
   *
   * @throws OnnxRuntimeError
   */
  run(input: Float32Array, batch: number, into: Float32Array): void;
  release(): void;
};

/** An input or output: its name, and the shape of one sample. */
type Port = { name: string; shape: readonly number[] };

/** ONNX Runtime in one thread. */
export type OnnxRuntime = {
  /** @throws OnnxRuntimeError */
  createSession(onnx: Uint8Array, ports: { input: Port; output: Port }): OnnxSession;
};

/**
 * Starts ONNX Runtime from its pinned binary and calls the binary's functions directly: a small network is done sooner than a
 * JavaScript API around it.
 */
export async function startOnnxRuntime(binary: Uint8Array): Promise<OnnxRuntime> {
  // One thread: more of them would need cross-origin isolation in browsers.
  const ort = await createOrtModule({ numThreads: 1, wasmBinary: binary, locateFile: (name) => name });
  const native = createNative(ort);
  native.check('start', ort._OrtInit(1, LOG_ERRORS));

  return {
    createSession(onnx, ports) {
      const session = loadSession(ort, native, onnx);
      const inputName = native.newText(ports.input.name);
      const outputName = native.newText(ports.output.name);
      // Four pointers that `_OrtRun` takes by their addresses.
      const table = native.allocate(4 * POINTER_BYTES);
      const [inputNames, outputNames, inputs, outputs] = [0, 1, 2, 3].map(
        (slot) => table + slot * POINTER_BYTES,
      );
      if (!inputNames || !outputNames || !inputs || !outputs) throw new TypeError('unreachable');
      native.setPointer(inputNames, inputName);
      native.setPointer(outputNames, outputName);
      let tensors: Tensors | undefined;

      return {
        run(input, batch, into) {
          if (tensors?.batch !== batch) {
            tensors?.release();
            tensors = undefined;
          }
          tensors ??= createTensors(ort, native, batch, ports);
          native.setPointer(inputs, tensors.input.handle);
          native.floats().set(input, tensors.input.address / FLOAT32_BYTES);
          // Written by every run: what was there is what to write into.
          native.setPointer(outputs, tensors.output.handle);
          native.check(
            'run the model',
            ort._OrtRun(session, inputNames, inputs, 1, outputNames, 1, outputs, 0),
          );
          const first = tensors.output.address / FLOAT32_BYTES;
          into.set(native.floats().subarray(first, first + into.length));
        },
        release() {
          tensors?.release();
          for (const address of [inputName, outputName, table]) ort._free(address);
          native.check('release a model', ort._OrtReleaseSession(session));
        },
      };
    },
  };
}

/** Input and output of one batch size, in ONNX Runtime's memory; kept, since most judges ask for one size again and again. */
type Tensors = { batch: number; input: Tensor; output: Tensor; release(): void };
type Tensor = { handle: number; address: number };

function createTensors(
  ort: OrtModule,
  native: Native,
  batch: number,
  ports: { input: Port; output: Port },
): Tensors {
  const create = ({ shape: sample }: Port): Tensor => {
    const dims = [batch, ...sample];
    const bytes = dims.reduce((product, size) => product * size, FLOAT32_BYTES);
    const address = native.allocate(bytes);
    const shape = native.allocate(dims.length * POINTER_BYTES);
    dims.forEach((size, axis) => native.setPointer(shape + axis * POINTER_BYTES, size));
    const handle = ort._OrtCreateTensor(FLOAT32, address, bytes, shape, dims.length, ON_CPU);
    ort._free(shape);
    return { handle: native.checkHandle('create a tensor', handle), address };
  };
  const input = create(ports.input);
  const output = create(ports.output);
  return {
    batch,
    input,
    output,
    release() {
      for (const { handle, address } of [input, output]) {
        ort._OrtReleaseTensor(handle);
        ort._free(address);
      }
    },
  };
}

function loadSession(ort: OrtModule, native: Native, onnx: Uint8Array): number {
  const options = native.checkHandle(
    'take the session options',
    ort._OrtCreateSessionOptions(ALL_OPTIMIZATIONS, false, false, SEQUENTIAL, false, 0, 0, LOG_ERRORS, 0, 0),
  );
  const address = native.allocate(onnx.length);
  try {
    ort.HEAPU8.set(onnx, address);
    return native.checkHandle('load the model', ort._OrtCreateSession(address, onnx.length, options));
  } finally {
    ort._free(address);
    ort._OrtReleaseSessionOptions(options);
  }
}

type Native = ReturnType<typeof createNative>;

function createNative(ort: OrtModule) {
  let floats = new Float32Array(ort.HEAPU8.buffer);
  let words = new Uint32Array(ort.HEAPU8.buffer);
  const renew = (): void => {
    floats = new Float32Array(ort.HEAPU8.buffer);
    words = new Uint32Array(ort.HEAPU8.buffer);
  };
  const readText = (address: number): string => {
    const end = ort.HEAPU8.indexOf(0, address);
    // A copy: shared memory cannot be decoded.
    return new TextDecoder().decode(ort.HEAPU8.slice(address, end));
  };
  const native = {
    /** The memory as float32; made anew after it has grown. */
    floats(): Float32Array<SharedArrayBuffer> {
      if (floats.buffer !== ort.HEAPU8.buffer) renew();
      return floats;
    },
    setPointer(address: number, value: number): void {
      if (words.buffer !== ort.HEAPU8.buffer) renew();
      words[address / POINTER_BYTES] = value;
    },
    allocate(bytes: number): number {
      const address = ort._malloc(Math.max(bytes, 1)) >>> 0;
      if (address === 0) throw new OnnxRuntimeError('allocate', `${bytes} bytes were asked for.`);
      return address;
    },
    newText(text: string): number {
      const encoded = new TextEncoder().encode(text);
      const address = native.allocate(encoded.length + 1);
      ort.HEAPU8.set(encoded, address);
      ort.HEAPU8[address + encoded.length] = 0;
      return address;
    },
    check(action: string, code: number): void {
      if (code !== 0) throw new OnnxRuntimeError(action, native.lastError());
    },
    checkHandle(action: string, handle: number): number {
      if (handle === 0) throw new OnnxRuntimeError(action, native.lastError());
      return handle;
    },
    lastError(): string {
      const into = native.allocate(2 * POINTER_BYTES);
      ort._OrtGetLastError(into, into + POINTER_BYTES);
      const message = new DataView(ort.HEAPU8.buffer).getUint32(into + POINTER_BYTES, true);
      ort._free(into);
      return message === 0 ? 'It does not say why.' : readText(message);
    },
  };
  return native;
}
