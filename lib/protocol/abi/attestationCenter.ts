//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////
// attestationCenter
//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////

export const attestationCenterAbi = [
  {
    type: 'constructor',
    inputs: [
      { name: 'admin', internalType: 'address', type: 'address' },
      { name: 'operatorRegistry_', internalType: 'address', type: 'address' },
      { name: 'modelSubmission_', internalType: 'address', type: 'address' },
      { name: 'minimumPower_', internalType: 'uint96', type: 'uint96' },
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
      { name: 'token', internalType: 'address', type: 'address' },
      { name: 'account', internalType: 'address', type: 'address' },
    ],
    name: 'NothingToClaim',
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
  { type: 'error', inputs: [], name: 'ReentrancyGuardReentrantCall' },
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
    inputs: [
      { name: 'taskDefinitionId', internalType: 'uint16', type: 'uint16' },
    ],
    name: 'UnknownTaskDefinition',
  },
  { type: 'error', inputs: [], name: 'ZeroAddress' },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'avsGovernance',
        internalType: 'address',
        type: 'address',
        indexed: false,
      },
    ],
    name: 'AvsGovernanceChanged',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'avsLogic',
        internalType: 'address',
        type: 'address',
        indexed: false,
      },
    ],
    name: 'AvsLogicChanged',
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
        name: 'receiver',
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
    name: 'FeesClaimed',
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
        name: 'token',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      { name: 'fee', internalType: 'uint256', type: 'uint256', indexed: false },
      {
        name: 'shares',
        internalType: 'struct IAttestationCenterTypes.FeeShares',
        type: 'tuple',
        components: [
          { name: 'performer', internalType: 'uint256', type: 'uint256' },
          { name: 'aggregator', internalType: 'uint256', type: 'uint256' },
          { name: 'attesters', internalType: 'uint256', type: 'uint256' },
          { name: 'treasury', internalType: 'uint256', type: 'uint256' },
        ],
        indexed: false,
      },
    ],
    name: 'FeesDistributed',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'minimumPower',
        internalType: 'uint256',
        type: 'uint256',
        indexed: false,
      },
    ],
    name: 'MinimumPowerChanged',
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
        name: 'taskDefinitionId',
        internalType: 'uint16',
        type: 'uint16',
        indexed: true,
      },
      {
        name: 'definition',
        internalType: 'struct IAttestationCenterTypes.TaskDefinition',
        type: 'tuple',
        components: [
          { name: 'runtimeId', internalType: 'bytes32', type: 'bytes32' },
          { name: 'avsLogic', internalType: 'address', type: 'address' },
          { name: 'enabled', internalType: 'bool', type: 'bool' },
          { name: 'minimumQuorumBps', internalType: 'uint16', type: 'uint16' },
          { name: 'maximumQuorumBps', internalType: 'uint16', type: 'uint16' },
          { name: 'performerBps', internalType: 'uint16', type: 'uint16' },
          { name: 'aggregatorBps', internalType: 'uint16', type: 'uint16' },
          { name: 'feeFloorUnits', internalType: 'uint32', type: 'uint32' },
          {
            name: 'revealWindowBlocks',
            internalType: 'uint32',
            type: 'uint32',
          },
          { name: 'seedDelayBlocks', internalType: 'uint32', type: 'uint32' },
          {
            name: 'responseWindowBlocks',
            internalType: 'uint32',
            type: 'uint32',
          },
          {
            name: 'verdictWindowBlocks',
            internalType: 'uint32',
            type: 'uint32',
          },
          {
            name: 'gracePeriodSeconds',
            internalType: 'uint32',
            type: 'uint32',
          },
          {
            name: 'maximumParameterBytes',
            internalType: 'uint64',
            type: 'uint64',
          },
          {
            name: 'budget',
            internalType: 'struct IAttestationCenterTypes.EvaluationBudget',
            type: 'tuple',
            components: [
              { name: 'ticks', internalType: 'uint64', type: 'uint64' },
              { name: 'nativeWork', internalType: 'uint64', type: 'uint64' },
              {
                name: 'tensorElements',
                internalType: 'uint64',
                type: 'uint64',
              },
              { name: 'modelRuns', internalType: 'uint32', type: 'uint32' },
              { name: 'memoryBytes', internalType: 'uint32', type: 'uint32' },
              { name: 'stackBytes', internalType: 'uint32', type: 'uint32' },
            ],
          },
        ],
        indexed: false,
      },
    ],
    name: 'TaskDefinitionAdded',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'taskDefinitionId',
        internalType: 'uint16',
        type: 'uint16',
        indexed: true,
      },
    ],
    name: 'TaskDefinitionDisabled',
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
        name: 'verdictHash',
        internalType: 'bytes32',
        type: 'bytes32',
        indexed: true,
      },
      {
        name: 'taskPerformer',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'aggregator',
        internalType: 'address',
        type: 'address',
        indexed: false,
      },
      {
        name: 'signedPower',
        internalType: 'uint256',
        type: 'uint256',
        indexed: false,
      },
      {
        name: 'totalPower',
        internalType: 'uint256',
        type: 'uint256',
        indexed: false,
      },
      {
        name: 'nonSigners',
        internalType: 'address[]',
        type: 'address[]',
        indexed: false,
      },
    ],
    name: 'TaskSubmitted',
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
    inputs: [
      { name: 'token', internalType: 'address', type: 'address' },
      { name: 'amount', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'accrueStorageFee',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      {
        name: 'definition',
        internalType: 'struct IAttestationCenterTypes.TaskDefinition',
        type: 'tuple',
        components: [
          { name: 'runtimeId', internalType: 'bytes32', type: 'bytes32' },
          { name: 'avsLogic', internalType: 'address', type: 'address' },
          { name: 'enabled', internalType: 'bool', type: 'bool' },
          { name: 'minimumQuorumBps', internalType: 'uint16', type: 'uint16' },
          { name: 'maximumQuorumBps', internalType: 'uint16', type: 'uint16' },
          { name: 'performerBps', internalType: 'uint16', type: 'uint16' },
          { name: 'aggregatorBps', internalType: 'uint16', type: 'uint16' },
          { name: 'feeFloorUnits', internalType: 'uint32', type: 'uint32' },
          {
            name: 'revealWindowBlocks',
            internalType: 'uint32',
            type: 'uint32',
          },
          { name: 'seedDelayBlocks', internalType: 'uint32', type: 'uint32' },
          {
            name: 'responseWindowBlocks',
            internalType: 'uint32',
            type: 'uint32',
          },
          {
            name: 'verdictWindowBlocks',
            internalType: 'uint32',
            type: 'uint32',
          },
          {
            name: 'gracePeriodSeconds',
            internalType: 'uint32',
            type: 'uint32',
          },
          {
            name: 'maximumParameterBytes',
            internalType: 'uint64',
            type: 'uint64',
          },
          {
            name: 'budget',
            internalType: 'struct IAttestationCenterTypes.EvaluationBudget',
            type: 'tuple',
            components: [
              { name: 'ticks', internalType: 'uint64', type: 'uint64' },
              { name: 'nativeWork', internalType: 'uint64', type: 'uint64' },
              {
                name: 'tensorElements',
                internalType: 'uint64',
                type: 'uint64',
              },
              { name: 'modelRuns', internalType: 'uint32', type: 'uint32' },
              { name: 'memoryBytes', internalType: 'uint32', type: 'uint32' },
              { name: 'stackBytes', internalType: 'uint32', type: 'uint32' },
            ],
          },
        ],
      },
    ],
    name: 'addTaskDefinition',
    outputs: [
      { name: 'taskDefinitionId', internalType: 'uint16', type: 'uint16' },
    ],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [],
    name: 'avsGovernance',
    outputs: [{ name: '', internalType: 'address', type: 'address' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'avsLogic',
    outputs: [{ name: '', internalType: 'address', type: 'address' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [
      { name: 'token', internalType: 'address', type: 'address' },
      { name: 'account', internalType: 'address', type: 'address' },
    ],
    name: 'claimFees',
    outputs: [{ name: 'amount', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      { name: 'taskDefinitionId', internalType: 'uint16', type: 'uint16' },
    ],
    name: 'disableTaskDefinition',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      { name: 'token', internalType: 'address', type: 'address' },
      { name: 'account', internalType: 'address', type: 'address' },
    ],
    name: 'earnedFees',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'view',
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
    inputs: [
      { name: 'taskDefinitionId', internalType: 'uint16', type: 'uint16' },
    ],
    name: 'getTaskDefinition',
    outputs: [
      {
        name: '',
        internalType: 'struct IAttestationCenterTypes.TaskDefinition',
        type: 'tuple',
        components: [
          { name: 'runtimeId', internalType: 'bytes32', type: 'bytes32' },
          { name: 'avsLogic', internalType: 'address', type: 'address' },
          { name: 'enabled', internalType: 'bool', type: 'bool' },
          { name: 'minimumQuorumBps', internalType: 'uint16', type: 'uint16' },
          { name: 'maximumQuorumBps', internalType: 'uint16', type: 'uint16' },
          { name: 'performerBps', internalType: 'uint16', type: 'uint16' },
          { name: 'aggregatorBps', internalType: 'uint16', type: 'uint16' },
          { name: 'feeFloorUnits', internalType: 'uint32', type: 'uint32' },
          {
            name: 'revealWindowBlocks',
            internalType: 'uint32',
            type: 'uint32',
          },
          { name: 'seedDelayBlocks', internalType: 'uint32', type: 'uint32' },
          {
            name: 'responseWindowBlocks',
            internalType: 'uint32',
            type: 'uint32',
          },
          {
            name: 'verdictWindowBlocks',
            internalType: 'uint32',
            type: 'uint32',
          },
          {
            name: 'gracePeriodSeconds',
            internalType: 'uint32',
            type: 'uint32',
          },
          {
            name: 'maximumParameterBytes',
            internalType: 'uint64',
            type: 'uint64',
          },
          {
            name: 'budget',
            internalType: 'struct IAttestationCenterTypes.EvaluationBudget',
            type: 'tuple',
            components: [
              { name: 'ticks', internalType: 'uint64', type: 'uint64' },
              { name: 'nativeWork', internalType: 'uint64', type: 'uint64' },
              {
                name: 'tensorElements',
                internalType: 'uint64',
                type: 'uint64',
              },
              { name: 'modelRuns', internalType: 'uint32', type: 'uint32' },
              { name: 'memoryBytes', internalType: 'uint32', type: 'uint32' },
              { name: 'stackBytes', internalType: 'uint32', type: 'uint32' },
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
    inputs: [],
    name: 'minimumPower',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'modelSubmission',
    outputs: [{ name: '', internalType: 'address', type: 'address' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [
      { name: 'operator', internalType: 'address', type: 'address' },
      { name: 'previousPower', internalType: 'uint96', type: 'uint96' },
      { name: '', internalType: 'uint96', type: 'uint96' },
    ],
    name: 'onPowerChange',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [],
    name: 'operatorRegistry',
    outputs: [{ name: '', internalType: 'address', type: 'address' }],
    stateMutability: 'view',
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
    inputs: [
      { name: 'avsGovernance_', internalType: 'address', type: 'address' },
    ],
    name: 'setAvsGovernance',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'avsLogic_', internalType: 'address', type: 'address' }],
    name: 'setAvsLogic',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      { name: 'minimumPower_', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'setMinimumPower',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      {
        name: 'taskInfo',
        internalType: 'struct IAttestationCenterTypes.TaskInfo',
        type: 'tuple',
        components: [
          { name: 'proofOfTask', internalType: 'bytes32', type: 'bytes32' },
          { name: 'data', internalType: 'bytes', type: 'bytes' },
          { name: 'taskPerformer', internalType: 'address', type: 'address' },
          { name: 'taskDefinitionId', internalType: 'uint16', type: 'uint16' },
        ],
      },
      {
        name: 'details',
        internalType: 'struct IAttestationCenterTypes.TaskSubmissionDetails',
        type: 'tuple',
        components: [
          { name: 'tpSignature', internalType: 'bytes', type: 'bytes' },
          { name: 'attempt', internalType: 'uint32', type: 'uint32' },
          {
            name: 'taSignature',
            internalType: 'struct BLS.G2Point',
            type: 'tuple',
            components: [
              { name: 'x_c0_a', internalType: 'bytes32', type: 'bytes32' },
              { name: 'x_c0_b', internalType: 'bytes32', type: 'bytes32' },
              { name: 'x_c1_a', internalType: 'bytes32', type: 'bytes32' },
              { name: 'x_c1_b', internalType: 'bytes32', type: 'bytes32' },
              { name: 'y_c0_a', internalType: 'bytes32', type: 'bytes32' },
              { name: 'y_c0_b', internalType: 'bytes32', type: 'bytes32' },
              { name: 'y_c1_a', internalType: 'bytes32', type: 'bytes32' },
              { name: 'y_c1_b', internalType: 'bytes32', type: 'bytes32' },
            ],
          },
          {
            name: 'nonSigners',
            internalType: 'struct BLS.G1Point[]',
            type: 'tuple[]',
            components: [
              { name: 'x_a', internalType: 'bytes32', type: 'bytes32' },
              { name: 'x_b', internalType: 'bytes32', type: 'bytes32' },
              { name: 'y_a', internalType: 'bytes32', type: 'bytes32' },
              { name: 'y_b', internalType: 'bytes32', type: 'bytes32' },
            ],
          },
          { name: 'seedHeader', internalType: 'bytes', type: 'bytes' },
        ],
      },
    ],
    name: 'submitTask',
    outputs: [],
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
    name: 'taskDefinitionCount',
    outputs: [{ name: '', internalType: 'uint16', type: 'uint16' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [
      { name: 'taskDefinitionId', internalType: 'uint16', type: 'uint16' },
      { name: 'data', internalType: 'bytes', type: 'bytes' },
    ],
    name: 'verdictHash',
    outputs: [{ name: '', internalType: 'bytes32', type: 'bytes32' }],
    stateMutability: 'view',
  },
] as const
