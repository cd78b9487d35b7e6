// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";

/// @notice A point of G1 in three words: a coordinate has 381 bits, so the upper halves share one.
struct PackedKey {
    bytes32 high;
    bytes32 xLow;
    bytes32 yLow;
}

library PackedKeys {
    function pack(BLS.G1Point memory point) internal pure returns (PackedKey memory) {
        return
            PackedKey({
                high: bytes32((uint256(point.x_a) << 128) | uint128(uint256(point.y_a))),
                xLow: point.x_b,
                yLow: point.y_b
            });
    }

    function unpack(PackedKey memory packed) internal pure returns (BLS.G1Point memory) {
        return
            BLS.G1Point({
                x_a: packed.high >> 128,
                x_b: packed.xLow,
                y_a: bytes32(uint256(uint128(uint256(packed.high)))),
                y_b: packed.yLow
            });
    }

    function equals(PackedKey memory packed, PackedKey memory other) internal pure returns (bool) {
        return packed.high == other.high && packed.xLow == other.xLow && packed.yLow == other.yLow;
    }

    /// @notice What a key is known by: the hash of its EIP-2537 encoding.
    function hash(BLS.G1Point memory point) internal pure returns (bytes32 keyHash) {
        assembly ("memory-safe") {
            keyHash := keccak256(point, 0x80)
        }
    }
}
