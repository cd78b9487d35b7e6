import { BaseError } from '#protocol/errors/base.ts';

/** `architecture.json`, or the ONNX graph that it refers to, cannot be used. */
export class ArchitectureError extends BaseError {
  override name = 'ArchitectureError';
  /** What is wrong and where, the same text on every machine. */
  readonly problem: string;
  constructor(problem: string) {
    super(`The architecture cannot be used: ${problem}`, { docsPath: 'evaluation.md#architecturejson' });
    this.problem = problem;
  }
}
