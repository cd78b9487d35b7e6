import { type Address, getAddress } from 'viem';

/** Amounts by token and account. */
export type Amounts = {
  get(token: Address, account: Address): bigint;
  add(token: Address, account: Address, amount: bigint): void;
  set(token: Address, account: Address, amount: bigint): void;
  entries(): readonly { token: Address; account: Address; amount: bigint }[];
};

export function createAmounts(): Amounts {
  const amounts = new Map<string, { token: Address; account: Address; amount: bigint }>();
  const key = (token: Address, account: Address) => `${getAddress(token)}/${getAddress(account)}`;
  const get = (token: Address, account: Address) => amounts.get(key(token, account))?.amount ?? 0n;
  const set = (token: Address, account: Address, amount: bigint) => {
    amounts.set(key(token, account), { token: getAddress(token), account: getAddress(account), amount });
  };
  return {
    get,
    set,
    add: (token, account, amount) => set(token, account, get(token, account) + amount),
    entries: () => [...amounts.values()],
  };
}
