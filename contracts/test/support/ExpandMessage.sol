// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";

/// @notice RFC 9380 written down plainly, step by step as in its text, to hold the library's assembly against.
library ExpandMessage {
    uint256 private constant MODULUS_HIGH = 0x1a0111ea397fe69a4b1ba7b6434bacd7;
    uint256 private constant MODULUS_LOW = 0x64774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab;

    error PrecompileFailed(uint160 precompile);

    /// @notice `expand_message_xmd` with SHA-256, section 5.3.1. `length` is a multiple of 32, the tag at most 255 bytes.
    function xmd(
        bytes memory message,
        bytes memory tag,
        uint16 length
    ) internal pure returns (bytes memory uniform) {
        bytes memory tagPrime = bytes.concat(tag, bytes1(uint8(tag.length)));
        bytes32 first = sha256(bytes.concat(new bytes(64), message, bytes2(length), bytes1(0), tagPrime));
        bytes32 previous;
        for (uint8 i = 1; i <= length / 32; ++i) {
            previous = sha256(bytes.concat(first ^ previous, bytes1(i), tagPrime));
            uniform = bytes.concat(uniform, previous);
        }
    }

    /// @notice `hash_to_curve` for G2, sections 3 and 5.2, with the precompiles for the map and the sum.
    function hashToG2(bytes memory message, bytes memory tag) internal view returns (BLS.G2Point memory) {
        bytes memory uniform = xmd(message, tag, 256);
        bytes memory mapped = bytes.concat(
            _call(0x11, bytes.concat(_element(uniform, 0), _element(uniform, 64))),
            _call(0x11, bytes.concat(_element(uniform, 128), _element(uniform, 192)))
        );
        return abi.decode(_call(0x0d, mapped), (BLS.G2Point));
    }

    /// @dev 64 bytes as an integer modulo the field's modulus.
    function _element(bytes memory uniform, uint256 offset) private view returns (bytes memory) {
        bytes memory value = new bytes(64);
        for (uint256 i; i < 64; ++i) value[i] = uniform[offset + i];
        return
            _call(
                0x05,
                bytes.concat(
                    abi.encode(uint256(64), uint256(1), uint256(64)),
                    value,
                    bytes1(uint8(1)),
                    abi.encode(MODULUS_HIGH, MODULUS_LOW)
                )
            );
    }

    function _call(uint160 precompile, bytes memory input) private view returns (bytes memory output) {
        bool answered;
        (answered, output) = address(precompile).staticcall(input);
        if (!answered) revert PrecompileFailed(precompile);
    }
}
