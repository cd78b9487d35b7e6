//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////
// avsLogic
//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////

export const avsLogicAbi = [
  {
    type: 'constructor',
    inputs: [
      { name: 'attestationCenter_', internalType: 'address', type: 'address' },
      { name: 'modelSubmission_', internalType: 'address', type: 'address' },
    ],
    stateMutability: 'nonpayable',
  },
  {
    type: 'error',
    inputs: [{ name: 'caller', internalType: 'address', type: 'address' }],
    name: 'NotAttestationCenter',
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
      { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
      { name: 'outcome', internalType: 'enum Outcome', type: 'uint8' },
    ],
    name: 'OutcomeNotAllowed',
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
  { type: 'error', inputs: [], name: 'ZeroAddress' },
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
      { name: 'verdictHash', internalType: 'bytes32', type: 'bytes32' },
    ],
    name: 'afterTaskSubmission',
    outputs: [],
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
      { name: 'seedHeader', internalType: 'bytes', type: 'bytes' },
    ],
    name: 'beforeTaskSubmission',
    outputs: [
      {
        name: '',
        internalType: 'struct IAvsLogicTypes.Requirements',
        type: 'tuple',
        components: [
          { name: 'submissionId', internalType: 'uint64', type: 'uint64' },
          { name: 'seed', internalType: 'bytes32', type: 'bytes32' },
          { name: 'championId', internalType: 'uint64', type: 'uint64' },
          { name: 'seedBlock', internalType: 'uint48', type: 'uint48' },
          { name: 'quorumBps', internalType: 'uint16', type: 'uint16' },
          { name: 'token', internalType: 'address', type: 'address' },
          { name: 'fee', internalType: 'uint128', type: 'uint128' },
        ],
      },
    ],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    inputs: [],
    name: 'modelSubmission',
    outputs: [
      { name: '', internalType: 'contract IModelSubmission', type: 'address' },
    ],
    stateMutability: 'view',
  },
] as const
