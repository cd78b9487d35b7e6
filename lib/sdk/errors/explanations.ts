import { type ContractErrorArgs, type ContractErrorName, type Hex, hexToString, trim } from 'viem';
import { OUTCOMES } from '#protocol/verdict/outcome.ts';
import type { contractErrorsAbi } from './contract-errors-abi.ts';
import { FLOWS, OPERATOR_STATUSES, SUBMISSION_STATUSES, TASK_STATUSES } from '../statuses.ts';

export type ContractErrorsAbi = typeof contractErrorsAbi;
export type CustomErrorName = ContractErrorName<ContractErrorsAbi>;

/** One sentence that says what happened, one that says what to do. */
export type Explanation = { what: string; remedy: string };

type Explanations = {
  [name in CustomErrorName]: (args: ContractErrorArgs<ContractErrorsAbi, name>) => Explanation;
};

const ANOTHER_TRANSACTION =
  'Another transaction was faster, most likely. Read the state again before you retry.';
const BUG = 'This is not something a user can cause; please report it with the transaction.';
const CHECK_DEPLOYMENT = 'The addresses of the deployment do not belong together; check the deployment file.';

/** What every custom error means to the person whose transaction ended in it. */
export const explanations: Explanations = {
  TermOutOfBounds: ([term, value, bound]) => ({
    what: `The task’s term "${toText(term)}" is ${value}, which is outside its bound ${bound}.`,
    remedy: `Change "${toText(term)}" and create the task again.`,
  }),
  TokenNotListed: ([token]) => ({
    what: `The token ${token} is not on governance’s list.`,
    remedy: 'Choose one of the listed tokens.',
  }),
  UnknownTask: ([taskId]) => ({
    what: `Task ${taskId} does not exist.`,
    remedy: 'Check the id, and that you are on the right chain.',
  }),
  UnknownSubmission: ([submissionId]) => ({
    what: `Submission ${submissionId} does not exist.`,
    remedy: 'Check the id, and that you are on the right chain.',
  }),
  UnexpectedTaskStatus: ([taskId, status]) => ({
    what: `Task ${taskId} is ${named(TASK_STATUSES, status)}, which does not allow this.`,
    remedy: 'Wait until it is open, or choose another task.',
  }),
  UnexpectedSubmissionStatus: ([submissionId, status]) => ({
    what: `Submission ${submissionId} is ${named(SUBMISSION_STATUSES, status)}, which does not allow this.`,
    remedy: ANOTHER_TRANSACTION,
  }),
  DeadlinePassed: ([taskId, deadline]) => ({
    what: `Task ${taskId} took its last commits at ${toDate(deadline)}.`,
    remedy: 'Choose a task that is still open.',
  }),
  TooManyPending: ([taskId, maxPending]) => ({
    what: `Task ${taskId} has ${maxPending} unsettled submissions, which is its limit.`,
    remedy: 'Wait until one of them is settled.',
  }),
  BondAboveMaximum: ([bond, maximum]) => ({
    what: `The bond is ${bond} now, above the ${maximum} that you allowed.`,
    remedy: 'The bond follows the pool, which has grown. Allow more, or do not submit.',
  }),
  TotalAboveMaximum: ([total, maximum]) => ({
    what: `Creating the task costs ${total} now, above the ${maximum} that you allowed.`,
    remedy: 'Governance has changed the fees. Allow more, or do not create it.',
  }),
  FlowIsPaused: ([flow, endBlock]) => ({
    what: `Governance has paused the flow ${named(FLOWS, flow)}, until block ${endBlock} at the latest.`,
    remedy: 'Wait: the windows of this flow do not run meanwhile, and what you are owed can be claimed.',
  }),
  FlowNotPaused: ([flow]) => ({
    what: `The flow ${named(FLOWS, flow)} is not paused.`,
    remedy: 'There is nothing to resume.',
  }),
  UnknownFlow: ([flow]) => ({
    what: `The flow ${named(FLOWS, flow)} belongs to another contract.`,
    remedy: 'Pause registrations at AVS governance, everything else at model submission.',
  }),
  PausedTooSoon: ([flow, earliestBlock]) => ({
    what: `The flow ${named(FLOWS, flow)} can be paused again from block ${earliestBlock} on.`,
    remedy: 'A flow must have run for as long as it was paused.',
  }),
  NotPauser: ([account]) => ({
    what: `${account} may not pause anything.`,
    remedy: 'The council pauses, or governance through its timelock.',
  }),
  CommitmentMismatch: ([submissionId]) => ({
    what: `Parameters and salt do not open the commitment of submission ${submissionId}.`,
    remedy: 'Reveal with the very parameters, salt and account that were committed.',
  }),
  RevealTooEarly: ([submissionId, earliestBlock]) => ({
    what: `Submission ${submissionId} can be revealed from block ${earliestBlock} on.`,
    remedy: 'Wait for that block.',
  }),
  RevealTooLate: ([submissionId, latestBlock]) => ({
    what: `Submission ${submissionId} could be revealed until block ${latestBlock}.`,
    remedy: 'Its bond is forfeited; commit again.',
  }),
  InvalidContentPointer: ([digest, codec]) => ({
    what: `The content pointer ${digest} with codec 0x${codec.toString(16)} is not valid.`,
    remedy: 'Use the pointer of a CIDv1 with SHA-256 and the codec raw or dag-pb.',
  }),
  SeedBlockNotMined: ([submissionId, seedBlock]) => ({
    what: `The seed block ${seedBlock} of submission ${submissionId} is not mined yet.`,
    remedy: 'Wait for the block after it.',
  }),
  SeedBlockTooOld: ([submissionId, seedBlock]) => ({
    what: `The seed block ${seedBlock} of submission ${submissionId} is too old for its hash to be known on-chain.`,
    remedy: 'Let the submission expire: its bond goes back.',
  }),
  SeedHeaderMismatch: ([submissionId, expected, actual]) => ({
    what: `The header given for the seed of submission ${submissionId} hashes to ${actual}, not to ${expected}.`,
    remedy: 'Read the seed block again: the chain may have reorganised.',
  }),
  SeedMismatch: ([submissionId, expected, actual]) => ({
    what: `The verdict on submission ${submissionId} uses the seed ${actual}; the seed is ${expected}.`,
    remedy: 'Evaluate again with the right seed: the chain may have reorganised.',
  }),
  NotAvsLogic: ([caller, expected]) => ({
    what: `Only the AVS logic ${expected} may do this, not ${caller}.`,
    remedy: 'Post verdicts through the attestation center.',
  }),
  NotAttestationCenter: ([caller]) => ({
    what: `Only the attestation center may do this, not ${caller}.`,
    remedy: 'Post verdicts through the attestation center.',
  }),
  NotHeadOfList: ([submissionId, headId]) => ({
    what: `Submission ${submissionId} has to wait for submission ${headId}, which was committed before it.`,
    remedy: 'Try again when the earlier ones are settled.',
  }),
  NotChampion: ([championId, expected]) => ({
    what: `Submission ${championId} is no longer the champion; submission ${expected} is.`,
    remedy: 'The operators evaluate again, against the new champion.',
  }),
  NotExpired: ([submissionId, expiryBlock]) => ({
    what: `Submission ${submissionId} expires at block ${expiryBlock}, if it is not settled before.`,
    remedy: 'Wait for that block.',
  }),
  NotClosable: ([taskId, closableSince]) => ({
    what: `Task ${taskId} can be closed from ${toDate(closableSince)} on.`,
    remedy: 'Wait until then.',
  }),
  PendingSubmissions: ([taskId, pending]) => ({
    what: `Task ${taskId} still has ${pending} unsettled submissions.`,
    remedy: 'Close it when they are settled or expired.',
  }),
  TransferAmountMismatch: ([token, expected, actual]) => ({
    what: `The token ${token} moved ${actual} instead of ${expected}.`,
    remedy: 'Tokens that take a fee on transfers cannot be used here.',
  }),
  NothingToClaim: ([token, account]) => ({
    what: `There is nothing of the token ${token} to claim for ${account}.`,
    remedy: 'It was claimed already, or was never credited.',
  }),
  TokenLimitReached: ([limit]) => ({
    what: `${limit} tokens were listed, which is all there can ever be.`,
    remedy: 'Use one of the listed tokens.',
  }),
  AttestationCenterAlreadySet: ([attestationCenter]) => ({
    what: `The attestation center is set for good: ${attestationCenter}.`,
    remedy: CHECK_DEPLOYMENT,
  }),
  PrevRandaoNotFound: () => ({
    what: 'The header given for the seed has no PREVRANDAO where it must be.',
    remedy: 'Encode the seed block’s header with encodeBlockHeader.',
  }),
  SafeCastOverflowedUintDowncast: ([bits, value]) => ({
    what: `The value ${value} does not fit ${bits} bits.`,
    remedy: 'Give a smaller amount.',
  }),
  ZeroAmount: () => ({ what: 'The amount is 0.', remedy: 'Give an amount above 0.' }),
  ZeroAddress: () => ({ what: 'An address is the zero address.', remedy: 'Give a real address.' }),

  UnknownTaskDefinition: ([taskDefinitionId]) => ({
    what: `The task definition ${taskDefinitionId} does not exist, or is closed for new tasks.`,
    remedy: 'Choose one of the definitions that are open.',
  }),
  DefinitionOutOfBounds: ([parameter, value, bound]) => ({
    what: `The definition’s parameter "${toText(parameter)}" is ${value}, which is outside its bound ${bound}.`,
    remedy: `Change "${toText(parameter)}".`,
  }),
  QuorumNotReached: ([signedPower, totalPower, quorumBps]) => ({
    what: `Voting power ${signedPower} of ${totalPower} signed; the task asks for more than ${Number(quorumBps) / 100} % and two thirds.`,
    remedy: 'Wait for more signatures.',
  }),
  PowerBelowMinimum: ([totalPower, minimumPower]) => ({
    what: `All operators together have the voting power ${totalPower}, below the minimum ${minimumPower}.`,
    remedy: 'More stake has to register before verdicts can stand.',
  }),
  PerformerNotElected: ([performer, elected]) => ({
    what: `The performer ${performer} was not elected for this attempt; ${elected} was.`,
    remedy: 'Use the elected performer’s claim, or post without one.',
  }),
  AttemptNotReached: ([attempt, currentAttempt]) => ({
    what: `Attempt ${attempt} has not begun; the current one is ${currentAttempt}.`,
    remedy: 'Wait for the response window of the earlier attempt to end.',
  }),
  ClaimSignatureInvalid: ([performer]) => ({
    what: `The signature under the claim is not by ${performer}.`,
    remedy: 'Drop the claim: it is forged, or for another chain.',
  }),
  ClaimMismatch: ([expected, actual]) => ({
    what: `The claim ${actual} is not on the verdict that is posted, whose claim would be ${expected}.`,
    remedy: 'Post the verdict without that claim.',
  }),
  NotOperatorRegistry: ([caller]) => ({
    what: `Only the operator registry may do this, not ${caller}.`,
    remedy: CHECK_DEPLOYMENT,
  }),
  NotModelSubmission: ([caller]) => ({
    what: `Only model submission may do this, not ${caller}.`,
    remedy: CHECK_DEPLOYMENT,
  }),

  NotMessageHandler: ([caller]) => ({
    what: `Only the message handler may change the operator set, not ${caller}.`,
    remedy: 'Register through AVS governance.',
  }),
  UnknownOperator: ([operator]) => ({
    what: `${operator} is not an operator.`,
    remedy: 'Register first; a registration takes effect at the next epoch.',
  }),
  KeyAlreadyRegistered: () => ({
    what: 'This BLS key is registered already.',
    remedy: 'Make a new key: each operator has its own.',
  }),
  EndpointTooLong: ([length, bound]) => ({
    what: `The endpoint has ${length} bytes, and ${bound} are allowed.`,
    remedy: 'Publish a shorter base URL.',
  }),
  KeyMismatch: ([operator]) => ({
    what: `The operator ${operator} is registered with another BLS key.`,
    remedy: 'Use the registered key.',
  }),
  NonSignersNotSorted: ([index]) => ({
    what: `The keys of the non-signers are not in ascending order of their operators at position ${index}.`,
    remedy: 'Sort them, and list nobody twice.',
  }),
  UnknownKey: () => ({
    what: 'One of the non-signers’ keys belongs to no operator of the applied set.',
    remedy: 'The set has changed: read it again and rebuild the list.',
  }),
  AggregateSignatureInvalid: () => ({
    what: 'The aggregate signature is not by all operators but the named non-signers.',
    remedy:
      'A signature in it is wrong, or the operator set has changed: verify each one and aggregate again.',
  }),
  EmptySet: () => ({ what: 'There are no operators yet.', remedy: 'Wait for operators to register.' }),
  OperatorLimitReached: ([limit]) => ({
    what: `There are ${limit} operators already, which is the limit.`,
    remedy: 'Wait for one to leave, or for governance to raise the limit.',
  }),
  IndexOutOfBounds: ([index, count]) => ({
    what: `There is no operator with the index ${index}: the set has ${count}.`,
    remedy: 'The set has changed: read it again.',
  }),
  EpochBlocksOutOfBounds: ([epochBlocks, bound]) => ({
    what: `An epoch of ${epochBlocks} blocks is outside its bound ${bound}.`,
    remedy: 'Choose another length.',
  }),
  NotAvsGovernance: ([caller]) => ({
    what: `Only AVS governance may do this, not ${caller}.`,
    remedy: 'Register through AVS governance.',
  }),
  NoVotingPower: () => ({
    what: 'There are no operators to pay for storage yet.',
    remedy: 'Wait for operators to register.',
  }),

  TaskDefinitionMismatch: ([expected, actual]) => ({
    what: `The verdict names the task definition ${actual}; the task has ${expected}.`,
    remedy: 'Post it with the task’s own definition.',
  }),
  OutcomeNotAllowed: ([submissionId, outcome]) => ({
    what: `Submission ${submissionId} cannot have the outcome ${named(OUTCOMES, outcome)}.`,
    remedy: 'A baseline is measured, every other submission is compared.',
  }),
  OutcomeContradictsScores: ([submissionId, outcome]) => ({
    what: `The scores and the trace of submission ${submissionId} do not lead to the outcome ${named(OUTCOMES, outcome)}.`,
    remedy: BUG,
  }),
  SumOutOfBounds: ([sum, value, bound]) => ({
    what: `The verdict’s ${toText(sum)} is ${value}, above ${bound}.`,
    remedy: BUG,
  }),
  WinsOutOfBounds: ([wins, rounds]) => ({
    what: `The verdict has ${wins} wins in ${rounds} rounds.`,
    remedy: BUG,
  }),

  UnexpectedOperatorStatus: ([operator, status]) => ({
    what: `The operator ${operator} is ${named(OPERATOR_STATUSES, status)}, which does not allow this.`,
    remedy: 'An account registers once, and can only leave when it is registered.',
  }),
  NotAllowed: ([operator]) => ({
    what: `${operator} is not on the allowlist of operators.`,
    remedy: 'Ask governance to allow it.',
  }),
  StakeBelowMinimum: ([stake, minimum]) => ({
    what: `The stake ${stake} is below the minimum ${minimum}.`,
    remedy: `Deposit at least ${minimum}.`,
  }),
  StakeBoundsInvalid: ([minimum, maximum]) => ({
    what: `The stake bounds ${minimum} to ${maximum} are not valid.`,
    remedy: 'The minimum is above 0 and not above the maximum, which fits 96 bits.',
  }),
  StakeAboveMaximum: ([stake, maximum]) => ({
    what: `The stake ${stake} is above the maximum ${maximum}.`,
    remedy: `Deposit at most ${maximum}: one operator’s power is capped.`,
  }),
  KeyIsZero: () => ({
    what: 'The BLS key is the zero key.',
    remedy: 'Give the public key in EIP-2537 encoding.',
  }),
  ProofOfPossessionInvalid: ([operator]) => ({
    what: `The proof of possession does not show that ${operator} has the BLS key.`,
    remedy: 'Sign possessionHash for this chain, registry, operator and key.',
  }),
  DelayOutOfBounds: ([delaySeconds, bound]) => ({
    what: `A delay of ${delaySeconds} seconds is above its bound ${bound}.`,
    remedy: 'Choose a shorter one.',
  }),
  NotSlasher: ([caller]) => ({
    what: `Only the slasher takes stake, not ${caller}.`,
    remedy: 'Report evidence to the slasher.',
  }),
  NothingToSlash: ([operator]) => ({
    what: `${operator} has no stake.`,
    remedy: 'It was withdrawn or slashed before. The evidence counts again when it comes back.',
  }),
  NoCredit: ([account]) => ({
    what: `${account} has nothing to claim of slashed stakes.`,
    remedy: 'It was claimed already, or was never credited.',
  }),
  NotEvaluated: ([outcome]) => ({
    what: `A verdict of the outcome ${named(OUTCOMES, outcome)} is no evidence: nothing was evaluated.`,
    remedy: 'Report only evaluated verdicts.',
  }),
  DifferentEvaluations: () => ({
    what: 'The two verdicts are of different submissions, seeds or champions: both may be true.',
    remedy: 'Evidence is two verdicts of the same evaluation.',
  }),
  SameVerdict: ([verdictHash]) => ({
    what: `Both verdicts are the same one, ${verdictHash}.`,
    remedy: 'Evidence is two different verdicts of the same evaluation.',
  }),
  SignatureInvalid: ([index]) => ({
    what: `The ${index === 0n ? 'first' : 'second'} signature is not by the key on that verdict.`,
    remedy: 'Check the key, the verdict and the task definition.',
  }),
  VerdictDoesNotStand: ([submissionId, expected, actual]) => ({
    what: `The verdict ${actual} does not stand on submission ${submissionId}; ${expected} does.`,
    remedy: 'Give the verdict that was settled, and wait for it if there is none yet.',
  }),
  ClaimHolds: () => ({
    what: 'The claim is on the verdict that stands.',
    remedy: 'There is nothing to report.',
  }),
  ClaimOfUnavailability: () => ({
    what: 'The claim says that the content was not available, which is never evidence.',
    remedy: 'There is nothing to report.',
  }),
  AlreadySlashed: () => ({
    what: 'The operator was slashed for this offence before.',
    remedy: 'There is nothing left to report.',
  }),
  ShareOutOfBounds: ([share, value, bound]) => ({
    what: `The share "${toText(share)}" is ${value}, which is not from 1 to ${bound}.`,
    remedy: 'Choose another share.',
  }),
  NotWithdrawable: ([operator, withdrawableSince]) => ({
    what:
      withdrawableSince === 0
        ? `The stake of ${operator} is not being withdrawn.`
        : `The stake of ${operator} can be withdrawn from ${toDate(withdrawableSince)} on.`,
    remedy: 'Ask for deregistration first, then wait until the stake is unbonded.',
  }),
  StillVoting: ([operator]) => ({
    what: `The registry still counts ${operator}, or has a change of it queued.`,
    remedy: 'Wait for the next epoch, apply the changes of the operator set, then withdraw.',
  }),

  ERC20InsufficientBalance: ([sender, balance, needed]) => ({
    what: `${sender} has ${balance} of the token, and ${needed} is needed.`,
    remedy: 'Get more of the token (on a local chain from the faucet).',
  }),
  ERC20InsufficientAllowance: ([spender, allowance, needed]) => ({
    what: `${spender} may take ${allowance} of the token, and ${needed} is needed.`,
    remedy: 'Approve the amount first.',
  }),
  ERC2612ExpiredSignature: ([deadline]) => ({
    what: `The permit was valid until ${toDate(deadline)}.`,
    remedy: 'Sign a new one.',
  }),
  ERC2612InvalidSigner: ([signer, owner]) => ({
    what: `The permit was signed by ${signer}, not by ${owner}.`,
    remedy: 'Sign it with the account that pays, and with its current nonce.',
  }),
  SafeERC20FailedOperation: ([token]) => ({
    what: `The token ${token} refused the transfer.`,
    remedy: 'Check balance and allowance, and that the token is not paused.',
  }),
  AccessControlUnauthorizedAccount: ([account]) => ({
    what: `${account} lacks the role for this.`,
    remedy: 'Governance does it, through its timelock.',
  }),
  ReentrancyGuardReentrantCall: () => ({
    what: 'The token called back into the contract.',
    remedy: 'Tokens that do this cannot be used here.',
  }),
  AccessControlBadConfirmation: () => ({
    what: 'A role can only be given up by the account that has it.',
    remedy: 'Send it from that account.',
  }),
  ERC20InvalidApprover: ([approver]) => ({
    what: `${approver} cannot approve anything.`,
    remedy: 'Give a real address.',
  }),
  ERC20InvalidReceiver: ([receiver]) => ({
    what: `${receiver} cannot receive the token.`,
    remedy: 'Give a real address.',
  }),
  ERC20InvalidSender: ([sender]) => ({
    what: `${sender} cannot send the token.`,
    remedy: 'Give a real address.',
  }),
  ERC20InvalidSpender: ([spender]) => ({
    what: `${spender} cannot be allowed to spend.`,
    remedy: 'Give a real address.',
  }),
  InvalidAccountNonce: ([account, currentNonce]) => ({
    what: `The permit’s nonce is not the current one of ${account}, ${currentNonce}.`,
    remedy: 'Sign a new permit.',
  }),
  ECDSAInvalidSignature: () => ({ what: 'The signature is not valid.', remedy: 'Sign again.' }),
  ECDSAInvalidSignatureLength: ([length]) => ({
    what: `A signature has 65 bytes, not ${length}.`,
    remedy: 'Sign again.',
  }),
  ECDSAInvalidSignatureS: () => ({
    what: 'The signature is not in its canonical form.',
    remedy: 'Sign again.',
  }),
  InvalidShortString: () => ({ what: 'The token’s name cannot be read.', remedy: BUG }),
  StringTooLong: ([text]) => ({ what: `The text "${text}" is too long.`, remedy: 'Choose a shorter one.' }),
  PointNotOnCurve: () => ({
    what: 'A BLS key is no point of the curve.',
    remedy: 'Give the public key in EIP-2537 encoding.',
  }),
  HashToCurveFailed: () => ({
    what: 'The chain could not hash a message to the BLS curve.',
    remedy: 'The chain needs the precompiles of EIP-2537, and the transaction more gas.',
  }),
  FaucetLimitExceeded: ([amount, limit]) => ({
    what: `The faucet gives at most ${limit} a call, not ${amount}.`,
    remedy: 'Ask for less, or more than once.',
  }),
};

function toText(word: Hex): string {
  return hexToString(trim(word, { dir: 'right' }));
}

function toDate(seconds: bigint | number): string {
  const milliseconds = Number(seconds) * 1000;
  return Number.isFinite(milliseconds) && milliseconds <= 8.64e15
    ? new Date(milliseconds).toISOString()
    : `second ${seconds}`;
}

function named(names: readonly string[], index: number): string {
  return names[index] ?? `in the unknown state ${index}`;
}
