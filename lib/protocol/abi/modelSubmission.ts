//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////
// modelSubmission
//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////

export const modelSubmissionAbi = [
  {
    type: 'constructor',
    inputs: [
      { name: 'admin', internalType: 'address', type: 'address' },
      { name: 'treasury_', internalType: 'address', type: 'address' },
    ],
    stateMutability: 'nonpayable',
  },
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
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'attestationCenter',
        internalType: 'address',
        type: 'address',
        indexed: false,
      },
    ],
    name: 'AttestationCenterSet',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32', indexed: true },
      {
        name: 'previousId',
        internalType: 'uint64',
        type: 'uint64',
        indexed: true,
      },
      {
        name: 'championId',
        internalType: 'uint64',
        type: 'uint64',
        indexed: true,
      },
    ],
    name: 'ChampionChanged',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'token',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'account',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'amount',
        internalType: 'uint256',
        type: 'uint256',
        indexed: false,
      },
    ],
    name: 'CreditClaimed',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'token',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'account',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'reason',
        internalType: 'enum IModelSubmissionTypes.CreditReason',
        type: 'uint8',
        indexed: true,
      },
      {
        name: 'submissionId',
        internalType: 'uint64',
        type: 'uint64',
        indexed: false,
      },
      {
        name: 'amount',
        internalType: 'uint256',
        type: 'uint256',
        indexed: false,
      },
    ],
    name: 'Credited',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'token',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      { name: 'to', internalType: 'address', type: 'address', indexed: true },
      {
        name: 'amount',
        internalType: 'uint256',
        type: 'uint256',
        indexed: false,
      },
    ],
    name: 'FeesReleased',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'flow',
        internalType: 'enum IPausableFlowsTypes.Flow',
        type: 'uint8',
        indexed: true,
      },
      {
        name: 'endBlock',
        internalType: 'uint48',
        type: 'uint48',
        indexed: false,
      },
    ],
    name: 'FlowPaused',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'flow',
        internalType: 'enum IPausableFlowsTypes.Flow',
        type: 'uint8',
        indexed: true,
      },
    ],
    name: 'FlowResumed',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'token',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'submissionId',
        internalType: 'uint64',
        type: 'uint64',
        indexed: true,
      },
      {
        name: 'amount',
        internalType: 'uint256',
        type: 'uint256',
        indexed: false,
      },
    ],
    name: 'OperatorsPaid',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      { name: 'role', internalType: 'bytes32', type: 'bytes32', indexed: true },
      {
        name: 'previousAdminRole',
        internalType: 'bytes32',
        type: 'bytes32',
        indexed: true,
      },
      {
        name: 'newAdminRole',
        internalType: 'bytes32',
        type: 'bytes32',
        indexed: true,
      },
    ],
    name: 'RoleAdminChanged',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      { name: 'role', internalType: 'bytes32', type: 'bytes32', indexed: true },
      {
        name: 'account',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'sender',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
    ],
    name: 'RoleGranted',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      { name: 'role', internalType: 'bytes32', type: 'bytes32', indexed: true },
      {
        name: 'account',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'sender',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
    ],
    name: 'RoleRevoked',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'submissionId',
        internalType: 'uint64',
        type: 'uint64',
        indexed: true,
      },
      {
        name: 'seed',
        internalType: 'bytes32',
        type: 'bytes32',
        indexed: false,
      },
      {
        name: 'prevRandao',
        internalType: 'bytes32',
        type: 'bytes32',
        indexed: false,
      },
    ],
    name: 'SeedFixed',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'submissionId',
        internalType: 'uint64',
        type: 'uint64',
        indexed: true,
      },
      { name: 'taskId', internalType: 'uint32', type: 'uint32', indexed: true },
      {
        name: 'optimizer',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'commitment',
        internalType: 'bytes32',
        type: 'bytes32',
        indexed: false,
      },
      {
        name: 'bond',
        internalType: 'uint128',
        type: 'uint128',
        indexed: false,
      },
    ],
    name: 'SubmissionCommitted',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'submissionId',
        internalType: 'uint64',
        type: 'uint64',
        indexed: true,
      },
      { name: 'taskId', internalType: 'uint32', type: 'uint32', indexed: true },
    ],
    name: 'SubmissionExpired',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'submissionId',
        internalType: 'uint64',
        type: 'uint64',
        indexed: true,
      },
      { name: 'taskId', internalType: 'uint32', type: 'uint32', indexed: true },
    ],
    name: 'SubmissionNotRevealed',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'submissionId',
        internalType: 'uint64',
        type: 'uint64',
        indexed: true,
      },
      {
        name: 'parameters',
        internalType: 'struct ContentPointer',
        type: 'tuple',
        components: [
          { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
          { name: 'codec', internalType: 'uint8', type: 'uint8' },
        ],
        indexed: false,
      },
      {
        name: 'seedBlock',
        internalType: 'uint48',
        type: 'uint48',
        indexed: false,
      },
      {
        name: 'championAtReveal',
        internalType: 'uint64',
        type: 'uint64',
        indexed: false,
      },
    ],
    name: 'SubmissionRevealed',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'submissionId',
        internalType: 'uint64',
        type: 'uint64',
        indexed: true,
      },
      { name: 'taskId', internalType: 'uint32', type: 'uint32', indexed: true },
      {
        name: 'verdictHash',
        internalType: 'bytes32',
        type: 'bytes32',
        indexed: false,
      },
      {
        name: 'verdict',
        internalType: 'struct Verdict',
        type: 'tuple',
        components: [
          { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
          { name: 'seed', internalType: 'bytes32', type: 'bytes32' },
          { name: 'championId', internalType: 'uint64', type: 'uint64' },
          { name: 'outcome', internalType: 'enum Outcome', type: 'uint8' },
          { name: 'wins', internalType: 'uint8', type: 'uint8' },
          {
            name: 'championDecidingSum',
            internalType: 'uint256',
            type: 'uint256',
          },
          {
            name: 'challengerDecidingSum',
            internalType: 'uint256',
            type: 'uint256',
          },
          {
            name: 'championPricingSum',
            internalType: 'uint256',
            type: 'uint256',
          },
          {
            name: 'challengerPricingSum',
            internalType: 'uint256',
            type: 'uint256',
          },
          { name: 'traceDigest', internalType: 'bytes32', type: 'bytes32' },
        ],
        indexed: false,
      },
      {
        name: 'payment',
        internalType: 'uint128',
        type: 'uint128',
        indexed: false,
      },
      {
        name: 'pool',
        internalType: 'uint128',
        type: 'uint128',
        indexed: false,
      },
    ],
    name: 'SubmissionSettled',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32', indexed: true },
      {
        name: 'returned',
        internalType: 'uint128',
        type: 'uint128',
        indexed: false,
      },
    ],
    name: 'TaskClosed',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32', indexed: true },
      {
        name: 'owner',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'token',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'baselineId',
        internalType: 'uint64',
        type: 'uint64',
        indexed: false,
      },
      {
        name: 'seedBlock',
        internalType: 'uint48',
        type: 'uint48',
        indexed: false,
      },
      {
        name: 'terms',
        internalType: 'struct IModelSubmissionTypes.TaskTerms',
        type: 'tuple',
        components: [
          {
            name: 'architecture',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
          {
            name: 'parameters',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
          {
            name: 'evaluation',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
          {
            name: 'metadata',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
          {
            name: 'storageAddresses',
            internalType: 'string[]',
            type: 'string[]',
          },
          { name: 'storageQuotaBytes', internalType: 'uint64', type: 'uint64' },
          { name: 'token', internalType: 'address', type: 'address' },
          { name: 'bounty', internalType: 'uint128', type: 'uint128' },
          { name: 'bond', internalType: 'uint128', type: 'uint128' },
          { name: 'operatorFee', internalType: 'uint128', type: 'uint128' },
          { name: 'targetScore', internalType: 'uint64', type: 'uint64' },
          { name: 'minGapBps', internalType: 'uint16', type: 'uint16' },
          { name: 'rounds', internalType: 'uint8', type: 'uint8' },
          { name: 'requiredWins', internalType: 'uint8', type: 'uint8' },
          { name: 'quorumBps', internalType: 'uint16', type: 'uint16' },
          { name: 'maxPending', internalType: 'uint16', type: 'uint16' },
          { name: 'deadline', internalType: 'uint48', type: 'uint48' },
          { name: 'taskDefinitionId', internalType: 'uint16', type: 'uint16' },
        ],
        indexed: false,
      },
    ],
    name: 'TaskCreated',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32', indexed: true },
      {
        name: 'championDecidingSum',
        internalType: 'uint256',
        type: 'uint256',
        indexed: false,
      },
    ],
    name: 'TaskOpened',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32', indexed: true },
      {
        name: 'submissionId',
        internalType: 'uint64',
        type: 'uint64',
        indexed: true,
      },
    ],
    name: 'TaskSolved',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32', indexed: true },
    ],
    name: 'TaskVoided',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'token',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'terms',
        internalType: 'struct IModelSubmissionTypes.TokenTerms',
        type: 'tuple',
        components: [
          { name: 'listed', internalType: 'bool', type: 'bool' },
          { name: 'feeUnit', internalType: 'uint96', type: 'uint96' },
          { name: 'creationFee', internalType: 'uint128', type: 'uint128' },
          {
            name: 'storageFeePerMebibyte',
            internalType: 'uint128',
            type: 'uint128',
          },
        ],
        indexed: false,
      },
    ],
    name: 'TokenTermsChanged',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32', indexed: true },
      { name: 'from', internalType: 'address', type: 'address', indexed: true },
      {
        name: 'amount',
        internalType: 'uint128',
        type: 'uint128',
        indexed: false,
      },
      {
        name: 'pool',
        internalType: 'uint128',
        type: 'uint128',
        indexed: false,
      },
    ],
    name: 'ToppedUp',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'treasury',
        internalType: 'address',
        type: 'address',
        indexed: false,
      },
    ],
    name: 'TreasuryChanged',
  },
  {
    type: 'function',
    inputs: [],
    name: 'DEFAULT_ADMIN_ROLE',
    outputs: [{ name: '', internalType: 'bytes32', type: 'bytes32' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'MAXIMUM_TOKENS',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'attestationCenter',
    outputs: [{ name: '', internalType: 'address', type: 'address' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [{ name: 'token', internalType: 'address', type: 'address' }],
    name: 'claim',
    outputs: [{ name: 'amount', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'taskId', internalType: 'uint32', type: 'uint32' }],
    name: 'closeTask',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32' },
      { name: 'commitment', internalType: 'bytes32', type: 'bytes32' },
      { name: 'maximumBond', internalType: 'uint128', type: 'uint128' },
    ],
    name: 'commitSubmission',
    outputs: [{ name: 'submissionId', internalType: 'uint64', type: 'uint64' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32' },
      { name: 'commitment', internalType: 'bytes32', type: 'bytes32' },
      { name: 'maximumBond', internalType: 'uint128', type: 'uint128' },
      {
        name: 'permit',
        internalType: 'struct IModelSubmissionTypes.Permit',
        type: 'tuple',
        components: [
          { name: 'value', internalType: 'uint256', type: 'uint256' },
          { name: 'deadline', internalType: 'uint256', type: 'uint256' },
          { name: 'v', internalType: 'uint8', type: 'uint8' },
          { name: 'r', internalType: 'bytes32', type: 'bytes32' },
          { name: 's', internalType: 'bytes32', type: 'bytes32' },
        ],
      },
    ],
    name: 'commitSubmissionWithPermit',
    outputs: [{ name: 'submissionId', internalType: 'uint64', type: 'uint64' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      {
        name: 'terms',
        internalType: 'struct IModelSubmissionTypes.TaskTerms',
        type: 'tuple',
        components: [
          {
            name: 'architecture',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
          {
            name: 'parameters',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
          {
            name: 'evaluation',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
          {
            name: 'metadata',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
          {
            name: 'storageAddresses',
            internalType: 'string[]',
            type: 'string[]',
          },
          { name: 'storageQuotaBytes', internalType: 'uint64', type: 'uint64' },
          { name: 'token', internalType: 'address', type: 'address' },
          { name: 'bounty', internalType: 'uint128', type: 'uint128' },
          { name: 'bond', internalType: 'uint128', type: 'uint128' },
          { name: 'operatorFee', internalType: 'uint128', type: 'uint128' },
          { name: 'targetScore', internalType: 'uint64', type: 'uint64' },
          { name: 'minGapBps', internalType: 'uint16', type: 'uint16' },
          { name: 'rounds', internalType: 'uint8', type: 'uint8' },
          { name: 'requiredWins', internalType: 'uint8', type: 'uint8' },
          { name: 'quorumBps', internalType: 'uint16', type: 'uint16' },
          { name: 'maxPending', internalType: 'uint16', type: 'uint16' },
          { name: 'deadline', internalType: 'uint48', type: 'uint48' },
          { name: 'taskDefinitionId', internalType: 'uint16', type: 'uint16' },
        ],
      },
      { name: 'maximumTotal', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'createTask',
    outputs: [{ name: 'taskId', internalType: 'uint32', type: 'uint32' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      {
        name: 'terms',
        internalType: 'struct IModelSubmissionTypes.TaskTerms',
        type: 'tuple',
        components: [
          {
            name: 'architecture',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
          {
            name: 'parameters',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
          {
            name: 'evaluation',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
          {
            name: 'metadata',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
          {
            name: 'storageAddresses',
            internalType: 'string[]',
            type: 'string[]',
          },
          { name: 'storageQuotaBytes', internalType: 'uint64', type: 'uint64' },
          { name: 'token', internalType: 'address', type: 'address' },
          { name: 'bounty', internalType: 'uint128', type: 'uint128' },
          { name: 'bond', internalType: 'uint128', type: 'uint128' },
          { name: 'operatorFee', internalType: 'uint128', type: 'uint128' },
          { name: 'targetScore', internalType: 'uint64', type: 'uint64' },
          { name: 'minGapBps', internalType: 'uint16', type: 'uint16' },
          { name: 'rounds', internalType: 'uint8', type: 'uint8' },
          { name: 'requiredWins', internalType: 'uint8', type: 'uint8' },
          { name: 'quorumBps', internalType: 'uint16', type: 'uint16' },
          { name: 'maxPending', internalType: 'uint16', type: 'uint16' },
          { name: 'deadline', internalType: 'uint48', type: 'uint48' },
          { name: 'taskDefinitionId', internalType: 'uint16', type: 'uint16' },
        ],
      },
      { name: 'maximumTotal', internalType: 'uint256', type: 'uint256' },
      {
        name: 'permit',
        internalType: 'struct IModelSubmissionTypes.Permit',
        type: 'tuple',
        components: [
          { name: 'value', internalType: 'uint256', type: 'uint256' },
          { name: 'deadline', internalType: 'uint256', type: 'uint256' },
          { name: 'v', internalType: 'uint8', type: 'uint8' },
          { name: 'r', internalType: 'bytes32', type: 'bytes32' },
          { name: 's', internalType: 'bytes32', type: 'bytes32' },
        ],
      },
    ],
    name: 'createTaskWithPermit',
    outputs: [{ name: 'taskId', internalType: 'uint32', type: 'uint32' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      { name: 'token', internalType: 'address', type: 'address' },
      { name: 'account', internalType: 'address', type: 'address' },
    ],
    name: 'creditOf',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [{ name: 'submissionId', internalType: 'uint64', type: 'uint64' }],
    name: 'expireSubmission',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'submissionId', internalType: 'uint64', type: 'uint64' }],
    name: 'expiryBlock',
    outputs: [{ name: '', internalType: 'uint48', type: 'uint48' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      { name: 'header', internalType: 'bytes', type: 'bytes' },
    ],
    name: 'fixSeed',
    outputs: [{ name: 'seed', internalType: 'bytes32', type: 'bytes32' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'submissionId', internalType: 'uint64', type: 'uint64' }],
    name: 'forfeitUnrevealed',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'role', internalType: 'bytes32', type: 'bytes32' }],
    name: 'getRoleAdmin',
    outputs: [{ name: '', internalType: 'bytes32', type: 'bytes32' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [{ name: 'submissionId', internalType: 'uint64', type: 'uint64' }],
    name: 'getSubmission',
    outputs: [
      {
        name: '',
        internalType: 'struct IModelSubmissionTypes.Submission',
        type: 'tuple',
        components: [
          { name: 'taskId', internalType: 'uint32', type: 'uint32' },
          { name: 'optimizer', internalType: 'address', type: 'address' },
          {
            name: 'status',
            internalType: 'enum IModelSubmissionTypes.SubmissionStatus',
            type: 'uint8',
          },
          { name: 'commitment', internalType: 'bytes32', type: 'bytes32' },
          {
            name: 'parameters',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
          { name: 'bond', internalType: 'uint128', type: 'uint128' },
          { name: 'commitBlock', internalType: 'uint48', type: 'uint48' },
          { name: 'revealBlock', internalType: 'uint48', type: 'uint48' },
          { name: 'seedBlock', internalType: 'uint48', type: 'uint48' },
          { name: 'seed', internalType: 'bytes32', type: 'bytes32' },
          { name: 'championAtReveal', internalType: 'uint64', type: 'uint64' },
          { name: 'previousId', internalType: 'uint64', type: 'uint64' },
          { name: 'nextId', internalType: 'uint64', type: 'uint64' },
          { name: 'verdictHash', internalType: 'bytes32', type: 'bytes32' },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [{ name: 'taskId', internalType: 'uint32', type: 'uint32' }],
    name: 'getTask',
    outputs: [
      {
        name: 'result',
        internalType: 'struct IModelSubmissionTypes.Task',
        type: 'tuple',
        components: [
          { name: 'owner', internalType: 'address', type: 'address' },
          {
            name: 'status',
            internalType: 'enum IModelSubmissionTypes.TaskStatus',
            type: 'uint8',
          },
          { name: 'token', internalType: 'address', type: 'address' },
          { name: 'taskDefinitionId', internalType: 'uint16', type: 'uint16' },
          { name: 'avsLogic', internalType: 'address', type: 'address' },
          { name: 'pool', internalType: 'uint128', type: 'uint128' },
          { name: 'bond', internalType: 'uint128', type: 'uint128' },
          { name: 'operatorFee', internalType: 'uint128', type: 'uint128' },
          { name: 'targetScore', internalType: 'uint64', type: 'uint64' },
          { name: 'minGapBps', internalType: 'uint16', type: 'uint16' },
          { name: 'rounds', internalType: 'uint8', type: 'uint8' },
          { name: 'requiredWins', internalType: 'uint8', type: 'uint8' },
          { name: 'quorumBps', internalType: 'uint16', type: 'uint16' },
          { name: 'maxPending', internalType: 'uint16', type: 'uint16' },
          { name: 'pending', internalType: 'uint16', type: 'uint16' },
          { name: 'deadline', internalType: 'uint48', type: 'uint48' },
          { name: 'championId', internalType: 'uint64', type: 'uint64' },
          { name: 'headId', internalType: 'uint64', type: 'uint64' },
          { name: 'tailId', internalType: 'uint64', type: 'uint64' },
          { name: 'headSince', internalType: 'uint48', type: 'uint48' },
          { name: 'championSince', internalType: 'uint48', type: 'uint48' },
          { name: 'submissionCount', internalType: 'uint32', type: 'uint32' },
          {
            name: 'architecture',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
          {
            name: 'evaluation',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
          {
            name: 'metadata',
            internalType: 'struct ContentPointer',
            type: 'tuple',
            components: [
              { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
              { name: 'codec', internalType: 'uint8', type: 'uint8' },
            ],
          },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [
      { name: 'role', internalType: 'bytes32', type: 'bytes32' },
      { name: 'account', internalType: 'address', type: 'address' },
    ],
    name: 'grantRole',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      { name: 'role', internalType: 'bytes32', type: 'bytes32' },
      { name: 'account', internalType: 'address', type: 'address' },
    ],
    name: 'hasRole',
    outputs: [{ name: '', internalType: 'bool', type: 'bool' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [
      {
        name: 'flow',
        internalType: 'enum IPausableFlowsTypes.Flow',
        type: 'uint8',
      },
    ],
    name: 'isPaused',
    outputs: [{ name: '', internalType: 'bool', type: 'bool' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [{ name: 'token', internalType: 'address', type: 'address' }],
    name: 'liabilities',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'listedTokens',
    outputs: [{ name: '', internalType: 'address[]', type: 'address[]' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [{ name: 'token', internalType: 'address', type: 'address' }],
    name: 'operatorsBucket',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [
      {
        name: 'flow',
        internalType: 'enum IPausableFlowsTypes.Flow',
        type: 'uint8',
      },
    ],
    name: 'pause',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      {
        name: 'flow',
        internalType: 'enum IPausableFlowsTypes.Flow',
        type: 'uint8',
      },
      { name: 'since', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'pausedBlocks',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [
      { name: 'token', internalType: 'address', type: 'address' },
      { name: 'to', internalType: 'address', type: 'address' },
      { name: 'amount', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'releaseFees',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      { name: 'role', internalType: 'bytes32', type: 'bytes32' },
      { name: 'callerConfirmation', internalType: 'address', type: 'address' },
    ],
    name: 'renounceRole',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'taskId', internalType: 'uint32', type: 'uint32' }],
    name: 'requiredBond',
    outputs: [{ name: '', internalType: 'uint128', type: 'uint128' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [
      {
        name: 'flow',
        internalType: 'enum IPausableFlowsTypes.Flow',
        type: 'uint8',
      },
    ],
    name: 'resume',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      {
        name: 'parameters',
        internalType: 'struct ContentPointer',
        type: 'tuple',
        components: [
          { name: 'digest', internalType: 'bytes32', type: 'bytes32' },
          { name: 'codec', internalType: 'uint8', type: 'uint8' },
        ],
      },
      { name: 'salt', internalType: 'bytes32', type: 'bytes32' },
    ],
    name: 'revealSubmission',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      { name: 'role', internalType: 'bytes32', type: 'bytes32' },
      { name: 'account', internalType: 'address', type: 'address' },
    ],
    name: 'revokeRole',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'submissionId', internalType: 'uint64', type: 'uint64' }],
    name: 'seedOf',
    outputs: [{ name: '', internalType: 'bytes32', type: 'bytes32' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [
      { name: 'attestationCenter_', internalType: 'address', type: 'address' },
    ],
    name: 'setAttestationCenter',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      { name: 'token', internalType: 'address', type: 'address' },
      {
        name: 'terms',
        internalType: 'struct IModelSubmissionTypes.TokenTerms',
        type: 'tuple',
        components: [
          { name: 'listed', internalType: 'bool', type: 'bool' },
          { name: 'feeUnit', internalType: 'uint96', type: 'uint96' },
          { name: 'creationFee', internalType: 'uint128', type: 'uint128' },
          {
            name: 'storageFeePerMebibyte',
            internalType: 'uint128',
            type: 'uint128',
          },
        ],
      },
    ],
    name: 'setTokenTerms',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'treasury_', internalType: 'address', type: 'address' }],
    name: 'setTreasury',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      {
        name: 'verdict',
        internalType: 'struct Verdict',
        type: 'tuple',
        components: [
          { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
          { name: 'seed', internalType: 'bytes32', type: 'bytes32' },
          { name: 'championId', internalType: 'uint64', type: 'uint64' },
          { name: 'outcome', internalType: 'enum Outcome', type: 'uint8' },
          { name: 'wins', internalType: 'uint8', type: 'uint8' },
          {
            name: 'championDecidingSum',
            internalType: 'uint256',
            type: 'uint256',
          },
          {
            name: 'challengerDecidingSum',
            internalType: 'uint256',
            type: 'uint256',
          },
          {
            name: 'championPricingSum',
            internalType: 'uint256',
            type: 'uint256',
          },
          {
            name: 'challengerPricingSum',
            internalType: 'uint256',
            type: 'uint256',
          },
          { name: 'traceDigest', internalType: 'bytes32', type: 'bytes32' },
        ],
      },
      { name: 'verdictHash', internalType: 'bytes32', type: 'bytes32' },
    ],
    name: 'settle',
    outputs: [
      { name: 'feeToken', internalType: 'address', type: 'address' },
      { name: 'fee', internalType: 'uint128', type: 'uint128' },
    ],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'interfaceId', internalType: 'bytes4', type: 'bytes4' }],
    name: 'supportsInterface',
    outputs: [{ name: '', internalType: 'bool', type: 'bool' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'taskCount',
    outputs: [{ name: '', internalType: 'uint32', type: 'uint32' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [{ name: 'token', internalType: 'address', type: 'address' }],
    name: 'tokenTerms',
    outputs: [
      {
        name: '',
        internalType: 'struct IModelSubmissionTypes.TokenTerms',
        type: 'tuple',
        components: [
          { name: 'listed', internalType: 'bool', type: 'bool' },
          { name: 'feeUnit', internalType: 'uint96', type: 'uint96' },
          { name: 'creationFee', internalType: 'uint128', type: 'uint128' },
          {
            name: 'storageFeePerMebibyte',
            internalType: 'uint128',
            type: 'uint128',
          },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32' },
      { name: 'amount', internalType: 'uint128', type: 'uint128' },
    ],
    name: 'topUp',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      { name: 'taskId', internalType: 'uint32', type: 'uint32' },
      { name: 'amount', internalType: 'uint128', type: 'uint128' },
      {
        name: 'permit',
        internalType: 'struct IModelSubmissionTypes.Permit',
        type: 'tuple',
        components: [
          { name: 'value', internalType: 'uint256', type: 'uint256' },
          { name: 'deadline', internalType: 'uint256', type: 'uint256' },
          { name: 'v', internalType: 'uint8', type: 'uint8' },
          { name: 'r', internalType: 'bytes32', type: 'bytes32' },
          { name: 's', internalType: 'bytes32', type: 'bytes32' },
        ],
      },
    ],
    name: 'topUpWithPermit',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [],
    name: 'treasury',
    outputs: [{ name: '', internalType: 'address', type: 'address' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [{ name: 'submissionId', internalType: 'uint64', type: 'uint64' }],
    name: 'verdictTerms',
    outputs: [
      {
        name: '',
        internalType: 'struct IModelSubmissionTypes.VerdictTerms',
        type: 'tuple',
        components: [
          { name: 'targetScore', internalType: 'uint64', type: 'uint64' },
          { name: 'minGapBps', internalType: 'uint16', type: 'uint16' },
          { name: 'rounds', internalType: 'uint8', type: 'uint8' },
          { name: 'requiredWins', internalType: 'uint8', type: 'uint8' },
          { name: 'quorumBps', internalType: 'uint16', type: 'uint16' },
          { name: 'taskDefinitionId', internalType: 'uint16', type: 'uint16' },
          { name: 'token', internalType: 'address', type: 'address' },
          { name: 'operatorFee', internalType: 'uint128', type: 'uint128' },
          { name: 'avsLogic', internalType: 'address', type: 'address' },
          { name: 'seedBlock', internalType: 'uint48', type: 'uint48' },
        ],
      },
    ],
    stateMutability: 'view',
  },
] as const
