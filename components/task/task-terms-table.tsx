import { Fact, Facts } from '#components/ui/facts.tsx';
import { Term } from '#components/ui/term.tsx';
import { Amount } from '#components/value/amount.tsx';
import { type Token, groupThousands } from '#components/value/format-amount.ts';
import { formatDuration } from '#components/value/format-time.ts';

/** What the owner fixed for good, each with its meaning. */
export function TaskTermsTable(parameters: {
  task: {
    bounty: bigint;
    toppedUp: bigint;
    minGapBps: number;
    rounds: number;
    requiredWins: number;
    quorumBps: number;
    taskDefinitionId: number;
  };
  token: Token;
  definition:
    { revealWindowBlocks: bigint; seedDelayBlocks: bigint; verdictWindowBlocks: bigint } | undefined;
  blockSeconds: number | undefined;
}) {
  const { task, token, definition, blockSeconds } = parameters;
  return (
    <Facts>
      <Fact name="Bounty at the start">
        <Amount amount={task.bounty} token={token} />
      </Fact>
      {task.toppedUp > 0n ? (
        <Fact name="Added since">
          <Amount amount={task.toppedUp} token={token} />
        </Fact>
      ) : null}
      <Fact
        name={
          <Term
            meaning={`Champion and challenger are evaluated in ${task.rounds} independent rounds on the same fresh data. The challenger must win ${task.requiredWins} of them. When it does, as many further rounds measure how much better it is.`}
          >
            Rounds to win
          </Term>
        }
      >
        {task.requiredWins} of {task.rounds}
      </Fact>
      <Fact
        name={
          <Term meaning="A round, and the comparison as a whole, count as won only when at least this share of the champion’s distance to the target is closed.">
            Least improvement
          </Term>
        }
      >
        {(task.minGapBps / 100).toFixed(2)} % of the gap
      </Fact>
      <Fact
        name={
          <Term meaning="The share of the operators’ voting power that must sign a verdict; always more than two thirds as well.">
            Quorum
          </Term>
        }
      >
        {(task.quorumBps / 100).toFixed(0)} %
      </Fact>
      {definition ? (
        <>
          <Fact
            name={
              <Term meaning="After its commitment a submission has so long to reveal its parameters, else the bond is forfeited.">
                Time to reveal
              </Term>
            }
          >
            <Blocks count={definition.revealWindowBlocks} blockSeconds={blockSeconds} />
          </Fact>
          <Fact
            name={
              <Term meaning="So many blocks after the reveal, a block’s randomness seeds the data, which therefore nobody knows before.">
                Seed delay
              </Term>
            }
          >
            <Blocks count={definition.seedDelayBlocks} blockSeconds={blockSeconds} />
          </Fact>
          <Fact
            name={
              <Term meaning="The operators have so long to judge a submission once it is its turn. If they fail, the bond comes back in full.">
                Time to judge
              </Term>
            }
          >
            <Blocks count={definition.verdictWindowBlocks} blockSeconds={blockSeconds} />
          </Fact>
        </>
      ) : null}
      <Fact name="Task definition">{task.taskDefinitionId}</Fact>
    </Facts>
  );
}

/** A number of blocks, and how long that takes at the present pace. */
export function Blocks({ count, blockSeconds }: { count: bigint; blockSeconds: number | undefined }) {
  return (
    <span className="whitespace-nowrap">
      {groupThousands(count)} {count === 1n ? 'block' : 'blocks'}
      {blockSeconds === undefined ? null : (
        <span className="text-ink-3"> ≈ {formatDuration(Number(count) * blockSeconds)}</span>
      )}
    </span>
  );
}
