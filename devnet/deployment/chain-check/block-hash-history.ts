import { type Address, type PublicClient, numberToHex } from 'viem';
import type { Finding } from '../finding.ts';

/** EIP-2935: answers a block number of 32 bytes with that block’s hash, for 8,191 blocks. */
const HISTORY: Address = '0x0000F90827F1C53a10cb7A02335B175320002935';

/** Old enough that the opcode no longer knows it. */
const OLD_BLOCKS = 300n;

/** Whether seeds can be fixed for 8,191 blocks, and not only for 256. */
export async function checkBlockHashHistory(
  publicClient: PublicClient,
): Promise<Finding<'block-hash-history'>> {
  const check = 'block-hash-history';
  const code = await publicClient.getCode({ address: HISTORY });
  if (code === undefined) {
    return { check, status: 'fails', detail: `there is no contract of EIP-2935 at ${HISTORY}` };
  }
  const head = await publicClient.getBlockNumber({ cacheTime: 0 });
  const blockNumber = head > OLD_BLOCKS ? head - OLD_BLOCKS : head - 1n;
  if (blockNumber < 1n) {
    return { check, status: 'unknown', detail: 'the chain is too young to ask for an earlier block' };
  }
  const { hash } = await publicClient.getBlock({ blockNumber });
  const answer = await publicClient.call({ to: HISTORY, data: numberToHex(blockNumber, { size: 32 }) }).then(
    ({ data }) => data,
    () => undefined,
  );
  return answer === hash
    ? { check, status: 'holds', detail: `EIP-2935 knows the hash of block ${blockNumber}` }
    : { check, status: 'fails', detail: `EIP-2935 answers ${answer ?? 'nothing'} for block ${blockNumber}` };
}
