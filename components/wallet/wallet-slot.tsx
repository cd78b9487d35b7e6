'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { onEngagement } from '#hooks/engagement.ts';
import { requestConnection } from '#hooks/wallet/connection-request.ts';
import { useMarketplaceChain } from '#hooks/wallet/chain-context.tsx';
import { isWalletRemembered } from '#hooks/wallet/remembered.ts';
import type { WalletConnection } from './wallet-menu.tsx';

/**
 * The wallet's part of the head: a button at once. The wallet itself weighs more than the page; it comes after the first
 * paint where this browser was connected before, and elsewhere when somebody begins to use the page.
 */
export function WalletSlot() {
  const chain = useMarketplaceChain();
  const [isWanted, setWanted] = useState(false);
  const [connection, setConnection] = useState<WalletConnection>('none');
  useEffect(() => {
    let cancel = () => {};
    const load = () => {
      cancel = whenIdle(() => setWanted(true));
    };
    if (isWalletRemembered()) load();
    else cancel = onEngagement(load);
    return () => cancel();
  }, []);
  if (chain === undefined) return null;
  return (
    // As wide as an account, so that nothing moves when one is connected.
    <span className="inline-flex w-20 justify-end sm:w-36">
      {/* One button before and after the wallet has come, and never disabled: else a press in between would be lost. */}
      {connection === 'account' ? null : (
        <Button onClick={requestConnection}>{connection === 'connecting' ? 'Connecting' : 'Connect'}</Button>
      )}
      {isWanted ? <WalletMenu onConnection={setConnection} /> : null}
    </span>
  );
}

const WalletMenu = dynamic(async () => (await import('./wallet-menu.tsx')).WalletMenu, {
  ssr: false,
});

/** Calls when the browser has painted the page and has nothing more urgent to do. @returns Ends the waiting. */
function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(run, IDLE_TIMEOUT_MS);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(run, { timeout: IDLE_TIMEOUT_MS });
  return () => cancelIdleCallback(handle);
}

const IDLE_TIMEOUT_MS = 1_500;
