import { type ContractErrorArgs, type Hex, BaseError as ViemError, decodeErrorResult, isHex } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';
import { contractErrorsAbi } from './contract-errors-abi.ts';
import {
  type ContractErrorsAbi,
  type CustomErrorName,
  type Explanation,
  explanations,
} from './explanations.ts';

/** A contract refused the call. `errorName` and `args` are the custom error, where it is a known one. */
export class ContractRevertedError extends BaseError {
  override name = 'ContractRevertedError';
  readonly errorName: CustomErrorName | undefined;
  readonly args: readonly unknown[];
  /** What the contract returned. */
  readonly data: Hex;
  constructor(parameters: { data: Hex; action: string; cause?: unknown }) {
    const { data, action, cause } = parameters;
    const decoded = decode(data);
    super(decoded?.explanation.what ?? `The contract refused to ${action}, and did not say why.`, {
      cause,
      // What viem prints of an undecoded revert adds nothing.
      details: decoded ? `${decoded.errorName}(${decoded.args.map(String).join(', ')})` : data,
      metaMessages: [decoded?.explanation.remedy ?? 'Check the deployment’s addresses and the arguments.'],
    });
    this.errorName = decoded?.errorName;
    this.args = decoded?.args ?? [];
    this.data = data;
  }
}

/** Whether an error, or one that led to it, is a contract’s custom error of that name. */
export function isContractError(error: unknown, errorName: CustomErrorName): boolean {
  if (!(error instanceof BaseError)) return false;
  return (
    error.walk((cause) => cause instanceof ContractRevertedError && cause.errorName === errorName) !==
    undefined
  );
}

/** What a reverted call returned, wherever in an error of viem it is; `undefined` when it is not a revert. */
export function revertData(error: unknown): Hex | undefined {
  if (!(error instanceof ViemError)) return undefined;
  let data: Hex | undefined;
  error.walk((cause) => {
    data = dataOf(cause);
    return data !== undefined;
  });
  return data;
}

function dataOf(error: unknown): Hex | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  // Where viem decoded the data by a single contract’s ABI, it keeps the bytes under another name.
  if ('raw' in error && isHex(error.raw)) return error.raw;
  if (!('data' in error)) return undefined;
  const { data } = error;
  if (isHex(data)) return data;
  return typeof data === 'object' && data !== null && 'data' in data && isHex(data.data)
    ? data.data
    : undefined;
}

type Decoded = { errorName: CustomErrorName; args: readonly unknown[]; explanation: Explanation };

const SELECTOR_BYTES = 4;
const REVERT_STRING_SELECTOR = '0x08c379a0';
const PANIC_SELECTOR = '0x4e487b71';

function decode(data: Hex): Decoded | undefined {
  const selector = data.slice(0, 2 + 2 * SELECTOR_BYTES);
  if (selector === REVERT_STRING_SELECTOR || selector === PANIC_SELECTOR) return undefined;
  try {
    const { errorName, args } = decodeErrorResult({ abi: contractErrorsAbi, data });
    return { errorName, args: args ?? [], explanation: explain(errorName, args ?? []) };
  } catch (error) {
    // Neither ours nor a known library’s: the caller prints the bytes.
    if (error instanceof ViemError) return undefined;
    throw error;
  }
}

function explain<name extends CustomErrorName>(
  errorName: name,
  args: ContractErrorArgs<ContractErrorsAbi, name>,
): Explanation {
  return explanations[errorName](args);
}
