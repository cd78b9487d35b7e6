import { type Address, getAddress } from 'viem';
import { BASIS_POINTS } from '#protocol/verdict/scores.ts';
import type { TaskDefinition } from './market.ts';
import type { OperatorSet } from './operator-set.ts';

/** Amounts per unit of power have 96 binary places, as docs/contracts.md states; what a division leaves over is carried. */
const SCALE_BITS = 96n;
const FRACTION_MASK = (1n << SCALE_BITS) - 1n;

type Account = { checkpoint: bigint; fraction: bigint; booked: bigint };
type TokenLedger = { perPower: bigint; remainder: bigint; accounts: Map<Address, Account> };

/** How a fee was divided; the four add up to it. */
export type FeeShares = { performer: bigint; aggregator: bigint; attesters: bigint; treasury: bigint };

/** What operators earn, recomputed: fees of verdicts and of storage, in each token. */
export type FeeModel = {
  accrueStorageFee: (token: Address, amount: bigint) => void;
  distribute(parameters: {
    token: Address;
    fee: bigint;
    definition: TaskDefinition;
    performer: Address | undefined;
    aggregator: Address;
    nonSigners: readonly Address[];
    treasury: Address;
  }): FeeShares;
  /** Books what was earned with the power before it changed. */
  onPowerChange(operator: Address, previousPower: bigint): void;
  earned(token: Address, account: Address): bigint;
  withdraw(token: Address, account: Address): bigint;
  accounts(token: Address): readonly Address[];
};

export function createFeeModel(set: OperatorSet): FeeModel {
  const ledgers = new Map<Address, TokenLedger>();
  const ledgerOf = (token: Address): TokenLedger => {
    const key = getAddress(token);
    const ledger = ledgers.get(key) ?? { perPower: 0n, remainder: 0n, accounts: new Map() };
    ledgers.set(key, ledger);
    return ledger;
  };
  const accountOf = (ledger: TokenLedger, address: Address): Account => {
    const key = getAddress(address);
    const account = ledger.accounts.get(key) ?? { checkpoint: 0n, fraction: 0n, booked: 0n };
    ledger.accounts.set(key, account);
    return account;
  };
  const accrue = (ledger: TokenLedger, amount: bigint): bigint => {
    const totalPower = set.totalPower();
    if (totalPower === 0n) return 0n;
    const scaled = (amount << SCALE_BITS) + ledger.remainder;
    const growth = scaled / totalPower;
    ledger.perPower += growth;
    ledger.remainder = scaled % totalPower;
    return growth;
  };
  const addScaled = (account: Account, scaled: bigint): bigint => {
    const sum = scaled + account.fraction;
    const whole = sum >> SCALE_BITS;
    account.fraction = sum & FRACTION_MASK;
    account.booked += whole;
    return whole;
  };
  const book = (ledger: TokenLedger, address: Address, power: bigint): Account => {
    const account = accountOf(ledger, address);
    addScaled(account, (ledger.perPower - account.checkpoint) * power);
    account.checkpoint = ledger.perPower;
    return account;
  };

  return {
    accrueStorageFee: (token, amount) => void accrue(ledgerOf(token), amount),
    distribute({ token, fee, definition, performer, aggregator, nonSigners, treasury }) {
      const ledger = ledgerOf(token);
      const performerShare = (fee * BigInt(definition.performerBps)) / BASIS_POINTS;
      const aggregatorShare = (fee * BigInt(definition.aggregatorBps)) / BASIS_POINTS;
      const attestersShare = fee - performerShare - aggregatorShare;
      // Without a claim nobody performed: the share is the treasury’s, and so is what falls to those who did not sign.
      accountOf(ledger, performer ?? treasury).booked += performerShare;
      accountOf(ledger, aggregator).booked += aggregatorShare;
      const growth = accrue(ledger, attestersShare);
      let missingPower = 0n;
      for (const operator of nonSigners) {
        accountOf(ledger, operator).checkpoint += growth;
        missingPower += set.powerOf(operator);
      }
      const forgone =
        missingPower === 0n ? 0n : addScaled(accountOf(ledger, treasury), growth * missingPower);
      return {
        performer: performer ? performerShare : 0n,
        aggregator: aggregatorShare,
        attesters: attestersShare - forgone,
        treasury: (performer ? 0n : performerShare) + forgone,
      };
    },
    onPowerChange(operator, previousPower) {
      for (const ledger of ledgers.values()) book(ledger, operator, previousPower);
    },
    earned(token, address) {
      const ledger = ledgerOf(token);
      const account = accountOf(ledger, address);
      const unbooked = (ledger.perPower - account.checkpoint) * set.powerOf(address) + account.fraction;
      return account.booked + (unbooked >> SCALE_BITS);
    },
    withdraw(token, address) {
      const account = book(ledgerOf(token), address, set.powerOf(address));
      const amount = account.booked;
      account.booked = 0n;
      return amount;
    },
    accounts: (token) => [...ledgerOf(token).accounts.keys()],
  };
}
