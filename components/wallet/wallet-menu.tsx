'use client';

import '@rainbow-me/rainbowkit/styles.css';
import { RainbowKitProvider, darkTheme, lightTheme, useConnectModal } from '@rainbow-me/rainbowkit';
import { Wallet } from 'lucide-react';
import Link from 'next/link';
import { useTheme } from 'next-themes';
import { Popover } from 'radix-ui';
import { useEffect, useLayoutEffect } from 'react';
import { Toaster } from 'sonner';
import type { Address } from 'viem';
import { useDisconnect } from 'wagmi';
import { Button } from '#components/ui/button.tsx';
import { shortenHex } from '#components/value/shorten.ts';
import { onConnectionRequest, withdrawConnectionRequest } from '#hooks/wallet/connection-request.ts';
import { useRequiredChain } from '#hooks/wallet/chain-context.tsx';
import { useWallet } from '#hooks/wallet/use-wallet.ts';
import { FaucetButton } from './faucet-button.tsx';
import { PendingTransactions } from './pending-transactions.tsx';
import { SettlementNotices } from './settlement-notices.tsx';
import { SwitchChainButton } from './switch-chain-button.tsx';
import { WalletBalances } from './wallet-balances.tsx';
import { WalletProviders } from './wallet-providers.tsx';

/** `account`: the menu shows the account, or what is wrong with its chain. */
export type WalletConnection = 'none' | 'connecting' | 'account';

/** The wallet in the page's head: the account and what belongs to it, and the messages about transactions. */
export function WalletMenu({ onConnection }: { onConnection: (connection: WalletConnection) => void }) {
  const { resolvedTheme } = useTheme();
  const isDark = resolvedTheme === 'dark';
  return (
    <WalletProviders>
      <RainbowKitProvider
        modalSize="compact"
        theme={walletTheme(isDark)}
        appInfo={{ appName: 'Zarathustra', learnMoreUrl: 'https://ethereum.org/wallets' }}
      >
        <ConnectionRequests />
        <PendingTransactions />
        <Toaster
          theme={isDark ? 'dark' : 'light'}
          position="bottom-right"
          // Its own colours and letters stand in rules that are stronger than a class.
          className="font-sans! [--normal-bg:var(--sheet)]! [--normal-border:var(--rule-strong)]! [--normal-text:var(--ink)]!"
          toastOptions={{ className: 'tabular-nums' }}
        />
        <AccountButton onConnection={onConnection} />
      </RainbowKitProvider>
    </WalletProviders>
  );
}

/** RainbowKit's theme in the page's own colours. */
function walletTheme(isDark: boolean) {
  const base = (isDark ? darkTheme : lightTheme)({
    accentColor: 'var(--champion)',
    accentColorForeground: 'var(--on-champion)',
    borderRadius: 'small',
    fontStack: 'system',
    overlayBlur: 'none',
  });
  return {
    ...base,
    colors: {
      ...base.colors,
      modalBackground: 'var(--sheet)',
      modalBorder: 'var(--rule)',
      modalText: 'var(--ink)',
      modalTextSecondary: 'var(--ink-3)',
      modalTextDim: 'var(--ink-3)',
      menuItemBackground: 'var(--well)',
      generalBorder: 'var(--rule)',
      profileForeground: 'var(--sheet)',
      closeButton: 'var(--ink-2)',
      closeButtonBackground: 'var(--well)',
    },
    fonts: { body: 'inherit' },
  };
}

/** Opens the list of wallets for whoever asks. */
function ConnectionRequests() {
  const { openConnectModal } = useConnectModal();
  useEffect(() => (openConnectModal ? onConnectionRequest(openConnectModal) : undefined), [openConnectModal]);
  return null;
}

function AccountButton({ onConnection }: { onConnection: (connection: WalletConnection) => void }) {
  const wallet = useWallet();
  const connection = CONNECTIONS[wallet.status];
  // Before it is painted, so that there is always one button.
  useLayoutEffect(() => {
    onConnection(connection);
    if (connection === 'account') withdrawConnectionRequest();
  }, [connection, onConnection]);
  if (wallet.status === 'disconnected' || wallet.status === 'connecting') return null;
  if (wallet.status === 'wrong-chain') return <SwitchChainButton />;
  return (
    <>
      <SettlementNotices account={wallet.address} />
      <AccountMenu address={wallet.address} />
    </>
  );
}

const CONNECTIONS: Readonly<Record<ReturnType<typeof useWallet>['status'], WalletConnection>> = {
  disconnected: 'none',
  connecting: 'connecting',
  'wrong-chain': 'account',
  ready: 'account',
};

const ITEM =
  'flex min-h-9 w-full cursor-pointer items-center rounded-sm px-2.5 text-left text-small hover:bg-well disabled:cursor-not-allowed disabled:text-ink-3';

function AccountMenu({ address }: { address: Address }) {
  const { disconnect } = useDisconnect();
  const { developmentAccounts } = useRequiredChain();
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button aria-label={`Account ${shortenHex(address)}`}>
          <Wallet aria-hidden className="size-4" strokeWidth={1.75} />
          <span className="font-mono max-sm:hidden">{shortenHex(address)}</span>
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          aria-label="Account"
          className="z-40 w-64 rounded-md border border-rule-strong bg-sheet p-1.5 text-ink outline-none"
        >
          <div className="border-b border-rule px-2.5 pb-1 text-small">
            <WalletBalances address={address} />
          </div>
          <div className="pt-1">
            <Popover.Close asChild>
              <Link prefetch={false} href={`/accounts/${address}`} className={ITEM}>
                My tasks, submissions and earnings
              </Link>
            </Popover.Close>
            {developmentAccounts.length > 0 ? <FaucetButton className={ITEM} address={address} /> : null}
            <button type="button" className={ITEM} onClick={() => disconnect()}>
              Disconnect
            </button>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
