import js from '@eslint/js';
import next from '@next/eslint-plugin-next';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'node_modules/**',
      '.node/**',
      'artifacts/**',
      'cache/**',
      'coverage/**',
      '.next/**',
      'next-env.d.ts',
      'lib/database/generated/**',
      'lib/protocol/abi/**',
      'devnet/deployment/bytecode/**',
      'examples/*/evaluation.js',
      // Types come from a package of its own, which is only installed where it is measured.
      'bench/index/ponder/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      // Factories return objects of closures here; none of their methods uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      // An abort reason is passed on as it is.
      '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['{app,components,hooks}/**/*.{ts,tsx}'],
    extends: [next.configs['core-web-vitals'], reactHooks.configs.flat['recommended-latest']],
    // Server components render once a request: asking for the time there is no impurity.
    rules: { 'react-hooks/purity': 'off' },
  },
  {
    files: ['**/*.test.ts'],
    rules: {
      // `expect.objectContaining` and bodies of HTTP answers are `any`; what is in them is asserted.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    files: [
      'lib/protocol/**/*.ts',
      'lib/evaluation/runtime/**/*.ts',
      'lib/evaluation/browser/**/*.ts',
      'lib/sdk/**/*.ts',
    ],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'This floor runs in the browser too.' }] },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'Buffer', message: 'This floor runs in the browser too: use Uint8Array.' },
      ],
    },
  },
);
