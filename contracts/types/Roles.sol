// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Changes parameters and links between contracts. Its holder is a timelock on a public chain.
bytes32 constant GOVERNOR_ROLE = keccak256("zarathustra.governor");
/// @dev Decides who may register while the allowlist is required.
bytes32 constant ALLOWLISTER_ROLE = keccak256("zarathustra.allowlister");
