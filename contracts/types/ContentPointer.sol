// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The root of immutable content, printed as a CIDv1.
/// @param digest The SHA-256 multihash digest of the root block.
/// @param codec The multicodec of the root block: 0x55 (raw) or 0x70 (dag-pb).
struct ContentPointer {
    bytes32 digest;
    uint8 codec;
}
