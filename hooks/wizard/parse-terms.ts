import { formatUnits, parseUnits } from 'viem';
import { type TermViolation, findTermViolations } from '#protocol/task/term-bounds.ts';
import type { PublishedTerms } from '#sdk/flows/task-draft.ts';
import type { Conditions, PaymentToken } from './conditions.ts';
import type { TermsForm } from './task-form.ts';

const SCORE_DECIMALS = 18;
const DAY_SECONDS = 86_400;

export type TermField = keyof TermsForm;

/** What is wrong with a field, in words for whoever typed it. */
export type TermProblems = { [field in TermField]?: string };

export type ParsedTerms = {
  /** Present when every field can be read, even when the contract would refuse them. */
  terms: PublishedTerms | undefined;
  problems: TermProblems;
  token: PaymentToken;
};

/**
 * Reads the terms as they were typed, and says what the contract would refuse about them: the term, its value, the bound.
 *
 * @param parameters.now Unix seconds; the deadline counts from then.
 */
export function parseTerms(parameters: {
  form: TermsForm;
  conditions: Conditions;
  now: number;
}): ParsedTerms {
  const { form, conditions, now } = parameters;
  const { definition, tokens } = conditions;
  const token = tokens.find(({ address }) => address === form.token) ?? tokens[0];
  if (token === undefined) throw new RangeError('there is no token to pay in');
  const problems: TermProblems = {};
  const read = <Value>(field: TermField, parse: (text: string) => Value | string): Value | undefined => {
    const value = parse(form[field].trim());
    if (typeof value !== 'string') return value;
    problems[field] = value;
    return undefined;
  };
  const amount = (text: string) => parseDecimal(text, token.decimals);
  const bounty = read('bounty', amount);
  const bond = read('bond', amount);
  const operatorFee = read('operatorFee', amount);
  const targetScore = read('targetScore', (text) => parseDecimal(text, SCORE_DECIMALS));
  const minGapBps = read('minGapPercent', parsePercent);
  const quorumBps = read('quorumPercent', parsePercent);
  const rounds = read('rounds', parseWhole);
  const requiredWins = read('requiredWins', parseWhole);
  const maxPending = read('maxPending', parseWhole);
  const durationSeconds = read('durationDays', parseDays);
  if (
    bounty === undefined ||
    bond === undefined ||
    operatorFee === undefined ||
    targetScore === undefined ||
    minGapBps === undefined ||
    quorumBps === undefined ||
    rounds === undefined ||
    requiredWins === undefined ||
    maxPending === undefined ||
    durationSeconds === undefined
  ) {
    return { terms: undefined, problems, token };
  }
  const terms: PublishedTerms = {
    token: token.address,
    bounty,
    bond,
    operatorFee,
    targetScore,
    minGapBps,
    quorumBps,
    rounds,
    requiredWins,
    maxPending,
    deadline: now + durationSeconds,
    taskDefinitionId: definition.taskDefinitionId,
  };
  const violations = findTermViolations(
    { storageAddresses: [], storageQuotaBytes: 0n, ...terms },
    { definition, feeUnit: token.feeUnit, now },
  );
  for (const violation of violations) {
    const field = FIELDS[violation.term];
    if (field) problems[field] ??= describeViolation(violation, { terms, token, now });
  }
  return { terms, problems, token };
}

/** The fields of the contract’s terms. */
const FIELDS: { readonly [term: string]: TermField } = {
  bounty: 'bounty',
  bond: 'bond',
  operatorFee: 'operatorFee',
  targetScore: 'targetScore',
  minGapBps: 'minGapPercent',
  quorumBps: 'quorumPercent',
  rounds: 'rounds',
  requiredWins: 'requiredWins',
  maxPending: 'maxPending',
  deadline: 'durationDays',
};

function describeViolation(
  { term, bound, side }: TermViolation,
  { terms, token, now }: { terms: PublishedTerms; token: PaymentToken; now: number },
): string {
  const limit = side === 'below' ? 'at least' : 'at most';
  const inToken = (value: bigint) => `${formatUnits(value, token.decimals)} ${token.symbol}`;
  switch (term) {
    case 'bounty':
      return side === 'below' && terms.operatorFee > 0n
        ? `It must be more than the operators’ fee: measuring the baseline is paid from it. It is ${limit} ${inToken(bound)}.`
        : `It is ${limit} ${inToken(bound)}.`;
    case 'operatorFee':
      return side === 'below'
        ? `Operators do not evaluate for less than ${inToken(bound)}.`
        : `It is at most ${inToken(bound)}, the bounty times the smallest improvement: even that must earn more than judging it costs.`;
    case 'bond':
      return `It is ${limit} ${inToken(bound)}.`;
    case 'targetScore':
      return side === 'below' ? 'It is above 0.' : 'It is at most 1: no score is higher.';
    case 'minGapBps':
    case 'quorumBps':
      return `It is ${limit} ${formatUnits(bound, 2)} %.`;
    case 'requiredWins':
      return side === 'below'
        ? `It is at least ${bound}: with fewer, a model that loses as often as it wins would pass.`
        : `It is at most ${bound}, the number of rounds.`;
    case 'deadline':
      return side === 'below'
        ? 'The task must be open for some time.'
        : `It is at most ${(Number(bound) - now) / DAY_SECONDS} days.`;
    default:
      return `It is ${limit} ${bound}.`;
  }
}

const DECIMAL = /^\d+(\.\d*)?$|^\.\d+$/;

/** @returns Base units, or what is wrong. */
function parseDecimal(text: string, decimals: number): bigint | string {
  if (text === '') return 'It is missing.';
  if (!DECIMAL.test(text)) return 'It is a number such as 12.5, without signs and spaces.';
  const fraction = text.split('.')[1] ?? '';
  if (fraction.length > decimals) return `It has at most ${decimals} decimal places.`;
  return parseUnits(text, decimals);
}

function parsePercent(text: string): number | string {
  const bps = parseDecimal(text, 2);
  if (typeof bps === 'string') return bps;
  return bps > 10_000n ? 'It is at most 100 %.' : Number(bps);
}

function parseWhole(text: string): number | string {
  if (text === '') return 'It is missing.';
  if (!/^\d{1,6}$/.test(text)) return 'It is a whole number.';
  return Number(text);
}

/** @returns Seconds, or what is wrong. */
function parseDays(text: string): number | string {
  const hundredths = parseDecimal(text, 2);
  return typeof hundredths === 'string' ? hundredths : Math.floor((Number(hundredths) * DAY_SECONDS) / 100);
}
