/** Where the wallet's configuration keeps what it remembers; wagmi adds the names of the entries. */
export const WALLET_STORAGE_KEY = 'zarathustra.wallet';

/** What was sent and not seen mined. */
export const PENDING_TRANSACTIONS_KEY = 'zarathustra.pending-transactions';

/** Whether this browser was connected before, or waits for a transaction: its wallet is needed without being asked for. */
export function isWalletRemembered(): boolean {
  return [`${WALLET_STORAGE_KEY}.recentConnectorId`, PENDING_TRANSACTIONS_KEY].some(
    (key) => localStorage.getItem(key) !== null,
  );
}
