// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Changes parameters and links between contracts. Its holder is the timelock.
bytes32 constant GOVERNOR_ROLE = keccak256("zarathustra.governor");
/// @dev Decides who may register while the allowlist is required.
bytes32 constant ALLOWLISTER_ROLE = keccak256("zarathustra.allowlister");
/// @dev Pauses and resumes flows, for a bounded time: it acts at once, and so is not the timelock's.
bytes32 constant PAUSER_ROLE = keccak256("zarathustra.pauser");
