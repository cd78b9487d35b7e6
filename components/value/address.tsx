import Link from 'next/link';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { shortenHex } from './shorten.ts';

/** An account: short, leading to its page, to be copied whole. */
export function Account({ address }: { address: string }) {
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <Link
        href={`/accounts/${address}`}
        className="link font-mono text-[0.9em]"
        data-hint={address}
        prefetch={false}
      >
        {shortenHex(address)}
      </Link>
      <CopyButton text={address} label={`Copy address ${shortenHex(address)}`} />
    </span>
  );
}

/** A hash or any other hex: short, to be copied whole. */
export function Hex({ value, name }: { value: string; name: string }) {
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <span className="font-mono text-[0.9em]" data-hint={value}>
        {shortenHex(value)}
      </span>
      <CopyButton text={value} label={`Copy ${name}`} />
    </span>
  );
}
