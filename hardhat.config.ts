import { createRequire } from 'node:module';
import hardhatToolboxViem from '@nomicfoundation/hardhat-toolbox-viem';
import { defineConfig } from 'hardhat/config';

const { resolve } = createRequire(import.meta.url);

/** What fuzz tests and invariants start from, so that a failure comes again. */
const SEED = process.env['FUZZ_SEED'] ?? '0x5a61726174687573747261';

export default defineConfig({
  plugins: [hardhatToolboxViem],
  solidity: {
    version: '0.8.37',
    // The compiler comes from the package registry; Hardhat would download its own.
    path: resolve('solc/soljson.js'),
    settings: {
      optimizer: { enabled: true, runs: 800 },
      viaIR: true,
      evmVersion: 'prague',
      // Without the hash of the sources a change of a comment does not change the committed bytecode.
      metadata: { bytecodeHash: 'none' },
    },
  },
  paths: { tests: { solidity: './contracts/test' } },
  test: {
    solidity: {
      fuzz: { runs: 64, seed: SEED },
      // A short campaign; `npm run test:invariants` plays a long one.
      invariant: {
        runs: Number(process.env['INVARIANT_RUNS'] ?? 8),
        depth: 100,
        failOnRevert: true,
        shrinkRunLimit: 1_000,
      },
      fsPermissions: { readDirectory: ['./lib/protocol', './contracts/test/vectors'] },
    },
  },
  networks: { default: { type: 'edr-simulated', chainType: 'l1', hardfork: 'prague' } },
});
