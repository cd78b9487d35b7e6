import {
  type Address,
  type Hex,
  type PublicClient,
  getAddress,
  keccak256,
  parseAbiItem,
  stringToHex,
  zeroHash,
} from 'viem';

/** The roles of the contracts and of the timelock, by the words that they are hashed from. */
export const ROLES = {
  admin: zeroHash,
  governor: keccak256(stringToHex('zarathustra.governor')),
  allowlister: keccak256(stringToHex('zarathustra.allowlister')),
  pauser: keccak256(stringToHex('zarathustra.pauser')),
  proposer: keccak256(stringToHex('PROPOSER_ROLE')),
  executor: keccak256(stringToHex('EXECUTOR_ROLE')),
  canceller: keccak256(stringToHex('CANCELLER_ROLE')),
} as const satisfies Record<string, Hex>;

export type Role = keyof typeof ROLES;

const RANGE_BLOCKS = 10_000n;
const EVENTS = [
  parseAbiItem('event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)'),
  parseAbiItem('event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender)'),
] as const;

/** Who has a contract’s roles, by role, from all that were ever granted and revoked. */
export async function readRoleHolders(parameters: {
  publicClient: PublicClient;
  address: Address;
  startBlock: number;
}): Promise<Map<Hex, Set<Address>>> {
  const { publicClient, address, startBlock } = parameters;
  const holders = new Map<Hex, Set<Address>>();
  const head = await publicClient.getBlockNumber({ cacheTime: 0 });
  // Nodes limit how many blocks one request may look through.
  for (let fromBlock = BigInt(startBlock); fromBlock <= head; fromBlock += RANGE_BLOCKS) {
    const last = fromBlock + RANGE_BLOCKS - 1n;
    const toBlock = last < head ? last : head;
    const logs = await publicClient.getLogs({ address, events: EVENTS, strict: true, fromBlock, toBlock });
    for (const { eventName, args } of logs) {
      const accounts = holders.get(args.role) ?? new Set();
      holders.set(args.role, accounts);
      if (eventName === 'RoleGranted') accounts.add(getAddress(args.account));
      else accounts.delete(getAddress(args.account));
    }
  }
  return holders;
}
