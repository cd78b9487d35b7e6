import type {
  EvaluateOptions,
  EvaluationInput,
  EvaluationProgress,
  EvaluationResult,
  RoundReport,
} from './evaluate.ts';

/** Evaluates in isolation: a child process in Node, a Web Worker in the browser. */
export type Evaluator = {
  /**
   * @throws EvaluationAbstainedError nothing can be said: do not sign.
   * @throws EvaluationCancelledError the signal ended it.
   */
  evaluate(input: EvaluationInput, options?: EvaluateOptions): Promise<EvaluationResult>;
  /** Ends running evaluations as cancelled and frees everything. */
  close(): Promise<void>;
};

/** What the isolated side is told. */
export type EvaluationRequest = {
  input: EvaluationInput;
  /** Whether it is to answer before each round of each model; it need not when nobody listens. */
  reportsProgress: boolean;
  /** Whether it is to answer with each round. */
  reportsRounds: boolean;
};

/** What the isolated side answers: `ready` once, then progress and rounds, then one result or failure. */
export type EvaluationReply =
  | { type: 'ready' }
  | { type: 'progress'; progress: EvaluationProgress }
  | { type: 'round'; round: RoundReport }
  | { type: 'result'; result: EvaluationResult }
  | { type: 'failure'; details: string };
