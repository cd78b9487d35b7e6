import {
  type Abi,
  type Account,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type Hex,
  type LocalAccount,
  type PublicClient,
  type TransactionReceipt,
  createPublicClient,
  createTestClient,
  createWalletClient,
  keccak256,
  maxUint256,
  numberToHex,
  parseEther,
  sha256,
  stringToHex,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';
import { testTokenAbi } from '#protocol/abi/testToken.ts';
import { RAW_CODEC } from '#protocol/content/pointer.ts';
import type { Deployment } from '#protocol/deployment.ts';
import { encodeBlockHeader } from '#protocol/seed/header.ts';
import type { TaskTerms } from '#protocol/task/terms.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import {
  claimHash,
  commitmentHash,
  proofOfTask,
  submissionSeed,
  verdictHash,
} from '#protocol/verdict/messages.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { type Verdict, encodeVerdict } from '#protocol/verdict/verdict.ts';
import { type BlsSigner, aggregateSignatures, createBlsSigner, provePossession } from '#worker/keys/bls.ts';
import { localTransport } from '../chain/transport.ts';
import { localAccounts } from '../accounts.ts';
import { deployContracts } from './deploy.ts';
import { RehearsalError } from './errors.ts';
import { localParameters } from './networks/local.ts';

const STAKE = parseEther('100');
const ACCOUNT_BALANCE = parseEther('10');
const ROUNDS = 16;
const SALT = keccak256(stringToHex('salt'));

export type RehearsalOperator = { account: LocalAccount; bls: BlsSigner };

/** The numbers of a verdict that a rehearsal makes up; the rest follows from the chain. */
export type RehearsedVerdict = Pick<Verdict, 'outcome'> &
  Partial<
    Pick<
      Verdict,
      'wins' | 'championDecidingSum' | 'challengerDecidingSum' | 'championPricingSum' | 'challengerPricingSum'
    >
  >;

export type Rehearsal = Awaited<ReturnType<typeof createRehearsal>>;

/**
 * The contracts on a local chain with everybody who acts on them, and no evaluation: verdicts are made up, but signed
 * and posted as real ones. For tests and measurements of the contracts.
 *
 * @param rpcUrl An anvil with one block a transaction, freshly started.
 */
export async function createRehearsal({ rpcUrl, operatorCount }: { rpcUrl: string; operatorCount: number }) {
  const transport = localTransport(rpcUrl);
  const publicClient: PublicClient = createPublicClient({ transport, pollingInterval: 10, cacheTime: 0 });
  const testClient = createTestClient({ mode: 'anvil', transport });
  const { governor, treasury, owner, optimizers } = localAccounts();
  const [optimizer = owner] = optimizers;
  const deployment = await deployContracts({
    walletClient: createWalletClient({ account: governor, transport }),
    publicClient,
    parameters: localParameters({ treasury: treasury.address }),
  });
  const { contracts } = deployment;
  const submissionContract = { address: contracts.modelSubmission, abi: modelSubmissionAbi } as const;
  const center = { address: contracts.attestationCenter, abi: attestationCenterAbi } as const;

  /** Sends a transaction and waits for it. */
  async function send<const abi extends Abi, name extends ContractFunctionName<abi, 'nonpayable'>>(
    account: Account,
    call: {
      address: Address;
      abi: abi;
      functionName: name;
      args: ContractFunctionArgs<abi, 'nonpayable', name>;
    },
  ): Promise<TransactionReceipt> {
    // The call is typed where it is written; viem's own types don't follow a generic ABI.
    const { request } = await publicClient.simulateContract({
      ...(call as Parameters<typeof publicClient.simulateContract>[0]),
      account,
    });
    const hash = await createWalletClient({ account, transport }).writeContract({ ...request, chain: null });
    return publicClient.waitForTransactionReceipt({ hash });
  }

  async function fund(account: Account): Promise<void> {
    const token = { address: contracts.token, abi: testTokenAbi } as const;
    await send(account, { ...token, functionName: 'faucet', args: [parseEther('100000')] });
    await send(account, { ...token, functionName: 'approve', args: [contracts.modelSubmission, maxUint256] });
  }

  async function register(index: number): Promise<RehearsalOperator> {
    const account = privateKeyToAccount(keccak256(stringToHex(`operator account ${index}`)));
    // Less than the order of the group.
    const bls = createBlsSigner(
      numberToHex(BigInt(keccak256(stringToHex(`bls ${index}`))) >> 2n, { size: 32 }),
    );
    await testClient.setBalance({ address: account.address, value: ACCOUNT_BALANCE });
    const stakeToken = { address: contracts.stakeToken, abi: testTokenAbi } as const;
    await send(account, { ...stakeToken, functionName: 'faucet', args: [STAKE] });
    await send(account, { ...stakeToken, functionName: 'approve', args: [contracts.avsGovernance, STAKE] });
    const { key, proofOfPossession } = provePossession({
      signer: bls,
      chainId: deployment.chainId,
      operatorRegistry: contracts.operatorRegistry,
      operator: account.address,
    });
    await send(account, {
      address: contracts.avsGovernance,
      abi: avsGovernanceAbi,
      functionName: 'registerOperator',
      args: [key, proofOfPossession, STAKE, account.address],
    });
    return { account, bls };
  }

  const operators: RehearsalOperator[] = [];
  for (let index = 0; index < operatorCount; index += 1) operators.push(await register(index));
  operators.sort((a, b) => (BigInt(a.account.address) < BigInt(b.account.address) ? -1 : 1));
  await testClient.mine({ blocks: 1 });
  await send(governor, {
    address: contracts.operatorRegistry,
    abi: operatorRegistryAbi,
    functionName: 'applyChanges',
    args: [BigInt(operatorCount)],
  });
  await fund(owner);
  await fund(optimizer);

  async function createTask(
    terms: Partial<TaskTerms> = {},
  ): Promise<{ taskId: number; receipt: TransactionReceipt }> {
    const receipt = await send(owner, {
      ...submissionContract,
      functionName: 'createTask',
      args: [{ ...(await rehearsalTerms(publicClient, deployment)), ...terms }, maxUint256],
    });
    return {
      taskId: await publicClient.readContract({ ...submissionContract, functionName: 'taskCount' }),
      receipt,
    };
  }

  /** Commits and reveals. @returns The receipts too, for their gas. */
  async function submit(taskId: number) {
    const { submissionCount } = await publicClient.readContract({
      ...submissionContract,
      functionName: 'getTask',
      args: [taskId],
    });
    const submissionId = toSubmissionId({ taskId, index: submissionCount });
    const parameters = { digest: sha256(stringToHex(`parameters ${submissionId}`)), codec: RAW_CODEC };
    const commitment = commitmentHash({
      chainId: deployment.chainId,
      modelSubmission: contracts.modelSubmission,
      taskId,
      optimizer: optimizer.address,
      parameters,
      salt: SALT,
    });
    const commit = await send(optimizer, {
      ...submissionContract,
      functionName: 'commitSubmission',
      args: [taskId, commitment, parseEther('1000')],
    });
    // As above: the block of the commit is too early for a reveal.
    await testClient.mine({ blocks: 1 });
    const reveal = await send(optimizer, {
      ...submissionContract,
      functionName: 'revealSubmission',
      args: [submissionId, parameters, SALT],
    });
    return { submissionId, commit, reveal };
  }

  /**
   * Posts a verdict, claimed by its performer and signed by all operators but some.
   *
   * @param missing Indices into `operators` of those that do not sign.
   */
  async function postVerdict({
    submissionId,
    numbers,
    missing = [],
  }: {
    submissionId: bigint;
    numbers: RehearsedVerdict;
    missing?: readonly number[];
  }): Promise<TransactionReceipt> {
    const [{ seedBlock, taskId }, blockNumber] = await Promise.all([
      publicClient.readContract({
        ...submissionContract,
        functionName: 'getSubmission',
        args: [submissionId],
      }),
      publicClient.getBlockNumber(),
    ]);
    // A call sees the latest block as its own: the seed block must be before it.
    if (blockNumber <= seedBlock) await testClient.mine({ blocks: seedBlock + 1 - Number(blockNumber) });
    const block = await publicClient.getBlock({ blockNumber: BigInt(seedBlock) });
    const { championId } = await publicClient.readContract({
      ...submissionContract,
      functionName: 'getTask',
      args: [taskId],
    });
    const verdict: Verdict = {
      submissionId,
      seed: submissionSeed({
        prevRandao: block.mixHash,
        chainId: deployment.chainId,
        modelSubmission: contracts.modelSubmission,
        submissionId,
      }),
      championId,
      wins: 0,
      championDecidingSum: 0n,
      challengerDecidingSum: 0n,
      championPricingSum: 0n,
      challengerPricingSum: 0n,
      traceDigest: keccak256(stringToHex(`trace ${submissionId}`)),
      ...numbers,
    };
    return send(owner, {
      ...center,
      functionName: 'submitTask',
      args: await buildPosting({ verdict, header: encodeBlockHeader(block), missing }),
    });
  }

  async function buildPosting(parameters: { verdict: Verdict; header: Hex; missing: readonly number[] }) {
    const { verdict, header, missing } = parameters;
    const scope = {
      chainId: deployment.chainId,
      attestationCenter: contracts.attestationCenter,
      taskDefinitionId: deployment.taskDefinitionId,
    };
    const hash = verdictHash({ ...scope, verdict });
    const performer = await publicClient.readContract({
      address: contracts.operatorRegistry,
      abi: operatorRegistryAbi,
      functionName: 'performerOf',
      args: [verdict.seed, 0],
    });
    const proof = proofOfTask({ performer, verdictHash: hash });
    const claimant = operators.find(({ account }) => account.address === performer);
    const claim = { ...verdict, attempt: 0, proofOfTask: proof };
    const tpSignature = await claimant?.account.signMessage({
      message: { raw: claimHash({ ...scope, claim }) },
    });
    const { signature } = aggregateSignatures({
      message: hash,
      signatures: operators
        .filter((_, index) => !missing.includes(index))
        .map(({ bls }) => ({ key: bls.publicKey, signature: bls.sign(hash) })),
    });
    if (tpSignature === undefined || signature === undefined) throw new RehearsalError({ performer });
    return [
      {
        proofOfTask: proof,
        data: encodeVerdict(verdict),
        taskPerformer: performer,
        taskDefinitionId: deployment.taskDefinitionId,
      },
      {
        tpSignature,
        attempt: 0,
        taSignature: signature,
        nonSigners: operators.filter((_, index) => missing.includes(index)).map(({ bls }) => bls.publicKey),
        seedHeader: header,
      },
    ] as const;
  }

  return {
    deployment,
    publicClient,
    testClient,
    operators,
    owner,
    optimizer,
    treasury,
    send,
    createTask,
    submit,
    postVerdict,
  };
}

/** Scores of 0.5 in every round: half of the gap to 1 is open. */
export const BASELINE: RehearsedVerdict = { outcome: 'Baseline', championDecidingSum: half(ROUNDS) };

/** Three rounds won and less than the champion in sum. */
export const NOT_IMPROVED: RehearsedVerdict = {
  outcome: 'NotImproved',
  wins: 3,
  championDecidingSum: half(ROUNDS),
  challengerDecidingSum: half(ROUNDS) - SCORE_ONE,
};

/** 0.75 instead of 0.5 in every round: half of the gap is closed. */
export const IMPROVED: RehearsedVerdict = {
  outcome: 'Improved',
  wins: ROUNDS,
  championDecidingSum: half(ROUNDS),
  challengerDecidingSum: half(ROUNDS) + half(ROUNDS) / 2n,
  championPricingSum: half(ROUNDS),
  challengerPricingSum: half(ROUNDS) + half(ROUNDS) / 2n,
};

function half(rounds: number): bigint {
  return (BigInt(rounds) * SCORE_ONE) / 2n;
}

async function rehearsalTerms(publicClient: PublicClient, deployment: Deployment): Promise<TaskTerms> {
  const pointer = (name: string) => ({ digest: sha256(stringToHex(name)), codec: RAW_CODEC });
  const { timestamp } = await publicClient.getBlock();
  return {
    architecture: pointer('architecture'),
    parameters: pointer('parameters'),
    evaluation: pointer('evaluation'),
    metadata: pointer('metadata'),
    storageAddresses: ['https://gateway.example'],
    storageQuotaBytes: 1n << 20n,
    token: deployment.contracts.token,
    bounty: parseEther('1000'),
    bond: parseEther('2'),
    operatorFee: parseEther('1'),
    targetScore: SCORE_ONE,
    minGapBps: 500,
    rounds: ROUNDS,
    requiredWins: 14,
    quorumBps: 7_000,
    maxPending: 16,
    deadline: Number(timestamp) + 86_400,
    taskDefinitionId: deployment.taskDefinitionId,
  };
}
