import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { createTestClient } from 'viem';
import { saveState, stateFile } from '#devnet/chain/state.ts';
import { localTransport } from '#devnet/chain/transport.ts';
import { type LocalChain, startChain } from '#devnet/chain.ts';
import { sendSignal } from '#devnet/processes.ts';
import { reorganise } from '../../reorganise.ts';

const BLOCK_SECONDS = 1;

/** The chain of the simulation, which can be killed, and what can happen to it. */
export type ChainServer = {
  rpcUrl: string;
  pid(): number;
  kill(): Promise<void>;
  /** After a kill: everything is there again but the last block or two. */
  start(): Promise<void>;
  /** Replaces the newest blocks by empty ones. */
  reorganise(blocks: number): Promise<void>;
  /** From the next block on its timestamps are so much later. */
  leap(seconds: number): Promise<void>;
  mine(blocks: number): Promise<void>;
  stop(): Promise<void>;
};

export async function startChainServer(parameters: { folder: string; port: number }): Promise<ChainServer> {
  const { folder, port } = parameters;
  const dataDirectory = path.join(folder, 'chain');
  const saved = path.join(folder, 'saved-chain');
  await mkdir(saved, { recursive: true });
  const launch = () => startChain({ dataDirectory, port, blockTimeSeconds: BLOCK_SECONDS });
  let chain: LocalChain = await launch();
  const miner = createTestClient({ mode: 'anvil', transport: localTransport(chain.rpcUrl) });
  return {
    rpcUrl: chain.rpcUrl,
    pid: () => chain.pid,
    kill: async () => {
      // By itself it saves the less often the busier the machine is, and would lose what others have long seen confirmed.
      await saveState({ rpcUrl: chain.rpcUrl, dataDirectory: saved });
      sendSignal(chain.pid, 'SIGKILL');
      await chain.ended;
      await chain.stop();
      await rename(stateFile(saved), stateFile(dataDirectory));
    },
    start: async () => {
      chain = await launch();
    },
    reorganise: (blocks) => reorganise({ rpcUrl: chain.rpcUrl, depth: blocks }),
    leap: (seconds) => miner.increaseTime({ seconds }).then(() => undefined),
    mine: (blocks) => miner.mine({ blocks, interval: 1 }),
    stop: () => chain.stop(),
  };
}
