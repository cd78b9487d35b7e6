import { ponder } from 'ponder:registry';
import * as tables from 'ponder:schema';

// What lib/database/projections does with the events of the history.

const OUTCOMES = ['None', 'Baseline', 'Improved', 'NotImproved', 'Invalid', 'Unavailable'];
const CREDIT_REASONS = [
  'BondReturned',
  'FeeRefunded',
  'Payment',
  'BondForfeited',
  'PoolReturned',
  'CreationFee',
];
const NOBODY = '0x0000000000000000000000000000000000000000';
const OPERATOR_SET = 1;

const positionOf = ({ block, transaction, log }) => ({
  blockNumber: block.number,
  logIndex: log.logIndex,
  timestamp: block.timestamp,
  transactionHash: transaction.hash,
});

const settledAt = ({ block, transaction }) => ({
  settledBlock: block.number,
  settledAt: block.timestamp,
  settleTransaction: transaction.hash,
});

const taskIdOf = (submissionId) => Number(submissionId >> 32n);
const indexOf = (submissionId) => Number(submissionId & 0xff_ff_ff_ffn);
const pendingOf = (submissionId) => (indexOf(submissionId) === 0 ? 0 : 1);
const textOf = (pointer) => `${pointer.codec}:${pointer.digest}`;
const keyText = (key) => `0x${[key.x_a, key.x_b, key.y_a, key.y_b].map((word) => word.slice(2)).join('')}`;

const newSubmission = ({ block, transaction }, { id, optimizer }) => ({
  id,
  taskId: taskIdOf(id),
  index: indexOf(id),
  status: 'Committed',
  optimizer,
  bond: 0n,
  committedBlock: block.number,
  committedAt: block.timestamp,
  commitTransaction: transaction.hash,
  payment: 0n,
});

ponder.on('modelSubmission:TaskCreated', async ({ event, context: { db } }) => {
  const { taskId, owner, token, baselineId, seedBlock, terms } = event.args;
  await db.insert(tables.tasks).values({
    id: taskId,
    status: 'Created',
    owner,
    token,
    taskDefinitionId: terms.taskDefinitionId,
    architecture: textOf(terms.architecture),
    parameters: textOf(terms.parameters),
    evaluation: textOf(terms.evaluation),
    metadata: textOf(terms.metadata),
    storageAddresses: [...terms.storageAddresses],
    storageQuotaBytes: terms.storageQuotaBytes,
    bounty: terms.bounty,
    pool: terms.bounty,
    toppedUp: 0n,
    paid: 0n,
    returned: 0n,
    bond: terms.bond,
    operatorFee: terms.operatorFee,
    targetScore: terms.targetScore,
    minGapBps: terms.minGapBps,
    rounds: terms.rounds,
    requiredWins: terms.requiredWins,
    quorumBps: terms.quorumBps,
    maxPending: terms.maxPending,
    deadline: BigInt(terms.deadline),
    baselineId,
    championId: baselineId,
    submissionCount: 1,
    pendingCount: 0,
    improvementCount: 0,
    createdBlock: event.block.number,
    createdAt: event.block.timestamp,
    createdTransaction: event.transaction.hash,
  });
  await db.insert(tables.submissions).values({
    ...newSubmission(event, { id: baselineId, optimizer: owner }),
    status: 'Revealed',
    parameters: textOf(terms.parameters),
    championAtReveal: baselineId,
    seedBlock: BigInt(seedBlock),
    revealedBlock: event.block.number,
    revealedAt: event.block.timestamp,
    revealTransaction: event.transaction.hash,
  });
});

ponder.on('modelSubmission:TaskOpened', async ({ event, context: { db } }) => {
  const { taskId, championDecidingSum } = event.args;
  await db.update(tables.tasks, { id: taskId }).set({
    status: 'Open',
    championSinceBlock: event.block.number,
    baselineDecidingSum: championDecidingSum,
    openedBlock: event.block.number,
    openedAt: event.block.timestamp,
  });
  const submissionId = BigInt(taskId) << 32n;
  await db.insert(tables.champions).values({ submissionId, taskId, ...positionOf(event) });
});

ponder.on('modelSubmission:ToppedUp', async ({ event, context: { db } }) => {
  const { taskId, amount, pool } = event.args;
  await db.update(tables.tasks, { id: taskId }).set((task) => ({ pool, toppedUp: task.toppedUp + amount }));
});

ponder.on('modelSubmission:SubmissionCommitted', async ({ event, context: { db } }) => {
  const { submissionId, taskId, optimizer, commitment, bond } = event.args;
  await db
    .insert(tables.submissions)
    .values({ ...newSubmission(event, { id: submissionId, optimizer }), commitment, bond });
  await db.update(tables.tasks, { id: taskId }).set((task) => ({
    submissionCount: task.submissionCount + 1,
    pendingCount: task.pendingCount + 1,
  }));
});

ponder.on('modelSubmission:SubmissionRevealed', async ({ event, context: { db } }) => {
  const { submissionId, parameters, seedBlock, championAtReveal } = event.args;
  await db.update(tables.submissions, { id: submissionId }).set({
    status: 'Revealed',
    parameters: textOf(parameters),
    championAtReveal,
    seedBlock: BigInt(seedBlock),
    revealedBlock: event.block.number,
    revealedAt: event.block.timestamp,
    revealTransaction: event.transaction.hash,
  });
});

ponder.on('modelSubmission:SeedFixed', async ({ event, context: { db } }) => {
  const { submissionId, seed, prevRandao } = event.args;
  await db.update(tables.submissions, { id: submissionId }).set({ seed, prevRandao });
});

ponder.on('modelSubmission:SubmissionSettled', async ({ event, context: { db } }) => {
  const { submissionId, taskId, verdictHash, verdict, payment, pool } = event.args;
  const outcome = OUTCOMES[verdict.outcome];
  await db
    .update(tables.submissions, { id: submissionId })
    .set({ status: outcome, payment, ...settledAt(event) });
  await db.update(tables.tasks, { id: taskId }).set((task) => ({
    pool,
    paid: task.paid + payment,
    pendingCount: task.pendingCount - pendingOf(submissionId),
    improvementCount: task.improvementCount + (outcome === 'Improved' ? 1 : 0),
  }));
  await db
    .insert(tables.verdicts)
    .values({ ...verdict, outcome, taskId, verdictHash, payment, pool, ...positionOf(event) });
});

const end = async ({ event, context: { db } }, status) => {
  const { submissionId, taskId } = event.args;
  await db.update(tables.submissions, { id: submissionId }).set({ status, ...settledAt(event) });
  await db
    .update(tables.tasks, { id: taskId })
    .set((task) => ({ pendingCount: task.pendingCount - pendingOf(submissionId) }));
};

ponder.on('modelSubmission:SubmissionNotRevealed', (call) => end(call, 'NotRevealed'));
ponder.on('modelSubmission:SubmissionExpired', (call) => end(call, 'Expired'));

ponder.on('modelSubmission:ChampionChanged', async ({ event, context: { db } }) => {
  const { taskId, previousId, championId } = event.args;
  await db.update(tables.tasks, { id: taskId }).set({ championId, championSinceBlock: event.block.number });
  await db
    .insert(tables.champions)
    .values({ submissionId: championId, taskId, previousId, ...positionOf(event) });
});

ponder.on('modelSubmission:Credited', async ({ event, context: { db } }) => {
  const { token, account, reason, submissionId, amount } = event.args;
  await db
    .insert(tables.credits)
    .values({ token, account, reason: CREDIT_REASONS[reason], submissionId, amount, ...positionOf(event) });
});

ponder.on('modelSubmission:OperatorsPaid', async ({ event, context: { db } }) => {
  const { token, submissionId, amount } = event.args;
  await db.insert(tables.operatorPayments).values({
    token,
    submissionId: submissionId === 0n ? null : submissionId,
    amount,
    ...positionOf(event),
  });
});

ponder.on('modelSubmission:TokenTermsChanged', async ({ event, context: { db } }) => {
  const { token, terms } = event.args;
  await db
    .insert(tables.tokens)
    .values({ address: token, ...terms })
    .onConflictDoUpdate(terms);
});

ponder.on('attestationCenter:TaskDefinitionAdded', async ({ event, context: { db } }) => {
  const { taskDefinitionId, definition } = event.args;
  const { budget, ...rest } = definition;
  await db.insert(tables.taskDefinitions).values({
    id: taskDefinitionId,
    ...rest,
    ...budget,
    feeFloorUnits: BigInt(rest.feeFloorUnits),
    revealWindowBlocks: BigInt(rest.revealWindowBlocks),
    seedDelayBlocks: BigInt(rest.seedDelayBlocks),
    responseWindowBlocks: BigInt(rest.responseWindowBlocks),
    verdictWindowBlocks: BigInt(rest.verdictWindowBlocks),
    gracePeriodSeconds: BigInt(rest.gracePeriodSeconds),
    modelRuns: BigInt(budget.modelRuns),
    memoryBytes: BigInt(budget.memoryBytes),
    stackBytes: BigInt(budget.stackBytes),
  });
});

ponder.on('attestationCenter:TaskSubmitted', async ({ event, context: { db } }) => {
  const { submissionId, verdictHash, taskPerformer, aggregator, signedPower, totalPower, nonSigners } =
    event.args;
  await db.insert(tables.verdictQuorums).values({
    submissionId,
    verdictHash,
    performer: taskPerformer === NOBODY ? null : taskPerformer,
    aggregator,
    signedPower,
    totalPower,
    nonSigners: [...nonSigners],
    ...positionOf(event),
  });
});

ponder.on('attestationCenter:FeesDistributed', async ({ event, context: { db } }) => {
  const { submissionId, token, fee, shares } = event.args;
  await db.insert(tables.feeDistributions).values({
    submissionId,
    token,
    fee,
    performerShare: shares.performer,
    aggregatorShare: shares.aggregator,
    attesterShare: shares.attesters,
    treasuryShare: shares.treasury,
    ...positionOf(event),
  });
});

ponder.on('avsGovernance:OperatorRegistered', async ({ event, context: { db } }) => {
  const { operator, key, stake, rewardsReceiver } = event.args;
  const change = {
    status: 'Registered',
    stake,
    rewardsReceiver,
    key: keyText(key),
    registeredBlock: event.block.number,
  };
  await db
    .insert(tables.operators)
    .values({ account: operator, power: 0n, ...change })
    .onConflictDoUpdate(change);
});

ponder.on('avsGovernance:StakeChanged', async ({ event, context: { db } }) => {
  const { operator, stake } = event.args;
  await db
    .insert(tables.operators)
    .values({ account: operator, status: 'None', stake, power: 0n })
    .onConflictDoUpdate({ stake });
});

ponder.on('operatorRegistry:ChangeQueued', async ({ event, context: { db } }) => {
  const { operator, power, key, effectiveBlock } = event.args;
  const change = { key: keyText(key), queuedPower: power, queuedEffectiveBlock: BigInt(effectiveBlock) };
  await db
    .insert(tables.operators)
    .values({ account: operator, status: 'None', stake: 0n, power: 0n, ...change })
    .onConflictDoUpdate(change);
});

ponder.on('operatorRegistry:OperatorAdded', async ({ event, context: { db } }) => {
  const { operator, power, key } = event.args;
  await db
    .update(tables.operators, { account: operator })
    .set({ key: keyText(key), power, queuedPower: null, queuedEffectiveBlock: null });
  await db
    .insert(tables.operatorSets)
    .values({ id: OPERATOR_SET, members: [operator] })
    .onConflictDoUpdate((set) => ({ members: [...set.members, operator] }));
});
