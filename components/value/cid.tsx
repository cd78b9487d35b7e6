import { CopyButton } from '#components/ui/copy-button.tsx';
import { shortenCid } from './shorten.ts';

/** A content identifier: short, to be copied whole. */
export function ContentId({ cid, name }: { cid: string; name: string }) {
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <span className="font-mono text-[0.9em]" data-hint={cid}>
        {shortenCid(cid)}
      </span>
      <CopyButton text={cid} label={`Copy the CID of ${name}`} />
    </span>
  );
}
