/**
 * What a process does for its operator:
 * - `watcher` follows the chain, keeps content, and has evaluations done;
 * - `evaluator` evaluates; holds no key;
 * - `performer` claims when elected;
 * - `attester` signs verdicts;
 * - `aggregator` collects signatures and posts verdicts;
 * - `gateway` serves content and takes uploads.
 */
export const ROLES = ['watcher', 'evaluator', 'performer', 'attester', 'aggregator', 'gateway'] as const;

export type Role = (typeof ROLES)[number];

/** The roles that speak for the operator, and so need its keys. */
export const SIGNING_ROLES: readonly Role[] = ['performer', 'attester', 'aggregator'];
