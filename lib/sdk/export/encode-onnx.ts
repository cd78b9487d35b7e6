import { exportOnnx } from '#evaluation/runtime/model/export-onnx.ts';

export type EncodeOnnxParameters = {
  /** `architecture.json` */
  architecture: Uint8Array;
  /** The ONNX graph that it refers to, if it does. */
  graph?: Uint8Array | undefined;
  /** A safetensors file. */
  parameters: Uint8Array;
};

/**
 * A network with its parameters as one ONNX file, which any runtime for ONNX runs: the very bytes that verdicts are
 * computed with.
 *
 * @throws {ArchitectureError}, {ParametersDoNotFitError}
 *
 * @example
 * const { content } = await getEvaluationTask(client, { taskId });
 * const onnx = encodeOnnx({ ...content, parameters: content.championParameters });
 */
export function encodeOnnx(parameters: EncodeOnnxParameters): Uint8Array<ArrayBuffer> {
  return exportOnnx(parameters);
}
