// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";

/// @title BLS signatures on BLS12-381 with the precompiles of EIP-2537
/// @notice Public keys in G1, signatures in G2, the ciphersuite of Ethereum's consensus layer (proof of possession).
/// A precompile of EIP-2537 burns all the gas that it is given when a point is malformed: every call of one is given a
/// bound, twice its price, so that bad input costs its sender little. SHA-256 and MODEXP take any input.
library Bls {
    /// @notice Domain separation tag of the ciphersuite, draft-irtf-cfrg-bls-signature, 4.2.3.
    bytes internal constant DOMAIN_SEPARATION_TAG = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";

    /// @notice The base field's modulus, upper and lower word.
    uint256 internal constant MODULUS_HIGH = 0x1a0111ea397fe69a4b1ba7b6434bacd7;
    uint256 internal constant MODULUS_LOW =
        0x64774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab;

    /// @notice The generator of G1 with its y negated.
    uint256 private constant NEGATED_GENERATOR_X_HIGH = 0x17f1d3a73197d7942695638c4fa9ac0f;
    uint256 private constant NEGATED_GENERATOR_X_LOW =
        0xc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb;
    uint256 private constant NEGATED_GENERATOR_Y_HIGH = 0x114d1d6855d545a8aa7d76c8cf2e21f2;
    uint256 private constant NEGATED_GENERATOR_Y_LOW =
        0x67816aef1db507c96655b9d5caac42364e6f38ba0ecb751bad54dcd6b939c2ca;

    uint256 private constant G1_ADD_GAS = 750;
    uint256 private constant G2_ADD_GAS = 1_200;
    uint256 private constant MAP_GAS = 47_600;
    uint256 private constant PAIRING_GAS = 205_800;

    error PointNotOnCurve();
    error HashToCurveFailed();

    /// @notice Whether `signature` is `key`'s signature of the 32 bytes of `message`. False for the point at infinity
    /// as key, and for points off their curve or outside their subgroup.
    function verify(
        BLS.G1Point memory key,
        bytes32 message,
        BLS.G2Point memory signature
    ) internal view returns (bool) {
        if (isInfinity(key)) return false;
        return pairs(key, hashToG2(abi.encodePacked(message), DOMAIN_SEPARATION_TAG), signature);
    }

    /// @notice Whether e(key, hashed) == e(generator, signature). The precompile checks curve and subgroup.
    function pairs(
        BLS.G1Point memory key,
        BLS.G2Point memory hashed,
        BLS.G2Point memory signature
    ) internal view returns (bool valid) {
        address precompile = BLS.BLS12_PAIRING_CHECK;
        assembly ("memory-safe") {
            let input := mload(0x40)
            mcopy(input, key, 0x80)
            mcopy(add(input, 0x80), hashed, 0x100)
            mstore(add(input, 0x180), NEGATED_GENERATOR_X_HIGH)
            mstore(add(input, 0x1a0), NEGATED_GENERATOR_X_LOW)
            mstore(add(input, 0x1c0), NEGATED_GENERATOR_Y_HIGH)
            mstore(add(input, 0x1e0), NEGATED_GENERATOR_Y_LOW)
            mcopy(add(input, 0x200), signature, 0x100)
            mstore(0x00, 0)
            let answered := staticcall(PAIRING_GAS, precompile, input, 0x300, 0x00, 0x20)
            valid := and(and(answered, eq(returndatasize(), 0x20)), eq(mload(0x00), 1))
        }
    }

    /// @notice `target += point`, in place. Checks the curve, not the subgroup.
    function addTo(BLS.G1Point memory target, BLS.G1Point memory point) internal view {
        address precompile = BLS.BLS12_G1ADD;
        bool added;
        assembly ("memory-safe") {
            let input := mload(0x40)
            mcopy(input, target, 0x80)
            mcopy(add(input, 0x80), point, 0x80)
            let answered := staticcall(G1_ADD_GAS, precompile, input, 0x100, target, 0x80)
            added := and(answered, eq(returndatasize(), 0x80))
        }
        if (!added) revert PointNotOnCurve();
    }

    /// @notice The point with its y negated; infinity is its own.
    function negate(BLS.G1Point memory point) internal pure returns (BLS.G1Point memory negated) {
        if (isInfinity(point)) return negated;
        uint256 high = uint256(point.y_a);
        uint256 low = uint256(point.y_b);
        negated.x_a = point.x_a;
        negated.x_b = point.x_b;
        unchecked {
            // y of a point on the curve is below the modulus: the borrow is the only wrap.
            negated.y_b = bytes32(MODULUS_LOW - low);
            negated.y_a = bytes32(MODULUS_HIGH - high - (low > MODULUS_LOW ? 1 : 0));
        }
    }

    /// @notice EIP-2537 encodes the point at infinity as zeros.
    function isInfinity(BLS.G1Point memory point) internal pure returns (bool) {
        return point.x_a | point.x_b | point.y_a | point.y_b == 0;
    }

    /// @notice `hash_to_curve` of RFC 9380 for BLS12381G2_XMD:SHA-256_SSWU_RO_, with a tag of at most 255 bytes.
    function hashToG2(
        bytes memory message,
        bytes memory tag
    ) internal view returns (BLS.G2Point memory hashed) {
        address mapToG2 = BLS.BLS12_MAP_FP2_TO_G2;
        address addG2 = BLS.BLS12_G2ADD;
        bool done;
        assembly ("memory-safe") {
            // `uniform` receives 256 bytes, then the four field elements; `block0` is msg_prime, and after b_0 only
            // its end, `b ‖ i ‖ DST_prime`, is written again for every further block.
            let uniform := mload(0x40)
            let block0 := add(uniform, 0x100)
            let messageLength := mload(message)
            let tagLength := mload(tag)
            mstore(block0, 0)
            mstore(add(block0, 0x20), 0)
            mcopy(add(block0, 0x40), add(message, 0x20), messageLength)
            let end := add(add(block0, 0x40), messageLength)
            mstore(end, shl(240, 0x100))
            let counter := add(end, 2)
            mcopy(add(counter, 1), add(tag, 0x20), tagLength)
            mstore8(add(add(counter, 1), tagLength), tagLength)
            let blockLength := add(add(0x20, 2), tagLength)
            let blockI := sub(counter, 0x20)

            done := staticcall(gas(), 2, block0, sub(add(blockI, blockLength), block0), 0x00, 0x20)
            let first := mload(0x00)
            let previous := 0
            for {
                let i := 1
            } lt(i, 9) {
                i := add(i, 1)
            } {
                let target := add(uniform, shl(5, sub(i, 1)))
                mstore(blockI, xor(first, previous))
                mstore8(counter, i)
                done := and(done, staticcall(gas(), 2, blockI, blockLength, target, 0x20))
                previous := mload(target)
            }

            // Each 64 bytes modulo the field's modulus: a power of one by MODEXP (EIP-198).
            mstore(block0, 0x40)
            mstore(add(block0, 0x20), 0x20)
            mstore(add(block0, 0x40), 0x40)
            mstore(add(block0, 0xa0), 1)
            mstore(add(block0, 0xc0), MODULUS_HIGH)
            mstore(add(block0, 0xe0), MODULUS_LOW)
            for {
                let element := uniform
            } lt(element, block0) {
                element := add(element, 0x40)
            } {
                mcopy(add(block0, 0x60), element, 0x40)
                done := and(done, staticcall(gas(), 5, block0, 0x100, element, 0x40))
            }

            done := and(done, staticcall(MAP_GAS, mapToG2, uniform, 0x80, block0, 0x100))
            done := and(
                done,
                staticcall(MAP_GAS, mapToG2, add(uniform, 0x80), 0x80, add(block0, 0x100), 0x100)
            )
            done := and(done, staticcall(G2_ADD_GAS, addG2, block0, 0x200, hashed, 0x100))
            done := and(done, eq(returndatasize(), 0x100))
        }
        // Not covered by tests: the precompiles take whatever the hash gives them, and fail only where there are none.
        if (!done) revert HashToCurveFailed();
    }
}
