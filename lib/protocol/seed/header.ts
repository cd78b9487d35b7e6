import { type Hex, keccak256, numberToHex, toRlp } from 'viem';
import { BaseError } from '../errors/base.ts';

/**
 * The fields of a block that its header consists of, as viem reads them (a `Block` fits). Fields that a fork
 * added are absent on chains before it.
 */
export type BlockHeader = {
  hash: Hex | null;
  parentHash: Hex;
  sha3Uncles: Hex;
  miner: Hex;
  stateRoot: Hex;
  transactionsRoot: Hex;
  receiptsRoot: Hex;
  logsBloom: Hex | null;
  difficulty: bigint;
  number: bigint | null;
  gasLimit: bigint;
  gasUsed: bigint;
  timestamp: bigint;
  extraData: Hex;
  /** PREVRANDAO. */
  mixHash: Hex;
  nonce: Hex | null;
  /** Since London. */
  baseFeePerGas?: bigint | null | undefined;
  /** Since Shanghai. */
  withdrawalsRoot?: Hex | null | undefined;
  /** Since Cancun. */
  blobGasUsed?: bigint | null | undefined;
  /** Since Cancun. */
  excessBlobGas?: bigint | null | undefined;
  /** Since Cancun. */
  parentBeaconBlockRoot?: Hex | null | undefined;
  /** Since Prague; viem passes it on without a type. */
  requestsHash?: Hex | null | undefined;
};

/** A pending block has no header yet. */
export class PendingBlockHeaderError extends BaseError {
  override name = 'PendingBlockHeaderError';
  constructor() {
    super('A pending block has no header.', { metaMessages: ['Read a block that is mined.'] });
  }
}

/** The fields do not hash to the block's hash. */
export class BlockHeaderMismatchError extends BaseError {
  override name = 'BlockHeaderMismatchError';
  constructor({ blockNumber, expected, actual }: { blockNumber: bigint; expected: Hex; actual: Hex }) {
    super(`The header of block ${blockNumber} does not hash to the block’s hash.`, {
      metaMessages: [
        `expected: ${expected}`,
        `actual:   ${actual}`,
        'Either the RPC server returns altered blocks, or the chain runs a fork whose header fields are not known here.',
      ],
    });
  }
}

/**
 * The RLP encoding of a block's header, from which the contracts read its PREVRANDAO. Knows the forks up to Prague
 * (21 fields).
 *
 * @throws {BlockHeaderMismatchError} when it does not hash to the block's hash.
 * @throws {PendingBlockHeaderError}
 *
 * @example
 * const header = encodeBlockHeader(await publicClient.getBlock({ blockNumber: 42n }));
 */
export function encodeBlockHeader(block: BlockHeader): Hex {
  if (block.hash === null || block.number === null || block.logsBloom === null || block.nonce === null) {
    throw new PendingBlockHeaderError();
  }
  const fields: Hex[] = [
    block.parentHash,
    block.sha3Uncles,
    block.miner,
    block.stateRoot,
    block.transactionsRoot,
    block.receiptsRoot,
    block.logsBloom,
    quantity(block.difficulty),
    quantity(block.number),
    quantity(block.gasLimit),
    quantity(block.gasUsed),
    quantity(block.timestamp),
    block.extraData,
    block.mixHash,
    block.nonce,
    ...fieldsOfForks(block),
  ];
  const header = toRlp(fields);
  const actual = keccak256(header);
  if (actual !== block.hash) {
    throw new BlockHeaderMismatchError({ blockNumber: block.number, expected: block.hash, actual });
  }
  return header;
}

/** Forks only ever append, so the first absent field ends the header. */
function fieldsOfForks(block: BlockHeader): Hex[] {
  const optional = [
    toQuantity(block.baseFeePerGas),
    block.withdrawalsRoot,
    toQuantity(block.blobGasUsed),
    toQuantity(block.excessBlobGas),
    block.parentBeaconBlockRoot,
    block.requestsHash,
  ];
  const fields: Hex[] = [];
  for (const field of optional) {
    if (field === undefined || field === null) break;
    fields.push(field);
  }
  return fields;
}

function toQuantity(value: bigint | null | undefined): Hex | undefined {
  return value === undefined || value === null ? undefined : quantity(value);
}

/** RLP writes integers without leading zeros, and 0 as the empty string. */
function quantity(value: bigint): Hex {
  return value === 0n ? '0x' : numberToHex(value);
}
