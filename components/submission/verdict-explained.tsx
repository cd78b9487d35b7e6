import { BASIS_POINTS } from '#protocol/verdict/scores.ts';
import { isPassed, isWin, payment, priceSums } from '#protocol/verdict/rules.ts';
import type { ReactNode } from 'react';
import type { RoundPair } from '#components/chart/round-pair.ts';
import { RoundsChart } from '#components/chart/rounds-chart.tsx';
import { Term } from '#components/ui/term.tsx';
import { Amount } from '#components/value/amount.tsx';
import type { Token } from '#components/value/format-amount.ts';
import { formatShare } from '#components/value/format-score.ts';
import { Score } from '#components/value/score.tsx';
import { ComparisonScale } from './comparison-scale.tsx';

/** The numbers that the operators signed, and the terms that they are held against. Scores 1e18 = 1. */
export type ExplainedVerdict = {
  wins: number;
  championDecidingSum: bigint;
  challengerDecidingSum: bigint;
  championPricingSum: bigint;
  challengerPricingSum: bigint;
};

export type ExplainedTerms = {
  targetScore: bigint;
  minGapBps: number;
  rounds: number;
  requiredWins: number;
  operatorFee: bigint;
};

/** One round of the comparison. */
export type ExplainedRound = { phase: 'deciding' | 'pricing'; champion: bigint; challenger: bigint };

/**
 * Why a comparison ended as it did: what decided, what priced, what was paid; each with its formula and the numbers in
 * it. The numbers are computed by the rules that the contracts check.
 *
 * @param parameters.poolBefore What was in the pool when the verdict was mined.
 * @param parameters.paid What the contract paid.
 * @param parameters.rounds Every round, where an operator's report is at hand; the chain knows sums alone.
 */
export function VerdictExplained(parameters: {
  verdict: ExplainedVerdict;
  terms: ExplainedTerms;
  token: Token;
  poolBefore: bigint;
  paid: bigint;
  rounds: readonly ExplainedRound[];
}) {
  const { verdict, terms, token, poolBefore, paid } = parameters;
  const { championDecidingSum, challengerDecidingSum } = verdict;
  const rounds = BigInt(terms.rounds);
  const gap = rounds * terms.targetScore - championDecidingSum;
  const difference = challengerDecidingSum - championDecidingSum;
  const needed = (BigInt(terms.minGapBps) * gap) / BASIS_POINTS;
  const passed = isPassed({
    terms,
    wins: verdict.wins,
    championSum: championDecidingSum,
    challengerSum: challengerDecidingSum,
  });
  const deciding = parameters.rounds
    .filter(({ phase }) => phase === 'deciding')
    .map((round) => ({ ...round, isWon: isWin({ terms, round, gap }) }));
  const pricing = parameters.rounds
    .filter(({ phase }) => phase === 'pricing')
    .map((round) => ({ ...round, isWon: round.challenger > round.champion }));
  return (
    <ol className="grid gap-8">
      <Part number={1} title="Decided" result={passed ? 'passed' : 'not passed'} isGood={passed}>
        <ComparisonScale
          name={`Mean over the ${terms.rounds} deciding rounds`}
          championScore={championDecidingSum / rounds}
          challengerScore={challengerDecidingSum / rounds}
          targetScore={terms.targetScore}
        />
        <Checks>
          <Check isMet={verdict.wins >= terms.requiredWins} name="Rounds won">
            {verdict.wins} of {terms.rounds}, needed {terms.requiredWins}
          </Check>
          <Check isMet={gap > 0n && difference >= needed} name="Gap closed in sum">
            {gap > 0n ? formatShare({ numerator: difference, denominator: gap }) : '–'}, needed{' '}
            {(terms.minGapBps / 100).toFixed(2)} %
          </Check>
        </Checks>
        {deciding.length > 0 ? (
          <RoundsChart name="Deciding rounds" rounds={deciding} />
        ) : (
          <RoundMarks wins={verdict.wins} rounds={terms.rounds} requiredWins={terms.requiredWins} />
        )}
        <Formula
          name="The deciding rounds in numbers"
          lines={[
            {
              name: 'D',
              formula: 'K · T − Σb',
              numbers: [terms.rounds.toString(), '·', terms.targetScore, '−', championDecidingSum],
              result: gap,
            },
            {
              name: 'Σ(c − b)',
              formula: 'Σc − Σb',
              numbers: [challengerDecidingSum, '−', championDecidingSum],
              result: difference,
            },
            {
              name: 'least',
              formula: 'least improvement · D',
              numbers: [`${(terms.minGapBps / 100).toFixed(2)} %`, '·', gap],
              result: needed,
            },
          ]}
        />
      </Part>
      {passed ? (
        <PricedAndPaid {...{ verdict, terms, token, poolBefore, paid, pricing }} />
      ) : (
        <Part number={2} title="Paid" result="nothing" isGood={false}>
          <p className="text-small text-ink-2">
            Only a submission that passes is priced. The bond pays the operators’ fee; the rest goes to the
            treasury, never to the task’s owner.
          </p>
        </Part>
      )}
    </ol>
  );
}

function PricedAndPaid(parameters: {
  verdict: ExplainedVerdict;
  terms: ExplainedTerms;
  token: Token;
  poolBefore: bigint;
  paid: bigint;
  pricing: readonly RoundPair[];
}) {
  const { verdict, terms, token, poolBefore, paid, pricing } = parameters;
  const { championPricingSum, challengerPricingSum } = verdict;
  const rounds = BigInt(terms.rounds);
  const price = priceSums({ terms, championSum: championPricingSum, challengerSum: challengerPricingSum });
  const { fee } = payment({ pool: poolBefore, operatorFee: terms.operatorFee, ...price });
  const share = formatShare(price);
  const remaining = rounds * terms.targetScore - championPricingSum;
  const gain = challengerPricingSum - championPricingSum;
  return (
    <>
      <Part
        number={2}
        title="Priced"
        result={price.improved ? `${share} of the gap` : 'no improvement'}
        isGood={price.improved}
      >
        <ComparisonScale
          name={`Mean over ${terms.rounds} further rounds, which did not decide`}
          championScore={championPricingSum / rounds}
          challengerScore={challengerPricingSum / rounds}
          targetScore={terms.targetScore}
        />
        {pricing.length > 0 ? <RoundsChart name="Pricing rounds" rounds={pricing} /> : null}
        <Formula
          name="The pricing rounds in numbers"
          lines={[
            {
              name: 'N′',
              formula: 'Σc′ − Σb′',
              numbers: [challengerPricingSum, '−', championPricingSum],
              result: gain,
            },
            {
              name: 'D′',
              formula: 'K · T − Σb′',
              numbers: [terms.rounds.toString(), '·', terms.targetScore, '−', championPricingSum],
              result: remaining,
            },
            { name: 'g', formula: 'N′ ∕ D′, at most 1', numbers: [gain, '∕', remaining], result: share },
          ]}
        />
      </Part>
      <Part number={3} title="Paid" result={<Amount amount={paid} token={token} />} isGood={paid > 0n}>
        <dl className="grid gap-x-6 gap-y-1 text-small sm:grid-cols-[auto_1fr]">
          <dt className="text-ink-3">Pool before the verdict</dt>
          <dd>
            <Amount amount={poolBefore} token={token} isExact />
          </dd>
          <dt className="text-ink-3">
            <Term meaning="The operators’ fee of an improvement is borne by the pool: it goes back to the optimizer, who had paid it with the bond.">
              Fee′, refunded from it
            </Term>
          </dt>
          <dd>
            <Amount amount={price.improved ? fee : 0n} token={token} isExact />
          </dd>
          <dt className="text-ink-3">⌊(pool − fee′) · g⌋</dt>
          <dd className="font-medium">
            <Amount amount={paid} token={token} isExact />
          </dd>
        </dl>
      </Part>
    </>
  );
}

function Part(parameters: {
  number: number;
  title: string;
  result: ReactNode;
  isGood: boolean;
  children: ReactNode;
}) {
  const { number, title, result, isGood, children } = parameters;
  return (
    <li className="grid gap-4 sm:grid-cols-[2rem_minmax(0,1fr)]">
      <span aria-hidden className="text-lead font-medium text-ink-3 max-sm:hidden">
        {number}
      </span>
      <div className="grid min-w-0 gap-4">
        <h3 className="flex flex-wrap items-baseline gap-x-3">
          <span className="text-lead font-medium">{title}</span>
          <span className={isGood ? 'text-champion' : 'text-ink-3'}>{result}</span>
        </h3>
        {children}
      </div>
    </li>
  );
}

function Checks({ children }: { children: ReactNode }) {
  return <dl className="grid gap-1 text-small">{children}</dl>;
}

function Check({ isMet, name, children }: { isMet: boolean; name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-3">
      <dt className="w-36 text-ink-3">{name}</dt>
      <dd>
        {children} <span className={isMet ? 'text-champion' : 'text-fault'}>{isMet ? '✓' : '✗'}</span>
        <span className="sr-only">{isMet ? 'met' : 'not met'}</span>
      </dd>
    </div>
  );
}

/** The rounds as marks: how many were won, and where the bar was. Which ones is not on the chain. */
function RoundMarks({ wins, rounds, requiredWins }: { wins: number; rounds: number; requiredWins: number }) {
  return (
    <div aria-hidden className="flex flex-wrap gap-[3px]">
      {Array.from({ length: rounds }, (_, index) => (
        <span
          key={index}
          className={`h-4 w-2 ${index < wins ? 'bg-champion' : 'bg-well'} ${index === requiredWins - 1 ? 'border-r-2 border-ink' : ''}`}
        />
      ))}
    </div>
  );
}

type FormulaLine = {
  name: string;
  formula: string;
  /** Scores with the signs between them. */
  numbers: readonly (bigint | string)[];
  result: bigint | string;
};

/** Formulas, each with its numbers, exact in the hints; it scrolls by itself where the window is narrow. */
function Formula({ name, lines }: { name: string; lines: readonly FormulaLine[] }) {
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={name}>
      <table className="border-l-2 border-rule text-small text-ink-2">
        <tbody>
          {lines.map((line) => (
            <tr key={line.name} className="[&_td]:pl-4 [&_td]:whitespace-nowrap">
              <th scope="row" className="pl-3 text-left font-normal whitespace-nowrap">
                {line.name}
              </th>
              <td className="text-ink-3">= {line.formula}</td>
              <td>
                ={' '}
                {line.numbers.map((part, index) => (
                  <span key={index}>
                    <Operand value={part} />{' '}
                  </span>
                ))}
              </td>
              <td className="font-medium text-ink">
                = <Operand value={line.result} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Operand({ value }: { value: bigint | string }) {
  return typeof value === 'bigint' ? <Score score={value} /> : value;
}
