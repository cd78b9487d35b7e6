// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RLP} from "@openzeppelin/contracts/utils/RLP.sol";

/// @notice Block headers as a chain of Prague makes them, of about the same length.
library Headers {
    using RLP for RLP.Encoder;

    function encode(uint256 blockNumber, bytes32 prevRandao) internal pure returns (bytes memory) {
        bytes32 filler = keccak256(abi.encode("header", blockNumber));
        RLP.Encoder memory list = RLP.encoder();
        list.push(filler).push(filler).push(address(uint160(uint256(filler)))).push(filler).push(filler).push(
            filler
        );
        list.push(new bytes(256)).push(uint256(0)).push(blockNumber).push(uint256(30_000_000)).push(
            uint256(21_000)
        );
        list.push(uint256(1_800_000_000)).push(bytes("")).push(prevRandao).push(
            bytes(abi.encodePacked(uint64(0)))
        );
        list.push(uint256(7)).push(filler).push(uint256(0)).push(uint256(0)).push(filler).push(filler);
        return list.encode();
    }
}
