//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////
// errors
//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////

export const errorsAbi = [
  { type: 'error', inputs: [], name: 'AccessControlBadConfirmation' },
  {
    type: 'error',
    inputs: [
      { name: 'account', internalType: 'address', type: 'address' },
      { name: 'neededRole', internalType: 'bytes32', type: 'bytes32' },
    ],
    name: 'AccessControlUnauthorizedAccount',
  },
  {
    type: 'error',
    inputs: [
      { name: 'attestationCenter', internalType: 'address', type: 'address' },
    ],
    name: 'AttestationCenterAlreadySet',
  },
  {
    type: 'error',
    inputs: [
      { name: 'bond', internalType: 'uint256', type: 'uint256' },
      { name: 'maximum', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'BondAboveMaximum',
  },
  {
    type: 'error',
    inputs: [
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      { name: 'expected', internalType: 'bytes32', type: 'bytes32' },
      { name: 'actual', internalType: 'bytes32', type: 'bytes32' },
    ],
    name: 'CommitmentMismatch',
  },
  {
    type: 'error',
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32' },
      { name: 'deadline', internalType: 'uint48', type: 'uint48' },
    ],
    name: 'DeadlinePassed',
  },
  {
    type: 'error',
    inputs: [
      {
        name: 'flow',
        internalType: 'enum IPausableFlowsTypes.Flow',
        type: 'uint8',
      },
      { name: 'endBlock', internalType: 'uint48', type: 'uint48' },
    ],
    name: 'FlowIsPaused',
  },
  {
    type: 'error',
    inputs: [
      {
        name: 'flow',
        internalType: 'enum IPausableFlowsTypes.Flow',
        type: 'uint8',
      },
    ],
    name: 'FlowNotPaused',
  },
  {
    type: 'error',
    inputs: [
      { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
      { name: 'codec', internalType: 'uint8', type: 'uint8' },
    ],
    name: 'InvalidContentPointer',
  },
  {
    type: 'error',
    inputs: [{ name: 'caller', internalType: 'address', type: 'address' }],
    name: 'NotAttestationCenter',
  },
  {
    type: 'error',
    inputs: [
      { name: 'caller', internalType: 'address', type: 'address' },
      { name: 'expected', internalType: 'address', type: 'address' },
    ],
    name: 'NotAvsLogic',
  },
  {
    type: 'error',
    inputs: [
      { name: 'championId', internalType: 'uint64', type: 'uint64' },
      { name: 'expected', internalType: 'uint64', type: 'uint64' },
    ],
    name: 'NotChampion',
  },
  {
    type: 'error',
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32' },
      { name: 'closableSince', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'NotClosable',
  },
  {
    type: 'error',
    inputs: [
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      { name: 'expiryBlock', internalType: 'uint48', type: 'uint48' },
    ],
    name: 'NotExpired',
  },
  {
    type: 'error',
    inputs: [
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      { name: 'headId', internalType: 'uint64', type: 'uint64' },
    ],
    name: 'NotHeadOfList',
  },
  {
    type: 'error',
    inputs: [{ name: 'account', internalType: 'address', type: 'address' }],
    name: 'NotPauser',
  },
  {
    type: 'error',
    inputs: [
      { name: 'token', internalType: 'address', type: 'address' },
      { name: 'account', internalType: 'address', type: 'address' },
    ],
    name: 'NothingToClaim',
  },
  {
    type: 'error',
    inputs: [
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      { name: 'outcome', internalType: 'enum Outcome', type: 'uint8' },
    ],
    name: 'OutcomeNotAllowed',
  },
  {
    type: 'error',
    inputs: [
      {
        name: 'flow',
        internalType: 'enum IPausableFlowsTypes.Flow',
        type: 'uint8',
      },
      { name: 'earliestBlock', internalType: 'uint48', type: 'uint48' },
    ],
    name: 'PausedTooSoon',
  },
  {
    type: 'error',
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32' },
      { name: 'pending', internalType: 'uint16', type: 'uint16' },
    ],
    name: 'PendingSubmissions',
  },
  { type: 'error', inputs: [], name: 'PrevRandaoNotFound' },
  { type: 'error', inputs: [], name: 'ReentrancyGuardReentrantCall' },
  {
    type: 'error',
    inputs: [
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      { name: 'earliestBlock', internalType: 'uint48', type: 'uint48' },
    ],
    name: 'RevealTooEarly',
  },
  {
    type: 'error',
    inputs: [
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      { name: 'latestBlock', internalType: 'uint48', type: 'uint48' },
    ],
    name: 'RevealTooLate',
  },
  {
    type: 'error',
    inputs: [
      { name: 'bits', internalType: 'uint8', type: 'uint8' },
      { name: 'value', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'SafeCastOverflowedUintDowncast',
  },
  {
    type: 'error',
    inputs: [{ name: 'token', internalType: 'address', type: 'address' }],
    name: 'SafeERC20FailedOperation',
  },
  {
    type: 'error',
    inputs: [
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      { name: 'seedBlock', internalType: 'uint48', type: 'uint48' },
    ],
    name: 'SeedBlockNotMined',
  },
  {
    type: 'error',
    inputs: [
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      { name: 'seedBlock', internalType: 'uint48', type: 'uint48' },
    ],
    name: 'SeedBlockTooOld',
  },
  {
    type: 'error',
    inputs: [
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      { name: 'expected', internalType: 'bytes32', type: 'bytes32' },
      { name: 'actual', internalType: 'bytes32', type: 'bytes32' },
    ],
    name: 'SeedHeaderMismatch',
  },
  {
    type: 'error',
    inputs: [
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      { name: 'expected', internalType: 'bytes32', type: 'bytes32' },
      { name: 'actual', internalType: 'bytes32', type: 'bytes32' },
    ],
    name: 'SeedMismatch',
  },
  {
    type: 'error',
    inputs: [
      { name: 'term', internalType: 'bytes32', type: 'bytes32' },
      { name: 'value', internalType: 'uint256', type: 'uint256' },
      { name: 'bound', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'TermOutOfBounds',
  },
  {
    type: 'error',
    inputs: [{ name: 'limit', internalType: 'uint256', type: 'uint256' }],
    name: 'TokenLimitReached',
  },
  {
    type: 'error',
    inputs: [{ name: 'token', internalType: 'address', type: 'address' }],
    name: 'TokenNotListed',
  },
  {
    type: 'error',
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32' },
      { name: 'maxPending', internalType: 'uint16', type: 'uint16' },
    ],
    name: 'TooManyPending',
  },
  {
    type: 'error',
    inputs: [
      { name: 'total', internalType: 'uint256', type: 'uint256' },
      { name: 'maximum', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'TotalAboveMaximum',
  },
  {
    type: 'error',
    inputs: [
      { name: 'token', internalType: 'address', type: 'address' },
      { name: 'expected', internalType: 'uint256', type: 'uint256' },
      { name: 'actual', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'TransferAmountMismatch',
  },
  {
    type: 'error',
    inputs: [
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      {
        name: 'actual',
        internalType: 'enum IModelSubmissionTypes.SubmissionStatus',
        type: 'uint8',
      },
    ],
    name: 'UnexpectedSubmissionStatus',
  },
  {
    type: 'error',
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32' },
      {
        name: 'actual',
        internalType: 'enum IModelSubmissionTypes.TaskStatus',
        type: 'uint8',
      },
    ],
    name: 'UnexpectedTaskStatus',
  },
  {
    type: 'error',
    inputs: [
      {
        name: 'flow',
        internalType: 'enum IPausableFlowsTypes.Flow',
        type: 'uint8',
      },
    ],
    name: 'UnknownFlow',
  },
  {
    type: 'error',
    inputs: [{ name: 'submissionId', internalType: 'uint64', type: 'uint64' }],
    name: 'UnknownSubmission',
  },
  {
    type: 'error',
    inputs: [{ name: 'taskId', internalType: 'uint32', type: 'uint32' }],
    name: 'UnknownTask',
  },
  { type: 'error', inputs: [], name: 'ZeroAddress' },
  { type: 'error', inputs: [], name: 'ZeroAmount' },
  {
    type: 'error',
    inputs: [
      { name: 'attempt', internalType: 'uint32', type: 'uint32' },
      { name: 'currentAttempt', internalType: 'uint32', type: 'uint32' },
    ],
    name: 'AttemptNotReached',
  },
  {
    type: 'error',
    inputs: [
      { name: 'expected', internalType: 'bytes32', type: 'bytes32' },
      { name: 'actual', internalType: 'bytes32', type: 'bytes32' },
    ],
    name: 'ClaimMismatch',
  },
  {
    type: 'error',
    inputs: [{ name: 'performer', internalType: 'address', type: 'address' }],
    name: 'ClaimSignatureInvalid',
  },
  {
    type: 'error',
    inputs: [
      { name: 'parameter', internalType: 'bytes32', type: 'bytes32' },
      { name: 'value', internalType: 'uint256', type: 'uint256' },
      { name: 'bound', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'DefinitionOutOfBounds',
  },
  { type: 'error', inputs: [], name: 'NoVotingPower' },
  {
    type: 'error',
    inputs: [{ name: 'caller', internalType: 'address', type: 'address' }],
    name: 'NotModelSubmission',
  },
  {
    type: 'error',
    inputs: [{ name: 'caller', internalType: 'address', type: 'address' }],
    name: 'NotOperatorRegistry',
  },
  {
    type: 'error',
    inputs: [
      { name: 'performer', internalType: 'address', type: 'address' },
      { name: 'elected', internalType: 'address', type: 'address' },
    ],
    name: 'PerformerNotElected',
  },
  {
    type: 'error',
    inputs: [
      { name: 'totalPower', internalType: 'uint256', type: 'uint256' },
      { name: 'minimumPower', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'PowerBelowMinimum',
  },
  {
    type: 'error',
    inputs: [
      { name: 'signedPower', internalType: 'uint256', type: 'uint256' },
      { name: 'totalPower', internalType: 'uint256', type: 'uint256' },
      { name: 'quorumBps', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'QuorumNotReached',
  },
  {
    type: 'error',
    inputs: [
      { name: 'taskDefinitionId', internalType: 'uint16', type: 'uint16' },
    ],
    name: 'UnknownTaskDefinition',
  },
  { type: 'error', inputs: [], name: 'AggregateSignatureInvalid' },
  { type: 'error', inputs: [], name: 'EmptySet' },
  {
    type: 'error',
    inputs: [
      { name: 'length', internalType: 'uint256', type: 'uint256' },
      { name: 'bound', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'EndpointTooLong',
  },
  {
    type: 'error',
    inputs: [
      { name: 'epochBlocks', internalType: 'uint256', type: 'uint256' },
      { name: 'bound', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'EpochBlocksOutOfBounds',
  },
  { type: 'error', inputs: [], name: 'HashToCurveFailed' },
  {
    type: 'error',
    inputs: [
      { name: 'index', internalType: 'uint256', type: 'uint256' },
      { name: 'count', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'IndexOutOfBounds',
  },
  {
    type: 'error',
    inputs: [{ name: 'keyHash', internalType: 'bytes32', type: 'bytes32' }],
    name: 'KeyAlreadyRegistered',
  },
  {
    type: 'error',
    inputs: [
      { name: 'operator', internalType: 'address', type: 'address' },
      { name: 'expected', internalType: 'bytes32', type: 'bytes32' },
      { name: 'actual', internalType: 'bytes32', type: 'bytes32' },
    ],
    name: 'KeyMismatch',
  },
  {
    type: 'error',
    inputs: [{ name: 'index', internalType: 'uint256', type: 'uint256' }],
    name: 'NonSignersNotSorted',
  },
  {
    type: 'error',
    inputs: [{ name: 'caller', internalType: 'address', type: 'address' }],
    name: 'NotMessageHandler',
  },
  { type: 'error', inputs: [], name: 'PointNotOnCurve' },
  {
    type: 'error',
    inputs: [{ name: 'keyHash', internalType: 'bytes32', type: 'bytes32' }],
    name: 'UnknownKey',
  },
  {
    type: 'error',
    inputs: [{ name: 'operator', internalType: 'address', type: 'address' }],
    name: 'UnknownOperator',
  },
  {
    type: 'error',
    inputs: [
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      { name: 'outcome', internalType: 'enum Outcome', type: 'uint8' },
    ],
    name: 'OutcomeContradictsScores',
  },
  {
    type: 'error',
    inputs: [
      { name: 'sum', internalType: 'bytes32', type: 'bytes32' },
      { name: 'value', internalType: 'uint256', type: 'uint256' },
      { name: 'bound', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'SumOutOfBounds',
  },
  {
    type: 'error',
    inputs: [
      { name: 'expected', internalType: 'uint16', type: 'uint16' },
      { name: 'actual', internalType: 'uint16', type: 'uint16' },
    ],
    name: 'TaskDefinitionMismatch',
  },
  {
    type: 'error',
    inputs: [
      { name: 'wins', internalType: 'uint8', type: 'uint8' },
      { name: 'rounds', internalType: 'uint8', type: 'uint8' },
    ],
    name: 'WinsOutOfBounds',
  },
  {
    type: 'error',
    inputs: [
      { name: 'delaySeconds', internalType: 'uint256', type: 'uint256' },
      { name: 'bound', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'DelayOutOfBounds',
  },
  { type: 'error', inputs: [], name: 'KeyIsZero' },
  {
    type: 'error',
    inputs: [{ name: 'account', internalType: 'address', type: 'address' }],
    name: 'NoCredit',
  },
  {
    type: 'error',
    inputs: [{ name: 'operator', internalType: 'address', type: 'address' }],
    name: 'NotAllowed',
  },
  {
    type: 'error',
    inputs: [{ name: 'caller', internalType: 'address', type: 'address' }],
    name: 'NotSlasher',
  },
  {
    type: 'error',
    inputs: [
      { name: 'operator', internalType: 'address', type: 'address' },
      { name: 'withdrawableSince', internalType: 'uint48', type: 'uint48' },
    ],
    name: 'NotWithdrawable',
  },
  {
    type: 'error',
    inputs: [{ name: 'operator', internalType: 'address', type: 'address' }],
    name: 'NothingToSlash',
  },
  {
    type: 'error',
    inputs: [{ name: 'limit', internalType: 'uint256', type: 'uint256' }],
    name: 'OperatorLimitReached',
  },
  {
    type: 'error',
    inputs: [{ name: 'operator', internalType: 'address', type: 'address' }],
    name: 'ProofOfPossessionInvalid',
  },
  {
    type: 'error',
    inputs: [
      { name: 'stake', internalType: 'uint256', type: 'uint256' },
      { name: 'maximum', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'StakeAboveMaximum',
  },
  {
    type: 'error',
    inputs: [
      { name: 'stake', internalType: 'uint256', type: 'uint256' },
      { name: 'minimum', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'StakeBelowMinimum',
  },
  {
    type: 'error',
    inputs: [
      { name: 'minimum', internalType: 'uint128', type: 'uint128' },
      { name: 'maximum', internalType: 'uint128', type: 'uint128' },
    ],
    name: 'StakeBoundsInvalid',
  },
  {
    type: 'error',
    inputs: [{ name: 'operator', internalType: 'address', type: 'address' }],
    name: 'StillVoting',
  },
  {
    type: 'error',
    inputs: [
      { name: 'operator', internalType: 'address', type: 'address' },
      {
        name: 'actual',
        internalType: 'enum IAvsGovernanceTypes.OperatorStatus',
        type: 'uint8',
      },
    ],
    name: 'UnexpectedOperatorStatus',
  },
  {
    type: 'error',
    inputs: [{ name: 'caller', internalType: 'address', type: 'address' }],
    name: 'NotAvsGovernance',
  },
  {
    type: 'error',
    inputs: [{ name: 'offenceId', internalType: 'bytes32', type: 'bytes32' }],
    name: 'AlreadySlashed',
  },
  {
    type: 'error',
    inputs: [{ name: 'proofOfTask', internalType: 'bytes32', type: 'bytes32' }],
    name: 'ClaimHolds',
  },
  {
    type: 'error',
    inputs: [{ name: 'proofOfTask', internalType: 'bytes32', type: 'bytes32' }],
    name: 'ClaimOfUnavailability',
  },
  { type: 'error', inputs: [], name: 'DifferentEvaluations' },
  {
    type: 'error',
    inputs: [{ name: 'outcome', internalType: 'enum Outcome', type: 'uint8' }],
    name: 'NotEvaluated',
  },
  {
    type: 'error',
    inputs: [{ name: 'verdictHash', internalType: 'bytes32', type: 'bytes32' }],
    name: 'SameVerdict',
  },
  {
    type: 'error',
    inputs: [
      { name: 'share', internalType: 'bytes32', type: 'bytes32' },
      { name: 'value', internalType: 'uint256', type: 'uint256' },
      { name: 'bound', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'ShareOutOfBounds',
  },
  {
    type: 'error',
    inputs: [{ name: 'index', internalType: 'uint256', type: 'uint256' }],
    name: 'SignatureInvalid',
  },
  {
    type: 'error',
    inputs: [
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      { name: 'expected', internalType: 'bytes32', type: 'bytes32' },
      { name: 'actual', internalType: 'bytes32', type: 'bytes32' },
    ],
    name: 'VerdictDoesNotStand',
  },
  { type: 'error', inputs: [], name: 'FailedCall' },
  {
    type: 'error',
    inputs: [
      { name: 'delay', internalType: 'uint256', type: 'uint256' },
      { name: 'minDelay', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'TimelockInsufficientDelay',
  },
  {
    type: 'error',
    inputs: [
      { name: 'targets', internalType: 'uint256', type: 'uint256' },
      { name: 'payloads', internalType: 'uint256', type: 'uint256' },
      { name: 'values', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'TimelockInvalidOperationLength',
  },
  {
    type: 'error',
    inputs: [{ name: 'caller', internalType: 'address', type: 'address' }],
    name: 'TimelockUnauthorizedCaller',
  },
  {
    type: 'error',
    inputs: [
      { name: 'predecessorId', internalType: 'bytes32', type: 'bytes32' },
    ],
    name: 'TimelockUnexecutedPredecessor',
  },
  {
    type: 'error',
    inputs: [
      { name: 'operationId', internalType: 'bytes32', type: 'bytes32' },
      { name: 'expectedStates', internalType: 'bytes32', type: 'bytes32' },
    ],
    name: 'TimelockUnexpectedOperationState',
  },
  { type: 'error', inputs: [], name: 'ECDSAInvalidSignature' },
  {
    type: 'error',
    inputs: [{ name: 'length', internalType: 'uint256', type: 'uint256' }],
    name: 'ECDSAInvalidSignatureLength',
  },
  {
    type: 'error',
    inputs: [{ name: 's', internalType: 'bytes32', type: 'bytes32' }],
    name: 'ECDSAInvalidSignatureS',
  },
  {
    type: 'error',
    inputs: [
      { name: 'spender', internalType: 'address', type: 'address' },
      { name: 'allowance', internalType: 'uint256', type: 'uint256' },
      { name: 'needed', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'ERC20InsufficientAllowance',
  },
  {
    type: 'error',
    inputs: [
      { name: 'sender', internalType: 'address', type: 'address' },
      { name: 'balance', internalType: 'uint256', type: 'uint256' },
      { name: 'needed', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'ERC20InsufficientBalance',
  },
  {
    type: 'error',
    inputs: [{ name: 'approver', internalType: 'address', type: 'address' }],
    name: 'ERC20InvalidApprover',
  },
  {
    type: 'error',
    inputs: [{ name: 'receiver', internalType: 'address', type: 'address' }],
    name: 'ERC20InvalidReceiver',
  },
  {
    type: 'error',
    inputs: [{ name: 'sender', internalType: 'address', type: 'address' }],
    name: 'ERC20InvalidSender',
  },
  {
    type: 'error',
    inputs: [{ name: 'spender', internalType: 'address', type: 'address' }],
    name: 'ERC20InvalidSpender',
  },
  {
    type: 'error',
    inputs: [{ name: 'deadline', internalType: 'uint256', type: 'uint256' }],
    name: 'ERC2612ExpiredSignature',
  },
  {
    type: 'error',
    inputs: [
      { name: 'signer', internalType: 'address', type: 'address' },
      { name: 'owner', internalType: 'address', type: 'address' },
    ],
    name: 'ERC2612InvalidSigner',
  },
  {
    type: 'error',
    inputs: [
      { name: 'amount', internalType: 'uint256', type: 'uint256' },
      { name: 'limit', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'FaucetLimitExceeded',
  },
  {
    type: 'error',
    inputs: [
      { name: 'account', internalType: 'address', type: 'address' },
      { name: 'currentNonce', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'InvalidAccountNonce',
  },
  { type: 'error', inputs: [], name: 'InvalidShortString' },
  {
    type: 'error',
    inputs: [{ name: 'str', internalType: 'string', type: 'string' }],
    name: 'StringTooLong',
  },
] as const
