import {
  type Abi,
  type Address,
  type ContractEventName,
  type ParseEventLogsReturnType,
  type TransactionReceipt,
  isAddressEqual,
  parseEventLogs,
} from 'viem';
import { EventMissingError } from './errors.ts';

/** The arguments of the one event that a successful transaction must have emitted. @throws {EventMissingError} */
export function requireEvent<const abi extends Abi, eventName extends ContractEventName<abi>>(parameters: {
  receipt: TransactionReceipt;
  address: Address;
  abi: abi;
  eventName: eventName;
}): ParseEventLogsReturnType<abi, eventName, true>[number]['args'] {
  const { receipt, address, abi, eventName } = parameters;
  const logs = receipt.logs.filter((log) => isAddressEqual(log.address, address));
  const [event] = parseEventLogs({ abi, eventName, logs, strict: true });
  if (event === undefined) throw new EventMissingError({ event: eventName, hash: receipt.transactionHash });
  return event.args;
}
