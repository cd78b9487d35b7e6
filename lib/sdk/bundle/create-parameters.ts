import { type Hex, bytesToHex } from 'viem';
import { type NetworkFiles, readModel } from '#evaluation/runtime/model/read-model.ts';
import { initialiseParameters } from '#evaluation/runtime/parameters/initialise.ts';

const SEED_BYTES = 32;

export type CreateParametersParameters = NetworkFiles & {
  /** 32 bytes; equal seeds give equal parameters. @default fresh random bytes */
  seed?: Hex | undefined;
};

/**
 * Makes parameters to start from, as a safetensors file: what PyTorch's modules are initialised with, or what an ONNX graph holds. For
 * owners who bring an architecture only.
 *
 * @throws {ArchitectureError}, {InitialValuesMissingError} an ONNX graph without values.
 *
 * @example
 * const parameters = createParameters({ architecture });
 */
export function createParameters(files: CreateParametersParameters): Uint8Array<ArrayBuffer> {
  const { seed = bytesToHex(crypto.getRandomValues(new Uint8Array(SEED_BYTES))) } = files;
  return initialiseParameters(readModel(files), seed);
}
