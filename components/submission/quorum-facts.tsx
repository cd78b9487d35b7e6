import { Fact, Facts } from '#components/ui/facts.tsx';
import { Account, Hex } from '#components/value/address.tsx';
import { formatShare } from '#components/value/format-score.ts';

/** Who signed and posted a verdict. */
export function QuorumFacts({
  quorum,
}: {
  quorum: {
    performer: string | null;
    aggregator: string;
    signedPower: bigint;
    totalPower: bigint;
    nonSigners: readonly string[];
    verdictHash: string;
    transactionHash: string;
  };
}) {
  const { performer, aggregator, signedPower, totalPower, nonSigners, verdictHash, transactionHash } = quorum;
  return (
    <Facts>
      <Fact name="Voting power signed">
        {totalPower === 0n ? '–' : formatShare({ numerator: signedPower, denominator: totalPower })}
      </Fact>
      <Fact name="Performer">
        {performer === null ? (
          <span className="text-ink-3">nobody claimed</span>
        ) : (
          <Account address={performer} />
        )}
      </Fact>
      <Fact name="Aggregator">
        <Account address={aggregator} />
      </Fact>
      {nonSigners.map((operator) => (
        <Fact key={operator} name="Did not sign">
          <Account address={operator} />
        </Fact>
      ))}
      <Fact name="Verdict">
        <Hex value={verdictHash} name="the verdict’s hash" />
      </Fact>
      <Fact name="Transaction">
        <Hex value={transactionHash} name="the transaction’s hash" />
      </Fact>
    </Facts>
  );
}
