// The house's arrows (docs/architecture.md): who may import whom. Everything not listed is forbidden.
const floors = {
  '^lib/protocol/': [],
  '^lib/evaluation/': ['^lib/protocol/'],
  '^lib/database/': ['^lib/protocol/'],
  '^lib/storage/': ['^lib/protocol/'],
  '^lib/sdk/': ['^lib/evaluation/', '^lib/protocol/'],
  '^lib/api/': ['^lib/database/', '^lib/storage/', '^lib/protocol/'],
  '^worker/': ['^lib/'],
  '^devnet/': ['^worker/', '^lib/', '^examples/'],
  '^examples/': ['^lib/evaluation/', '^lib/protocol/'],
  '^app/': [
    '^components/',
    '^hooks/',
    '^lib/(api|database|storage|sdk|protocol)/',
    '^examples/(registry|read-files|trainable)\\.ts$',
  ],
  '^components/': ['^hooks/', '^lib/(sdk|protocol)/', '^examples/(registry|trainable)\\.ts$'],
  // Pages train examples beside them, in a worker.
  '^hooks/': ['^lib/(sdk|evaluation|protocol)/', '^examples/(trainable|trainers)\\.ts$'],
};

const own = '^(lib|worker|devnet|examples|app|components|hooks|cli|bench|test|scripts|contracts)/';

module.exports = {
  forbidden: [
    ...Object.entries(floors).map(([from, allowed]) => ({
      name: `arrow-from-${from.replace(/[^a-z]+/g, '-').replace(/^-|-$/g, '')}`,
      comment: `Only these may be imported from here: ${allowed.join(', ') || 'nothing of the house'}.`,
      severity: 'error',
      from: { path: from, pathNot: '\\.test\\.ts$' },
      to: { path: own, pathNot: [from, ...allowed].join('|') },
    })),
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-tests-in-products',
      comment: 'Only tests and benches import tests and their fixtures.',
      severity: 'error',
      from: { path: own, pathNot: '(\\.test\\.ts$|^test/|^bench/)' },
      to: { path: '(\\.test\\.ts$|^test/|^bench/)' },
    },
    {
      name: 'no-node-in-the-browser',
      comment: 'The protocol, the SDK and the evaluation runtime run in the browser too.',
      severity: 'error',
      from: { path: '^lib/(protocol|sdk|evaluation/(runtime|browser))/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'lib/database/generated|devnet/deployment/bytecode|bench/index/ponder/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
