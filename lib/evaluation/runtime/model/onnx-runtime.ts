import type { CreateOrtModule, OrtModule } from 'onnxruntime-web/ort-wasm-simd-threaded.mjs';
import { BaseError } from '#protocol/errors/base.ts';
import type { ElementType, ModelInput, ModelOutput, Shape } from './plan.ts';

const POINTER_BYTES = 4;
/** Of both kinds of elements. */
const ELEMENT_BYTES = 4;

/** Numbers of ONNX Runtime’s C API. */
const LOG_ERRORS = 3;
const ALL_OPTIMIZATIONS = 99;
const SEQUENTIAL = 0;
const ELEMENT_TYPES = { float32: 1, int32: 6 } as const;
const ON_CPU = 1;

/** ONNX Runtime reports a failure. */
export class OnnxRuntimeError extends BaseError {
  override name = 'OnnxRuntimeError';
  /** Its own code; absent where it was never asked. */
  readonly code: number | undefined;
  constructor(action: string, { code, details }: { code?: number; details: string }) {
    super(`ONNX Runtime cannot ${action}.`, { details });
    this.code = code;
  }
}

/** One network, loaded. */
export type OnnxSession = {
  /**
   * Runs it on so many samples and gives the outputs to `into`, both in the order of the ports. It returns when it is done:
   * nothing else happens in between.
   *
   * @throws OnnxRuntimeError
   */
  run(inputs: readonly (Float32Array | Int32Array)[], batch: number, into: readonly Float32Array[]): void;
  release(): void;
};

/** What enters and leaves a network. Outputs are float32. */
export type Ports = { inputs: readonly ModelInput[]; outputs: readonly ModelOutput[] };

/** ONNX Runtime in one thread. */
export type OnnxRuntime = {
  /** @throws OnnxRuntimeError */
  createSession(onnx: Uint8Array, ports: Ports): OnnxSession;
};

/**
 * Starts ONNX Runtime from its pinned binary and calls the binary's functions directly: a small network is done sooner than a
 * JavaScript API around it.
 *
 * @param createOrtModule The default export of the module that instantiates the binary. The host loads it: bundlers for
 * browsers cannot take it apart, since it asks for Node's modules when it runs there.
 */
export async function startOnnxRuntime(
  binary: Uint8Array,
  createOrtModule: CreateOrtModule,
): Promise<OnnxRuntime> {
  // One thread: more of them would need cross-origin isolation in browsers.
  const ort = await createOrtModule({ numThreads: 1, wasmBinary: binary, locateFile: (name) => name });
  const native = createNative(ort);
  native.check('start', ort._OrtInit(1, LOG_ERRORS));

  return {
    createSession(onnx, ports) {
      const session = loadSession(ort, native, onnx);
      const inputs = createTable(native, ports.inputs);
      const outputs = createTable(native, ports.outputs);
      let tensors: Tensors | undefined;

      return {
        run(entering, batch, into) {
          if (tensors?.batch !== batch) {
            tensors?.release();
            tensors = undefined;
          }
          tensors ??= createTensors(ort, native, batch, ports);
          tensors.inputs.forEach(({ handle, address }, index) => {
            native.setPointer(inputs.values + index * POINTER_BYTES, handle);
            const values = entering[index];
            if (values) native.elements(values).set(values, address / ELEMENT_BYTES);
          });
          tensors.outputs.forEach(({ handle }, index) => {
            // Written by every run: what was there is what to write into.
            native.setPointer(outputs.values + index * POINTER_BYTES, handle);
          });
          native.check(
            'run the model',
            ort._OrtRun(
              session,
              inputs.names,
              inputs.values,
              ports.inputs.length,
              outputs.names,
              ports.outputs.length,
              outputs.values,
              0,
            ),
          );
          tensors.outputs.forEach(({ address }, index) => {
            const values = into[index];
            const first = address / ELEMENT_BYTES;
            values?.set(native.elements(values).subarray(first, first + values.length));
          });
        },
        release() {
          tensors?.release();
          inputs.release();
          outputs.release();
          native.check('release a model', ort._OrtReleaseSession(session));
        },
      };
    },
  };
}

/** Pointers to the names of the ports, and room for pointers to their tensors, as `_OrtRun` takes them by address. */
type Table = { names: number; values: number; release(): void };

function createTable(native: Native, ports: readonly { name: string }[]): Table {
  const texts = ports.map(({ name }) => native.newText(name));
  const names = native.allocate(texts.length * POINTER_BYTES);
  const values = native.allocate(texts.length * POINTER_BYTES);
  texts.forEach((text, index) => native.setPointer(names + index * POINTER_BYTES, text));
  return {
    names,
    values,
    release: () => {
      for (const address of [...texts, names, values]) native.free(address);
    },
  };
}

/** Inputs and outputs of one batch size, in ONNX Runtime's memory; kept, since most judges ask for one size again and again. */
type Tensors = { batch: number; inputs: readonly Tensor[]; outputs: readonly Tensor[]; release(): void };
type Tensor = { handle: number; address: number };

function createTensors(ort: OrtModule, native: Native, batch: number, ports: Ports): Tensors {
  const create = (type: ElementType, sample: Shape): Tensor => {
    const dims = [batch, ...sample];
    const bytes = dims.reduce((product, size) => product * size, ELEMENT_BYTES);
    const address = native.allocate(bytes);
    const shape = native.allocate(dims.length * POINTER_BYTES);
    dims.forEach((size, axis) => native.setPointer(shape + axis * POINTER_BYTES, size));
    const handle = ort._OrtCreateTensor(ELEMENT_TYPES[type], address, bytes, shape, dims.length, ON_CPU);
    native.free(shape);
    return { handle: native.checkHandle('create a tensor', handle), address };
  };
  const inputs = ports.inputs.map(({ type, shape }) => create(type, shape));
  const outputs = ports.outputs.map(({ shape }) => create('float32', shape));
  return {
    batch,
    inputs,
    outputs,
    release() {
      for (const { handle, address } of [...inputs, ...outputs]) {
        ort._OrtReleaseTensor(handle);
        native.free(address);
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
  let integers = new Int32Array(ort.HEAPU8.buffer);
  let words = new Uint32Array(ort.HEAPU8.buffer);
  /** The memory moves when it grows. */
  const renew = (): void => {
    if (words.buffer === ort.HEAPU8.buffer) return;
    floats = new Float32Array(ort.HEAPU8.buffer);
    integers = new Int32Array(ort.HEAPU8.buffer);
    words = new Uint32Array(ort.HEAPU8.buffer);
  };
  const readText = (address: number): string => {
    const end = ort.HEAPU8.indexOf(0, address);
    // A copy: shared memory cannot be decoded.
    return new TextDecoder().decode(ort.HEAPU8.slice(address, end));
  };
  const native = {
    /** The memory as elements of the same kind as some values. */
    elements(values: Float32Array | Int32Array): Float32Array | Int32Array {
      renew();
      return values instanceof Int32Array ? integers : floats;
    },
    setPointer(address: number, value: number): void {
      renew();
      words[address / POINTER_BYTES] = value;
    },
    allocate(bytes: number): number {
      const address = ort._malloc(Math.max(bytes, 1)) >>> 0;
      if (address === 0)
        throw new OnnxRuntimeError('allocate', { details: `${bytes} bytes were asked for.` });
      return address;
    },
    free(address: number): void {
      ort._free(address);
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
    lastError(): { code: number; details: string } {
      const into = native.allocate(2 * POINTER_BYTES);
      ort._OrtGetLastError(into, into + POINTER_BYTES);
      const view = new DataView(ort.HEAPU8.buffer);
      const code = view.getInt32(into, true);
      const message = view.getUint32(into + POINTER_BYTES, true);
      ort._free(into);
      return { code, details: message === 0 ? 'It does not say why.' : readText(message) };
    },
  };
  return native;
}
