import {
  type Address,
  type Hex,
  type PublicClient,
  createPublicClient,
  erc20Abi,
  getAddress,
  http,
  isAddressEqual,
  zeroAddress,
} from 'viem';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import type { Deployment } from '#protocol/deployment.ts';
import type { BlockHeader } from '#protocol/seed/header.ts';
import { type TransactionEvents, decodeEvents } from './events.ts';
import type { AccountAmount, ChainState, Facts, TransactionFact } from './facts.ts';

export type ReadFactsParameters = {
  rpcUrl: string;
  deployment: Deployment;
  /** The first block that can hold a log of the contracts. @default the deployment’s */
  startBlock?: number | undefined;
  readContent: Facts['readContent'];
};

/** Reads all facts as of the newest block; nothing but the chain is asked. */
export async function readFacts(parameters: ReadFactsParameters): Promise<Facts> {
  const { rpcUrl, deployment, startBlock = deployment.startBlock, readContent } = parameters;
  const publicClient = createPublicClient({ transport: http(rpcUrl, { batch: true }) });
  const { modelSubmission, attestationCenter, operatorRegistry, avsGovernance, stakeToken } =
    deployment.contracts;
  const contracts = { modelSubmission, attestationCenter, operatorRegistry, avsGovernance, stakeToken };
  const head = await publicClient.getBlockNumber();
  const tokens = await publicClient.readContract({
    address: modelSubmission,
    abi: modelSubmissionAbi,
    functionName: 'listedTokens',
    blockNumber: head,
  });
  const moved = [...new Set([...tokens, stakeToken].map((token) => getAddress(token)))];
  const logs = await publicClient.getLogs({
    address: [modelSubmission, attestationCenter, operatorRegistry, avsGovernance, ...moved],
    fromBlock: BigInt(startBlock),
    toBlock: head,
  });
  const withoutState = {
    chainId: deployment.chainId,
    contracts,
    logs,
    transactions: await readTransactions(publicClient, logs),
    blocks: await readBlocks(
      publicClient,
      logs.map(({ blockNumber }) => blockNumber),
    ),
    readContent,
  };
  const empty: ChainState = {
    balances: [],
    credits: [],
    earnedFees: [],
    liabilities: [],
    operatorsBuckets: [],
    tasks: [],
    submissions: [],
  };
  const events = decodeEvents({ ...withoutState, state: empty });
  const seedBlocks = await readBlocks(
    publicClient,
    seedBlocksOf(events).filter((block) => block <= head),
  );
  return {
    ...withoutState,
    blocks: new Map([...withoutState.blocks, ...seedBlocks]),
    state: await readState({ publicClient, contracts, tokens, moved, events, blockNumber: head }),
  };
}

async function readTransactions(
  publicClient: PublicClient,
  logs: Facts['logs'],
): Promise<Map<Hex, TransactionFact>> {
  const hashes = [...new Set(logs.map(({ transactionHash }) => transactionHash))];
  const transactions = await Promise.all(hashes.map((hash) => publicClient.getTransaction({ hash })));
  return new Map(transactions.map(({ hash, from, to, input }) => [hash, { hash, from, to, input }]));
}

async function readBlocks(
  publicClient: PublicClient,
  numbers: readonly bigint[],
): Promise<Map<bigint, BlockHeader>> {
  const distinct = [...new Set(numbers)];
  const blocks = await Promise.all(distinct.map((blockNumber) => publicClient.getBlock({ blockNumber })));
  return new Map(blocks.map((block) => [block.number, block]));
}

function seedBlocksOf(transactions: readonly TransactionEvents[]): bigint[] {
  return transactions.flatMap(({ events }) =>
    events.flatMap(({ event }) =>
      event.eventName === 'TaskCreated' || event.eventName === 'SubmissionRevealed'
        ? [BigInt(event.args.seedBlock)]
        : [],
    ),
  );
}

async function readState(parameters: {
  publicClient: PublicClient;
  contracts: Facts['contracts'];
  tokens: readonly Address[];
  /** All tokens whose balances are compared, the stake’s included. */
  moved: readonly Address[];
  events: readonly TransactionEvents[];
  blockNumber: bigint;
}): Promise<ChainState> {
  const { publicClient, contracts, tokens, moved, events, blockNumber } = parameters;
  const accounts = accountsOf(events);
  const market = { address: contracts.modelSubmission, abi: modelSubmissionAbi, blockNumber } as const;
  const center = { address: contracts.attestationCenter, abi: attestationCenterAbi, blockNumber } as const;
  const forAccounts = (
    list: readonly Address[],
    amountOf: (token: Address, account: Address) => Promise<bigint>,
  ): Promise<AccountAmount[]> =>
    Promise.all(
      list.flatMap((token) =>
        accounts.map(async (account) => ({
          token: getAddress(token),
          account,
          amount: await amountOf(token, account),
        })),
      ),
    );
  const forTokens = (amountOf: (token: Address) => Promise<bigint>) =>
    Promise.all(tokens.map(async (token) => ({ token: getAddress(token), amount: await amountOf(token) })));

  const taskCount = await publicClient.readContract({ ...market, functionName: 'taskCount' });
  const taskIds = Array.from({ length: taskCount }, (_, index) => index + 1);
  const submissionIds = submissionIdsOf(events);
  const [balances, credits, earnedFees, liabilities, operatorsBuckets, tasks, submissions] =
    await Promise.all([
      forAccounts(moved, (token, account) =>
        publicClient.readContract({
          address: token,
          abi: erc20Abi,
          functionName: 'balanceOf',
          args: [account],
          blockNumber,
        }),
      ),
      forAccounts(tokens, (token, account) =>
        publicClient.readContract({ ...market, functionName: 'creditOf', args: [token, account] }),
      ),
      forAccounts(tokens, (token, account) =>
        publicClient.readContract({ ...center, functionName: 'earnedFees', args: [token, account] }),
      ),
      forTokens((token) =>
        publicClient.readContract({ ...market, functionName: 'liabilities', args: [token] }),
      ),
      forTokens((token) =>
        publicClient.readContract({ ...market, functionName: 'operatorsBucket', args: [token] }),
      ),
      Promise.all(
        taskIds.map(async (taskId) => ({
          taskId,
          ...(await publicClient.readContract({ ...market, functionName: 'getTask', args: [taskId] })),
        })),
      ),
      Promise.all(
        submissionIds.map(async (submissionId) => ({
          submissionId,
          ...(await publicClient.readContract({
            ...market,
            functionName: 'getSubmission',
            args: [submissionId],
          })),
        })),
      ),
    ]);
  return { balances, credits, earnedFees, liabilities, operatorsBuckets, tasks, submissions };
}

/** Everybody who ever moved a token or was credited. */
function accountsOf(transactions: readonly TransactionEvents[]): Address[] {
  const accounts = new Set<Address>();
  for (const { events } of transactions) {
    for (const { event } of events) {
      if (event.eventName === 'Transfer') {
        accounts.add(event.args.from);
        accounts.add(event.args.to);
      }
      if (event.eventName === 'Credited') accounts.add(event.args.account);
      if (event.eventName === 'OperatorAdded') accounts.add(event.args.operator);
      if (event.eventName === 'TaskSubmitted') accounts.add(event.args.aggregator);
      if (event.eventName === 'TreasuryChanged') accounts.add(event.args.treasury);
    }
  }
  return [...accounts].filter((account) => !isAddressEqual(account, zeroAddress));
}

function submissionIdsOf(transactions: readonly TransactionEvents[]): bigint[] {
  return transactions.flatMap(({ events }) =>
    events.flatMap(({ event }) => {
      if (event.eventName === 'TaskCreated') return [event.args.baselineId];
      return event.eventName === 'SubmissionCommitted' ? [event.args.submissionId] : [];
    }),
  );
}
