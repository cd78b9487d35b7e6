'use client';

import '@rainbow-me/rainbowkit/styles.css';
import { RainbowKitProvider, darkTheme, lightTheme, useConnectModal } from '@rainbow-me/rainbowkit';
import { Wallet } from 'lucide-react';
import Link from 'next/link';
import { useTheme } from 'next-themes';
import { DropdownMenu } from 'radix-ui';
import { useEffect } from 'react';
import { Toaster } from 'sonner';
import { useDisconnect } from 'wagmi';
import { Button } from '#components/ui/button.tsx';
import { shortenHex } from '#components/value/shorten.ts';
import { onConnectionRequest, requestConnection } from '#hooks/wallet/connection-request.ts';
import { useRequiredChain } from '#hooks/wallet/chain-context.tsx';
import { useWallet } from '#hooks/wallet/use-wallet.ts';
import { FaucetItem } from './faucet-item.tsx';
import { PendingTransactions } from './pending-transactions.tsx';
import { SwitchChainButton } from './switch-chain-button.tsx';
import { WalletBalances } from './wallet-balances.tsx';
import { WalletProviders } from './wallet-providers.tsx';

/** The wallet in the page's head: connect, the account and what belongs to it, and the messages about transactions. */
export function WalletMenu() {
  const { resolvedTheme } = useTheme();
  const isDark = resolvedTheme === 'dark';
  return (
    <WalletProviders>
      <RainbowKitProvider
        modalSize="compact"
        theme={walletTheme(isDark)}
        appInfo={{ appName: 'Zarathustra' }}
      >
        <ConnectionRequests />
        <PendingTransactions />
        <Toaster
          theme={isDark ? 'dark' : 'light'}
          position="bottom-right"
          className="font-sans"
          toastOptions={{ className: 'tabular-nums' }}
        />
        <AccountButton />
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

function AccountButton() {
  const wallet = useWallet();
  if (wallet.status === 'disconnected') return <Button onClick={requestConnection}>Connect</Button>;
  if (wallet.status === 'connecting') return <Button disabled>Connecting</Button>;
  if (wallet.status === 'wrong-chain') return <SwitchChainButton />;
  return <AccountMenu address={wallet.address} />;
}

const ITEM =
  'flex min-h-9 cursor-pointer items-center rounded-sm px-2.5 text-small outline-none data-[highlighted]:bg-well data-[disabled]:cursor-not-allowed data-[disabled]:text-ink-3';

function AccountMenu({ address }: { address: `0x${string}` }) {
  const { disconnect } = useDisconnect();
  const { developmentAccounts } = useRequiredChain();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button aria-label={`Account ${shortenHex(address)}`}>
          <Wallet aria-hidden className="size-4" strokeWidth={1.75} />
          <span className="font-mono max-sm:hidden">{shortenHex(address)}</span>
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-40 w-64 rounded-md border border-rule-strong bg-sheet p-1.5 text-ink"
        >
          <DropdownMenu.Label className="px-2.5 py-2 text-small">
            <WalletBalances address={address} />
          </DropdownMenu.Label>
          <DropdownMenu.Separator className="my-1 h-px bg-rule" />
          <DropdownMenu.Item asChild className={ITEM}>
            <Link href={`/accounts/${address}`}>My tasks, submissions and earnings</Link>
          </DropdownMenu.Item>
          {developmentAccounts.length > 0 ? <FaucetItem className={ITEM} address={address} /> : null}
          <DropdownMenu.Item className={ITEM} onSelect={() => disconnect()}>
            Disconnect
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
