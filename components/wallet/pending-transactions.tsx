'use client';

import { useEffect } from 'react';
import { useConfig } from 'wagmi';
import { useRequiredChain } from '#hooks/wallet/chain-context.tsx';
import { resumePendingTransactions } from '#hooks/transactions/resume-pending-transactions.ts';

/** Follows what was sent before the page was loaded again. */
export function PendingTransactions() {
  const config = useConfig();
  const chain = useRequiredChain();
  useEffect(() => resumePendingTransactions({ config, chain }), [config, chain]);
  return null;
}
