import { Counter, Histogram, Registry } from 'prom-client';

/** Of the whole AVS, on every metric. */
const AVS_NAME = 'zarathustra';
const RPC_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const EVALUATION_BUCKETS_SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800];
const VERDICT_BUCKETS_BLOCKS = [1, 2, 3, 5, 8, 13, 21, 50, 100, 500];

/** What became of a message of another operator: accepted, or the code of its refusal. */
export type ReceptionOutcome = string;

/** What a node measures while it works. What can be read when it is asked for is in `collected.ts`. */
export type NodeMetrics = {
  registry: Registry;
  /** A request to the chain's RPC server ended, well or not. */
  rpcRequest(request: { method: string; clientVersion: string; seconds: number }): void;
  /** An evaluation led to a verdict, or this machine abstained. */
  evaluation(end: { outcome: 'verdict' | 'abstained'; seconds: number }): void;
  /** An attestation came. */
  attestation(outcome: ReceptionOutcome): void;
  /** A claim came. */
  claim(outcome: ReceptionOutcome): void;
  /** A verdict that this node posted was mined so many blocks after its seed block. */
  verdictPosted(blocks: number): void;
};

/** Makes a node's metrics. EigenLayer's names keep to its specification; ours begin with `zarathustra_`. */
export function createMetrics(): NodeMetrics {
  const registry = new Registry();
  registry.setDefaultLabels({ avs_name: AVS_NAME });
  const registers = [registry];
  const rpcLabels = ['method', 'client_version'] as const;
  const rpcDuration = new Histogram({
    name: 'eigen_rpc_request_duration_seconds',
    help: 'Duration of JSON-RPC requests to the chain, in seconds.',
    labelNames: rpcLabels,
    buckets: RPC_BUCKETS_SECONDS,
    registers,
  });
  const rpcTotal = new Counter({
    name: 'eigen_rpc_request_total',
    help: 'JSON-RPC requests to the chain.',
    labelNames: rpcLabels,
    registers,
  });
  const evaluationDuration = new Histogram({
    name: 'zarathustra_evaluation_duration_seconds',
    help: 'Time from taking an evaluation up to its verdict, or to abstaining, in seconds.',
    labelNames: ['outcome'] as const,
    buckets: EVALUATION_BUCKETS_SECONDS,
    registers,
  });
  const attestations = new Counter({
    name: 'zarathustra_attestations_total',
    help: 'Attestations received, by outcome: accepted, repeated, or the code of the refusal.',
    labelNames: ['outcome'] as const,
    registers,
  });
  const claims = new Counter({
    name: 'zarathustra_claims_total',
    help: 'Claims received, by outcome: accepted, repeated, or the code of the refusal.',
    labelNames: ['outcome'] as const,
    registers,
  });
  const verdictBlocks = new Histogram({
    name: 'zarathustra_verdict_blocks',
    help: 'Blocks from the seed block to the verdict, of the verdicts that this node posted.',
    buckets: VERDICT_BUCKETS_BLOCKS,
    registers,
  });
  return {
    registry,
    rpcRequest: ({ method, clientVersion, seconds }) => {
      const labels = { method, client_version: clientVersion };
      rpcTotal.inc(labels);
      rpcDuration.observe(labels, seconds);
    },
    evaluation: ({ outcome, seconds }) => evaluationDuration.observe({ outcome }, seconds),
    attestation: (outcome) => attestations.inc({ outcome }),
    claim: (outcome) => claims.inc({ outcome }),
    verdictPosted: (blocks) => verdictBlocks.observe(blocks),
  };
}
