//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////
// avsGovernance
//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////

export const avsGovernanceAbi = [
  {
    type: 'constructor',
    inputs: [
      {
        name: 'configuration',
        internalType: 'struct AvsGovernance.Configuration',
        type: 'tuple',
        components: [
          { name: 'admin', internalType: 'address', type: 'address' },
          { name: 'stakeToken', internalType: 'address', type: 'address' },
          { name: 'minimumStake', internalType: 'uint128', type: 'uint128' },
          { name: 'maximumStake', internalType: 'uint128', type: 'uint128' },
          { name: 'operatorLimit', internalType: 'uint256', type: 'uint256' },
          { name: 'unbondingSeconds', internalType: 'uint48', type: 'uint48' },
          {
            name: 'rewardsReceiverDelaySeconds',
            internalType: 'uint48',
            type: 'uint48',
          },
        ],
      },
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
      { name: 'delaySeconds', internalType: 'uint256', type: 'uint256' },
      { name: 'bound', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'DelayOutOfBounds',
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
  { type: 'error', inputs: [], name: 'HashToCurveFailed' },
  {
    type: 'error',
    inputs: [{ name: 'keyHash', internalType: 'bytes32', type: 'bytes32' }],
    name: 'KeyAlreadyRegistered',
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
    inputs: [{ name: 'account', internalType: 'address', type: 'address' }],
    name: 'NotPauser',
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
    inputs: [{ name: 'operator', internalType: 'address', type: 'address' }],
    name: 'ProofOfPossessionInvalid',
  },
  { type: 'error', inputs: [], name: 'ReentrancyGuardReentrantCall' },
  {
    type: 'error',
    inputs: [{ name: 'token', internalType: 'address', type: 'address' }],
    name: 'SafeERC20FailedOperation',
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
      { name: 'token', internalType: 'address', type: 'address' },
      { name: 'expected', internalType: 'uint256', type: 'uint256' },
      { name: 'actual', internalType: 'uint256', type: 'uint256' },
    ],
    name: 'TransferAmountMismatch',
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
    inputs: [
      {
        name: 'flow',
        internalType: 'enum IPausableFlowsTypes.Flow',
        type: 'uint8',
      },
    ],
    name: 'UnknownFlow',
  },
  { type: 'error', inputs: [], name: 'ZeroAddress' },
  { type: 'error', inputs: [], name: 'ZeroAmount' },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'operator',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      { name: 'allowed', internalType: 'bool', type: 'bool', indexed: false },
    ],
    name: 'AllowlistChanged',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      { name: 'required', internalType: 'bool', type: 'bool', indexed: false },
    ],
    name: 'AllowlistRequired',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'operator',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'withdrawableSince',
        internalType: 'uint48',
        type: 'uint48',
        indexed: false,
      },
    ],
    name: 'DeregistrationRequested',
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
        name: 'messageHandler',
        internalType: 'address',
        type: 'address',
        indexed: false,
      },
    ],
    name: 'MessageHandlerChanged',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'operator',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'withdrawableSince',
        internalType: 'uint48',
        type: 'uint48',
        indexed: false,
      },
    ],
    name: 'OperatorEjected',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'limit',
        internalType: 'uint256',
        type: 'uint256',
        indexed: false,
      },
    ],
    name: 'OperatorLimitChanged',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'operator',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'key',
        internalType: 'struct BLS.G1Point',
        type: 'tuple',
        components: [
          { name: 'x_a', internalType: 'bytes32', type: 'bytes32' },
          { name: 'x_b', internalType: 'bytes32', type: 'bytes32' },
          { name: 'y_a', internalType: 'bytes32', type: 'bytes32' },
          { name: 'y_b', internalType: 'bytes32', type: 'bytes32' },
        ],
        indexed: false,
      },
      {
        name: 'stake',
        internalType: 'uint128',
        type: 'uint128',
        indexed: false,
      },
      {
        name: 'rewardsReceiver',
        internalType: 'address',
        type: 'address',
        indexed: false,
      },
    ],
    name: 'OperatorRegistered',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'operator',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'receiver',
        internalType: 'address',
        type: 'address',
        indexed: false,
      },
      {
        name: 'effectiveSince',
        internalType: 'uint48',
        type: 'uint48',
        indexed: false,
      },
    ],
    name: 'RewardsReceiverQueued',
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
        name: 'slasher',
        internalType: 'address',
        type: 'address',
        indexed: false,
      },
    ],
    name: 'SlasherChanged',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'minimum',
        internalType: 'uint128',
        type: 'uint128',
        indexed: false,
      },
      {
        name: 'maximum',
        internalType: 'uint128',
        type: 'uint128',
        indexed: false,
      },
    ],
    name: 'StakeBoundsChanged',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'operator',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'previousStake',
        internalType: 'uint128',
        type: 'uint128',
        indexed: false,
      },
      {
        name: 'stake',
        internalType: 'uint128',
        type: 'uint128',
        indexed: false,
      },
    ],
    name: 'StakeChanged',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
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
    name: 'StakeCreditClaimed',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
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
    name: 'StakeCredited',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'operator',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'amount',
        internalType: 'uint128',
        type: 'uint128',
        indexed: false,
      },
      {
        name: 'reporter',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'reward',
        internalType: 'uint128',
        type: 'uint128',
        indexed: false,
      },
    ],
    name: 'StakeSlashed',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'operator',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'amount',
        internalType: 'uint128',
        type: 'uint128',
        indexed: false,
      },
    ],
    name: 'StakeWithdrawn',
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
    name: 'MAXIMUM_REWARDS_RECEIVER_DELAY_SECONDS',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'MAXIMUM_UNBONDING_SECONDS',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'STAKE_CEILING',
    outputs: [{ name: '', internalType: 'uint128', type: 'uint128' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'allowlistRequired',
    outputs: [{ name: '', internalType: 'bool', type: 'bool' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'claimCredit',
    outputs: [{ name: 'amount', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'account', internalType: 'address', type: 'address' }],
    name: 'creditOf',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [{ name: 'operator', internalType: 'address', type: 'address' }],
    name: 'ejectOperator',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'operator', internalType: 'address', type: 'address' }],
    name: 'getOperatorRecord',
    outputs: [
      {
        name: '',
        internalType: 'struct IAvsGovernanceTypes.OperatorRecord',
        type: 'tuple',
        components: [
          {
            name: 'status',
            internalType: 'enum IAvsGovernanceTypes.OperatorStatus',
            type: 'uint8',
          },
          { name: 'stake', internalType: 'uint128', type: 'uint128' },
          { name: 'withdrawableSince', internalType: 'uint48', type: 'uint48' },
          { name: 'rewardsReceiver', internalType: 'address', type: 'address' },
          {
            name: 'nextRewardsReceiver',
            internalType: 'address',
            type: 'address',
          },
          {
            name: 'rewardsReceiverSince',
            internalType: 'uint48',
            type: 'uint48',
          },
          { name: 'keyHash', internalType: 'bytes32', type: 'bytes32' },
        ],
      },
    ],
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
    inputs: [{ name: 'amount', internalType: 'uint128', type: 'uint128' }],
    name: 'increaseStake',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'operator', internalType: 'address', type: 'address' }],
    name: 'isAllowed',
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
    inputs: [],
    name: 'maximumStake',
    outputs: [{ name: '', internalType: 'uint128', type: 'uint128' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'messageHandler',
    outputs: [{ name: '', internalType: 'address', type: 'address' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'minimumStake',
    outputs: [{ name: '', internalType: 'uint128', type: 'uint128' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'operatorCount',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'operatorLimit',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [{ name: 'keyHash', internalType: 'bytes32', type: 'bytes32' }],
    name: 'operatorOfKey',
    outputs: [{ name: 'operator', internalType: 'address', type: 'address' }],
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
      {
        name: 'key',
        internalType: 'struct BLS.G1Point',
        type: 'tuple',
        components: [
          { name: 'x_a', internalType: 'bytes32', type: 'bytes32' },
          { name: 'x_b', internalType: 'bytes32', type: 'bytes32' },
          { name: 'y_a', internalType: 'bytes32', type: 'bytes32' },
          { name: 'y_b', internalType: 'bytes32', type: 'bytes32' },
        ],
      },
      {
        name: 'proofOfPossession',
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
      { name: 'stake', internalType: 'uint128', type: 'uint128' },
      { name: 'rewardsReceiver', internalType: 'address', type: 'address' },
    ],
    name: 'registerOperator',
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
    inputs: [],
    name: 'requestDeregistration',
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
    ],
    name: 'resume',
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
    inputs: [],
    name: 'rewardsReceiverDelaySeconds',
    outputs: [{ name: '', internalType: 'uint48', type: 'uint48' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [{ name: 'operator', internalType: 'address', type: 'address' }],
    name: 'rewardsReceiverOf',
    outputs: [{ name: '', internalType: 'address', type: 'address' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [
      { name: 'operator', internalType: 'address', type: 'address' },
      { name: 'allowed', internalType: 'bool', type: 'bool' },
    ],
    name: 'setAllowed',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'required', internalType: 'bool', type: 'bool' }],
    name: 'setAllowlistRequired',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      { name: 'messageHandler_', internalType: 'address', type: 'address' },
    ],
    name: 'setMessageHandler',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'limit', internalType: 'uint256', type: 'uint256' }],
    name: 'setOperatorLimit',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'receiver', internalType: 'address', type: 'address' }],
    name: 'setRewardsReceiver',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'slasher_', internalType: 'address', type: 'address' }],
    name: 'setSlasher',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      { name: 'minimum', internalType: 'uint128', type: 'uint128' },
      { name: 'maximum', internalType: 'uint128', type: 'uint128' },
    ],
    name: 'setStakeBounds',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [
      {
        name: 'slashing',
        internalType: 'struct IAvsGovernanceTypes.Slashing',
        type: 'tuple',
        components: [
          { name: 'operator', internalType: 'address', type: 'address' },
          { name: 'shareBps', internalType: 'uint16', type: 'uint16' },
          { name: 'eject', internalType: 'bool', type: 'bool' },
          { name: 'reporter', internalType: 'address', type: 'address' },
          { name: 'reporterBps', internalType: 'uint16', type: 'uint16' },
          { name: 'treasury', internalType: 'address', type: 'address' },
        ],
      },
    ],
    name: 'slash',
    outputs: [{ name: 'amount', internalType: 'uint128', type: 'uint128' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [],
    name: 'slasher',
    outputs: [{ name: '', internalType: 'address', type: 'address' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'stakeToken',
    outputs: [{ name: '', internalType: 'address', type: 'address' }],
    stateMutability: 'view',
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
    name: 'unbondingSeconds',
    outputs: [{ name: '', internalType: 'uint48', type: 'uint48' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'withdrawStake',
    outputs: [{ name: 'amount', internalType: 'uint128', type: 'uint128' }],
    stateMutability: 'nonpayable',
  },
] as const
