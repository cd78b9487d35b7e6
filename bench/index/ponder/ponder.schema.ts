import { onchainTable, primaryKey } from 'ponder';

// The tables of prisma/schema/index.prisma that the history fills, without secondary indices, which only cost
// time here. The logs themselves Ponder keeps in tables of its own.

export const tasks = onchainTable('tasks', (t) => ({
  id: t.integer().primaryKey(),
  status: t.text().notNull(),
  owner: t.text().notNull(),
  token: t.text().notNull(),
  taskDefinitionId: t.integer().notNull(),
  architecture: t.text().notNull(),
  parameters: t.text().notNull(),
  evaluation: t.text().notNull(),
  metadata: t.text().notNull(),
  storageAddresses: t.text().array().notNull(),
  storageQuotaBytes: t.bigint().notNull(),
  bounty: t.bigint().notNull(),
  pool: t.bigint().notNull(),
  toppedUp: t.bigint().notNull(),
  paid: t.bigint().notNull(),
  returned: t.bigint().notNull(),
  bond: t.bigint().notNull(),
  operatorFee: t.bigint().notNull(),
  targetScore: t.bigint().notNull(),
  minGapBps: t.integer().notNull(),
  rounds: t.integer().notNull(),
  requiredWins: t.integer().notNull(),
  quorumBps: t.integer().notNull(),
  maxPending: t.integer().notNull(),
  deadline: t.bigint().notNull(),
  baselineId: t.bigint().notNull(),
  championId: t.bigint().notNull(),
  championSinceBlock: t.bigint(),
  baselineDecidingSum: t.bigint(),
  submissionCount: t.integer().notNull(),
  pendingCount: t.integer().notNull(),
  improvementCount: t.integer().notNull(),
  createdBlock: t.bigint().notNull(),
  createdAt: t.bigint().notNull(),
  createdTransaction: t.text().notNull(),
  openedBlock: t.bigint(),
  openedAt: t.bigint(),
  endedBlock: t.bigint(),
  endedAt: t.bigint(),
}));

export const submissions = onchainTable('submissions', (t) => ({
  id: t.bigint().primaryKey(),
  taskId: t.integer().notNull(),
  index: t.integer().notNull(),
  status: t.text().notNull(),
  optimizer: t.text().notNull(),
  commitment: t.text(),
  bond: t.bigint().notNull(),
  parameters: t.text(),
  championAtReveal: t.bigint(),
  seedBlock: t.bigint(),
  seed: t.text(),
  prevRandao: t.text(),
  committedBlock: t.bigint().notNull(),
  committedAt: t.bigint().notNull(),
  commitTransaction: t.text().notNull(),
  revealedBlock: t.bigint(),
  revealedAt: t.bigint(),
  revealTransaction: t.text(),
  settledBlock: t.bigint(),
  settledAt: t.bigint(),
  settleTransaction: t.text(),
  payment: t.bigint().notNull(),
}));

export const verdicts = onchainTable('verdicts', (t) => ({
  submissionId: t.bigint().primaryKey(),
  taskId: t.integer().notNull(),
  verdictHash: t.text().notNull(),
  seed: t.text().notNull(),
  championId: t.bigint().notNull(),
  outcome: t.text().notNull(),
  wins: t.integer().notNull(),
  championDecidingSum: t.bigint().notNull(),
  challengerDecidingSum: t.bigint().notNull(),
  championPricingSum: t.bigint().notNull(),
  challengerPricingSum: t.bigint().notNull(),
  traceDigest: t.text().notNull(),
  payment: t.bigint().notNull(),
  pool: t.bigint().notNull(),
  blockNumber: t.bigint().notNull(),
  logIndex: t.integer().notNull(),
  timestamp: t.bigint().notNull(),
  transactionHash: t.text().notNull(),
}));

export const verdictQuorums = onchainTable('verdict_quorums', (t) => ({
  submissionId: t.bigint().primaryKey(),
  verdictHash: t.text().notNull(),
  performer: t.text(),
  aggregator: t.text().notNull(),
  signedPower: t.bigint().notNull(),
  totalPower: t.bigint().notNull(),
  nonSigners: t.text().array().notNull(),
  blockNumber: t.bigint().notNull(),
  logIndex: t.integer().notNull(),
  timestamp: t.bigint().notNull(),
  transactionHash: t.text().notNull(),
}));

export const champions = onchainTable('champions', (t) => ({
  submissionId: t.bigint().primaryKey(),
  taskId: t.integer().notNull(),
  previousId: t.bigint(),
  blockNumber: t.bigint().notNull(),
  logIndex: t.integer().notNull(),
  timestamp: t.bigint().notNull(),
  transactionHash: t.text().notNull(),
}));

export const credits = onchainTable(
  'credits',
  (t) => ({
    blockNumber: t.bigint().notNull(),
    logIndex: t.integer().notNull(),
    token: t.text().notNull(),
    account: t.text().notNull(),
    reason: t.text().notNull(),
    submissionId: t.bigint().notNull(),
    amount: t.bigint().notNull(),
    timestamp: t.bigint().notNull(),
    transactionHash: t.text().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.blockNumber, table.logIndex] }) }),
);

export const operatorPayments = onchainTable(
  'operator_payments',
  (t) => ({
    blockNumber: t.bigint().notNull(),
    logIndex: t.integer().notNull(),
    token: t.text().notNull(),
    submissionId: t.bigint(),
    amount: t.bigint().notNull(),
    timestamp: t.bigint().notNull(),
    transactionHash: t.text().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.blockNumber, table.logIndex] }) }),
);

export const feeDistributions = onchainTable(
  'fee_distributions',
  (t) => ({
    blockNumber: t.bigint().notNull(),
    logIndex: t.integer().notNull(),
    submissionId: t.bigint().notNull(),
    token: t.text().notNull(),
    fee: t.bigint().notNull(),
    performerShare: t.bigint().notNull(),
    aggregatorShare: t.bigint().notNull(),
    attesterShare: t.bigint().notNull(),
    treasuryShare: t.bigint().notNull(),
    timestamp: t.bigint().notNull(),
    transactionHash: t.text().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.blockNumber, table.logIndex] }) }),
);

export const operators = onchainTable('operators', (t) => ({
  account: t.text().primaryKey(),
  status: t.text().notNull(),
  stake: t.bigint().notNull(),
  rewardsReceiver: t.text(),
  power: t.bigint().notNull(),
  queuedPower: t.bigint(),
  queuedEffectiveBlock: t.bigint(),
  key: t.text(),
  registeredBlock: t.bigint(),
}));

export const operatorSets = onchainTable('operator_sets', (t) => ({
  id: t.integer().primaryKey(),
  members: t.text().array().notNull(),
}));

export const taskDefinitions = onchainTable('task_definitions', (t) => ({
  id: t.integer().primaryKey(),
  runtimeId: t.text().notNull(),
  avsLogic: t.text().notNull(),
  enabled: t.boolean().notNull(),
  minimumQuorumBps: t.integer().notNull(),
  maximumQuorumBps: t.integer().notNull(),
  performerBps: t.integer().notNull(),
  aggregatorBps: t.integer().notNull(),
  feeFloorUnits: t.bigint().notNull(),
  revealWindowBlocks: t.bigint().notNull(),
  seedDelayBlocks: t.bigint().notNull(),
  responseWindowBlocks: t.bigint().notNull(),
  verdictWindowBlocks: t.bigint().notNull(),
  gracePeriodSeconds: t.bigint().notNull(),
  maximumParameterBytes: t.bigint().notNull(),
  ticks: t.bigint().notNull(),
  nativeWork: t.bigint().notNull(),
  tensorElements: t.bigint().notNull(),
  modelRuns: t.bigint().notNull(),
  memoryBytes: t.bigint().notNull(),
  stackBytes: t.bigint().notNull(),
}));

export const tokens = onchainTable('tokens', (t) => ({
  address: t.text().primaryKey(),
  listed: t.boolean().notNull(),
  feeUnit: t.bigint().notNull(),
  creationFee: t.bigint().notNull(),
  storageFeePerMebibyte: t.bigint().notNull(),
}));
