import { type Hex, type LocalAccount, bytesToHex } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';

/** The well-known phrase of local development chains; whoever uses it elsewhere has no secrets. */
export const LOCAL_MNEMONIC = 'test test test test test test test test test test test junk';

/** Accounts that a local chain funds at its start. */
export const LOCAL_ACCOUNT_COUNT = 20;

/** The people of the local marketplace, by their index under the phrase. */
const INDICES = {
  /** Deploys and governs. */
  governor: 0,
  treasury: 1,
  owner: 2,
  optimizers: [3, 4, 5, 6],
  /** Offered in the browser; nothing else signs with them. */
  visitors: [7, 8, 9],
  operators: [10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
} as const;

/** A development account with its well-known key. */
export type LocalKeyPair = { account: LocalAccount; privateKey: Hex };

function localAccount(index: number): LocalAccount {
  return localKeyPair(index).account;
}

function localKeyPair(index: number): LocalKeyPair {
  const account = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: index });
  return { account, privateKey: bytesToHex(account.getHdKey().privateKey ?? new Uint8Array()) };
}

export type LocalAccounts = {
  governor: LocalAccount;
  treasury: LocalAccount;
  owner: LocalAccount;
  optimizers: readonly LocalAccount[];
  visitors: readonly LocalAccount[];
  operators: readonly LocalKeyPair[];
};

/** The funded development accounts of the local chain, by role. */
export function localAccounts(): LocalAccounts {
  return {
    governor: localAccount(INDICES.governor),
    treasury: localAccount(INDICES.treasury),
    owner: localAccount(INDICES.owner),
    optimizers: INDICES.optimizers.map(localAccount),
    visitors: INDICES.visitors.map(localAccount),
    operators: INDICES.operators.map(localKeyPair),
  };
}
