import {
  type Hex,
  type LocalAccount,
  type PublicClient,
  type TestClient,
  createPublicClient,
  createTestClient,
  createWalletClient,
  encodeFunctionData,
  keccak256,
  parseEther,
  stringToHex,
  zeroAddress,
  zeroHash,
} from 'viem';
import { afterAll, beforeAll } from 'vitest';
import { localTransport } from '#devnet/chain/transport.ts';
import { type LocalAccounts, localAccounts } from '#devnet/accounts.ts';
import { type LocalChain, startChain } from '#devnet/chain.ts';
import { deployContracts } from '#devnet/deployment/deploy.ts';
import { localParameters } from '#devnet/deployment/networks/local.ts';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import type { Deployment } from '#protocol/deployment.ts';
import { claimHash, performerIndex, proofOfTask, verdictHash } from '#protocol/verdict/messages.ts';
import { type Verdict, encodeVerdict } from '#protocol/verdict/verdict.ts';
import type { WriteClient } from '#sdk/client.ts';
import { getSubmission } from '#sdk/marketplace/get-submission.ts';
import { applyChanges } from '#sdk/operators/apply-changes.ts';
import { getOperators } from '#sdk/operators/get-operators.ts';
import { registerOperator } from '#sdk/operators/register-operator.ts';
import { getSeedHeader } from '#sdk/seed/get-seed-header.ts';
import { requestTokens } from '#sdk/token/request-tokens.ts';
import { transact } from '#sdk/transaction/transact.ts';
import { type BlsSigner, aggregateSignatures, createBlsSigner, provePossession } from '#worker/keys/bls.ts';

const STAKE = parseEther('1000');
const FUNDS = parseEther('10000');

export type TestOperator = { account: LocalAccount; signer: BlsSigner };

/** Contracts on a chain of its own, where a transaction mines a block, with operators that do as the test says. */
export type TestMarketplace = {
  chain: LocalChain;
  deployment: Deployment;
  publicClient: PublicClient;
  testClient: TestClient;
  accounts: LocalAccounts;
  operators: readonly TestOperator[];
  clientOf: (account: LocalAccount) => WriteClient;
  mine: (blocks: number) => Promise<void>;
  /** Mines until the submission’s seed is known, and posts a verdict that the operators sign. */
  settle: (parameters: SettleParameters) => Promise<void>;
};

export type JudgedVerdict = Omit<Verdict, 'submissionId' | 'seed'>;

export type SettleParameters = {
  submissionId: bigint;
  /** Everything but what the chain gives; told the seed. */
  verdict: (seed: Hex) => JudgedVerdict | Promise<JudgedVerdict>;
  /** The last ones do not sign. @default 0 */
  nonSigners?: number;
  /** Whether the elected performer claims. @default true */
  claimed?: boolean;
};

/**
 * A marketplace for the test file (or the `describe`) that calls this.
 *
 * @example
 * const marketplace = useMarketplace({ operatorCount: 4 });
 * test('…', async () => {
 *   const client = marketplace().clientOf(marketplace().accounts.owner);
 * });
 */
export function useMarketplace({ operatorCount }: { operatorCount: number }): () => TestMarketplace {
  let marketplace: TestMarketplace | undefined;
  beforeAll(async () => {
    const chain = await startChain();
    marketplace = await open(chain, operatorCount);
  });
  afterAll(async () => {
    await marketplace?.chain.stop();
  });
  return () => {
    if (!marketplace) throw new Error('The marketplace exists from beforeAll on: call this inside a test.');
    return marketplace;
  };
}

async function open(chain: LocalChain, operatorCount: number): Promise<TestMarketplace> {
  const transport = localTransport(chain.rpcUrl);
  const pollingInterval = 20;
  const publicClient = createPublicClient({ transport, pollingInterval });
  const testClient = createTestClient({ mode: 'anvil', transport });
  const accounts = localAccounts();
  const wallet = (account: LocalAccount) => createWalletClient({ account, transport, pollingInterval });
  const deployment = await deployContracts({
    walletClient: wallet(accounts.governor),
    publicClient,
    parameters: localParameters({ treasury: accounts.treasury.address }),
  });
  const clientOf = (account: LocalAccount): WriteClient => ({
    publicClient,
    walletClient: wallet(account),
    deployment,
  });
  const mine = (blocks: number) => testClient.mine({ blocks });
  for (const account of [accounts.owner, ...accounts.optimizers]) {
    await requestTokens(clientOf(account), { amount: FUNDS });
  }
  const operators: TestOperator[] = [];
  for (const [index, { account }] of accounts.operators.slice(0, operatorCount).entries()) {
    const signer = createBlsSigner(secretKey(index));
    const client = clientOf(account);
    await requestTokens(client, { token: deployment.contracts.stakeToken, amount: STAKE });
    await registerOperator(client, {
      ...provePossession({
        signer,
        chainId: deployment.chainId,
        operatorRegistry: deployment.contracts.operatorRegistry,
        operator: account.address,
      }),
      stake: STAKE,
      endpoint: `http://127.0.0.1:1/operator-${index}`,
    });
    operators.push({ account, signer });
  }
  await mine(1);
  await applyChanges(clientOf(accounts.governor));
  const marketplace = { chain, deployment, publicClient, testClient, accounts, operators, clientOf, mine };
  return { ...marketplace, settle: (parameters) => settle(marketplace, parameters) };
}

/** Below the group’s order, whatever the hash. */
function secretKey(index: number): Hex {
  return `0x00${keccak256(stringToHex(`test operator ${index}`)).slice(4)}`;
}

async function settle(
  { deployment, publicClient, operators, clientOf, mine }: Omit<TestMarketplace, 'settle'>,
  { submissionId, verdict: judge, nonSigners = 0, claimed = true }: SettleParameters,
): Promise<void> {
  const [poster] = operators;
  if (!poster) throw new RangeError('somebody must post the verdict');
  const client = clientOf(poster.account);
  const { seedBlock } = await getSubmission(client, { submissionId });
  const head = Number(await publicClient.getBlockNumber());
  if (head <= seedBlock) await mine(seedBlock - head + 1);
  const { header, seed } = await getSeedHeader(client, { submissionId, seedBlock });
  const verdict: Verdict = { ...(await judge(seed)), submissionId, seed };
  const { taskDefinitionId, chainId } = deployment;
  const { attestationCenter } = deployment.contracts;
  const scope = { chainId, attestationCenter, taskDefinitionId };
  const hash = verdictHash({ ...scope, verdict });

  const set = await getOperators(client);
  const elected = set[performerIndex({ seed, attempt: 0, operatorCount: set.length })];
  const performer = operators.find(({ account }) => account.address === elected?.operator);
  if (!performer) throw new RangeError('the elected operator is not one of the test’s');
  const proof = proofOfTask({ performer: performer.account.address, verdictHash: hash });
  const claim = { submissionId, seed, championId: verdict.championId, attempt: 0, proofOfTask: proof };
  const signers = operators.slice(0, operators.length - nonSigners);
  const { signature } = aggregateSignatures({
    message: hash,
    signatures: signers.map(({ signer }) => ({ key: signer.publicKey, signature: signer.sign(hash) })),
  });
  if (!signature) throw new RangeError('nobody signed');
  await transact(client, {
    to: attestationCenter,
    data: encodeFunctionData({
      abi: attestationCenterAbi,
      functionName: 'submitTask',
      args: [
        {
          proofOfTask: claimed ? proof : zeroHash,
          data: encodeVerdict(verdict),
          taskPerformer: claimed ? performer.account.address : zeroAddress,
          taskDefinitionId,
        },
        {
          tpSignature: claimed
            ? await performer.account.signMessage({ message: { raw: claimHash({ ...scope, claim }) } })
            : '0x',
          attempt: 0,
          taSignature: signature,
          nonSigners: operators
            .slice(operators.length - nonSigners)
            .sort((a, b) => (a.account.address.toLowerCase() < b.account.address.toLowerCase() ? -1 : 1))
            .map(({ signer }) => signer.publicKey),
          seedHeader: header,
        },
      ],
    }),
    action: `post the verdict on submission ${submissionId}`,
  });
}
