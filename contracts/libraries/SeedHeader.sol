// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Seed header: PREVRANDAO out of a block header in RLP
/// @notice For headers that were checked against their block's hash: nothing of their form is checked again, and only
/// the fields before PREVRANDAO are walked over. A general decoder costs every verdict 22,000 gas more.
library SeedHeader {
    /// @dev parentHash, ommersHash, coinbase, three roots, logsBloom, difficulty, number, gasLimit, gasUsed, timestamp
    /// and extraData come before it.
    uint256 private constant FIELDS_BEFORE = 13;

    uint8 private constant SHORT_STRING = 0x80;
    uint8 private constant LONG_STRING = 0xb7;
    uint8 private constant LONG_LIST = 0xf7;
    /// @dev The prefix of a string of 32 bytes.
    uint8 private constant WORD = 0xa0;

    /// @notice The chain's headers have something else where Ethereum's have PREVRANDAO.
    error PrevRandaoNotFound();

    function prevRandao(bytes calldata header) internal pure returns (bytes32) {
        if (header.length == 0 || uint8(header[0]) <= LONG_LIST) revert PrevRandaoNotFound();
        uint256 offset = 1 + uint8(header[0]) - LONG_LIST;
        for (uint256 i; i < FIELDS_BEFORE; ++i) offset += _itemBytes(header, offset);
        if (uint8(header[offset]) != WORD) revert PrevRandaoNotFound();
        return bytes32(header[offset + 1:offset + 33]);
    }

    function _itemBytes(bytes calldata header, uint256 offset) private pure returns (uint256) {
        uint256 prefix = uint8(header[offset]);
        if (prefix < SHORT_STRING) return 1;
        if (prefix <= LONG_STRING) return 1 + prefix - SHORT_STRING;
        uint256 lengthBytes = prefix - LONG_STRING;
        uint256 length = uint256(bytes32(header[offset + 1:])) >> (256 - 8 * lengthBytes);
        return 1 + lengthBytes + length;
    }
}
