//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////
// directMessageHandler
//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////

export const directMessageHandlerAbi = [
  {
    type: 'constructor',
    inputs: [
      { name: 'avsGovernance_', internalType: 'address', type: 'address' },
      { name: 'operatorRegistry_', internalType: 'address', type: 'address' },
    ],
    stateMutability: 'nonpayable',
  },
  {
    type: 'error',
    inputs: [{ name: 'caller', internalType: 'address', type: 'address' }],
    name: 'NotAvsGovernance',
  },
  { type: 'error', inputs: [], name: 'ZeroAddress' },
  {
    type: 'function',
    inputs: [],
    name: 'avsGovernance',
    outputs: [{ name: '', internalType: 'address', type: 'address' }],
    stateMutability: 'view',
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
    inputs: [],
    name: 'operatorRegistry',
    outputs: [
      { name: '', internalType: 'contract IOperatorRegistry', type: 'address' },
    ],
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
    name: 'sendOperatorChange',
    outputs: [],
    stateMutability: 'nonpayable',
  },
] as const
