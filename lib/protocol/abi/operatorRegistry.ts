//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////
// operatorRegistry
//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////

export const operatorRegistryAbi = [
  {
    type: 'constructor',
    inputs: [
      { name: 'admin', internalType: 'address', type: 'address' },
      { name: 'epochBlocks_', internalType: 'uint48', type: 'uint48' },
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
  { type: 'error', inputs: [], name: 'AggregateSignatureInvalid' },
  {
    type: 'error',
    inputs: [
      { name: 'attestationCenter', internalType: 'address', type: 'address' },
    ],
    name: 'AttestationCenterAlreadySet',
  },
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
  { type: 'error', inputs: [], name: 'ZeroAddress' },
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
      {
        name: 'sequence',
        internalType: 'uint256',
        type: 'uint256',
        indexed: true,
      },
      {
        name: 'operator',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      { name: 'power', internalType: 'uint96', type: 'uint96', indexed: false },
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
        name: 'effectiveBlock',
        internalType: 'uint48',
        type: 'uint48',
        indexed: false,
      },
    ],
    name: 'ChangeQueued',
  },
  {
    type: 'event',
    anonymous: false,
    inputs: [
      {
        name: 'sequence',
        internalType: 'uint256',
        type: 'uint256',
        indexed: true,
      },
      {
        name: 'operator',
        internalType: 'address',
        type: 'address',
        indexed: true,
      },
      {
        name: 'keyHash',
        internalType: 'bytes32',
        type: 'bytes32',
        indexed: false,
      },
    ],
    name: 'ChangeRejected',
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
        name: 'endpoint',
        internalType: 'string',
        type: 'string',
        indexed: false,
      },
    ],
    name: 'EndpointChanged',
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
        name: 'messageHandler',
        internalType: 'address',
        type: 'address',
        indexed: false,
      },
    ],
    name: 'MessageHandlerDismissed',
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
      { name: 'power', internalType: 'uint96', type: 'uint96', indexed: false },
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
      { name: 'index', internalType: 'uint32', type: 'uint32', indexed: false },
    ],
    name: 'OperatorAdded',
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
        name: 'previousPower',
        internalType: 'uint96',
        type: 'uint96',
        indexed: false,
      },
      { name: 'power', internalType: 'uint96', type: 'uint96', indexed: false },
    ],
    name: 'OperatorPowerChanged',
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
      { name: 'index', internalType: 'uint32', type: 'uint32', indexed: false },
    ],
    name: 'OperatorRemoved',
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
    type: 'function',
    inputs: [],
    name: 'DEFAULT_ADMIN_ROLE',
    outputs: [{ name: '', internalType: 'bytes32', type: 'bytes32' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'MAXIMUM_ENDPOINT_BYTES',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'MAXIMUM_EPOCH_BLOCKS',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'aggregateKey',
    outputs: [
      {
        name: '',
        internalType: 'struct BLS.G1Point',
        type: 'tuple',
        components: [
          { name: 'x_a', internalType: 'bytes32', type: 'bytes32' },
          { name: 'x_b', internalType: 'bytes32', type: 'bytes32' },
          { name: 'y_a', internalType: 'bytes32', type: 'bytes32' },
          { name: 'y_b', internalType: 'bytes32', type: 'bytes32' },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [{ name: 'limit', internalType: 'uint256', type: 'uint256' }],
    name: 'applyChanges',
    outputs: [{ name: 'applied', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'nonpayable',
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
    inputs: [{ name: 'handler', internalType: 'address', type: 'address' }],
    name: 'dismissMessageHandler',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'operator', internalType: 'address', type: 'address' }],
    name: 'endpointOf',
    outputs: [{ name: '', internalType: 'string', type: 'string' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'epochBlocks',
    outputs: [{ name: '', internalType: 'uint48', type: 'uint48' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [{ name: 'operator', internalType: 'address', type: 'address' }],
    name: 'getOperator',
    outputs: [
      {
        name: '',
        internalType: 'struct IOperatorRegistryTypes.Operator',
        type: 'tuple',
        components: [
          { name: 'operator', internalType: 'address', type: 'address' },
          { name: 'power', internalType: 'uint96', type: 'uint96' },
          { name: 'index', internalType: 'uint32', type: 'uint32' },
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
          { name: 'endpoint', internalType: 'string', type: 'string' },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'getOperators',
    outputs: [
      {
        name: 'operators',
        internalType: 'struct IOperatorRegistryTypes.Operator[]',
        type: 'tuple[]',
        components: [
          { name: 'operator', internalType: 'address', type: 'address' },
          { name: 'power', internalType: 'uint96', type: 'uint96' },
          { name: 'index', internalType: 'uint32', type: 'uint32' },
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
          { name: 'endpoint', internalType: 'string', type: 'string' },
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
    inputs: [{ name: 'operator', internalType: 'address', type: 'address' }],
    name: 'hasLeft',
    outputs: [{ name: '', internalType: 'bool', type: 'bool' }],
    stateMutability: 'view',
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
    inputs: [{ name: 'handler', internalType: 'address', type: 'address' }],
    name: 'isRetired',
    outputs: [{ name: '', internalType: 'bool', type: 'bool' }],
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
    inputs: [{ name: 'index', internalType: 'uint256', type: 'uint256' }],
    name: 'operatorAt',
    outputs: [{ name: '', internalType: 'address', type: 'address' }],
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
    inputs: [
      { name: 'seed', internalType: 'bytes32', type: 'bytes32' },
      { name: 'attempt', internalType: 'uint32', type: 'uint32' },
    ],
    name: 'performerOf',
    outputs: [{ name: '', internalType: 'address', type: 'address' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [
      { name: 'operator', internalType: 'address', type: 'address' },
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
    ],
    name: 'possessionMessage',
    outputs: [{ name: '', internalType: 'bytes32', type: 'bytes32' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [{ name: 'operator', internalType: 'address', type: 'address' }],
    name: 'powerOf',
    outputs: [{ name: '', internalType: 'uint96', type: 'uint96' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [
      {
        name: 'change',
        internalType: 'struct IOperatorRegistryTypes.OperatorChange',
        type: 'tuple',
        components: [
          { name: 'operator', internalType: 'address', type: 'address' },
          { name: 'power', internalType: 'uint96', type: 'uint96' },
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
        ],
      },
    ],
    name: 'queueChange',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [],
    name: 'queuedChanges',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
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
      { name: 'attestationCenter_', internalType: 'address', type: 'address' },
    ],
    name: 'setAttestationCenter',
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [{ name: 'endpoint', internalType: 'string', type: 'string' }],
    name: 'setEndpoint',
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
    inputs: [{ name: 'interfaceId', internalType: 'bytes4', type: 'bytes4' }],
    name: 'supportsInterface',
    outputs: [{ name: '', internalType: 'bool', type: 'bool' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [],
    name: 'totalPower',
    outputs: [{ name: '', internalType: 'uint256', type: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    inputs: [
      { name: 'message', internalType: 'bytes32', type: 'bytes32' },
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
      {
        name: 'signature',
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
    ],
    name: 'verifyAggregate',
    outputs: [
      { name: 'signedPower', internalType: 'uint256', type: 'uint256' },
      { name: 'totalPower_', internalType: 'uint256', type: 'uint256' },
      { name: 'operators', internalType: 'address[]', type: 'address[]' },
      { name: 'powers', internalType: 'uint96[]', type: 'uint96[]' },
    ],
    stateMutability: 'view',
  },
] as const
