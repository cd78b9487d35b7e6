// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BlockHeader} from "@openzeppelin/contracts/utils/BlockHeader.sol";
import {RLP} from "@openzeppelin/contracts/utils/RLP.sol";
import {SeedHeader} from "../libraries/SeedHeader.sol";
import {Assertions} from "./support/Assertions.sol";
import {Headers} from "./support/Headers.sol";

contract SeedHeaderTest is Assertions {
    using RLP for RLP.Encoder;

    function prevRandao(bytes calldata header) external pure returns (bytes32) {
        return SeedHeader.prevRandao(header);
    }

    function test_prevRandao_isReadFromAHeaderOfPrague() public view {
        bytes32 expected = keccak256("prevrandao");
        assertEq(this.prevRandao(Headers.encode(123_456, expected)), expected, "prevRandao");
    }

    /// @dev Numbers of every width, extra data of every length, and words that begin with zeros.
    function test_fuzz_prevRandao_agreesWithAGeneralDecoder(
        uint256 number,
        uint64 gasUsed,
        uint48 timestamp,
        bytes32 expected,
        uint8 extraBytes
    ) public view {
        RLP.Encoder memory list = RLP.encoder();
        list.push(keccak256("a")).push(keccak256("b")).push(address(this)).push(keccak256("c")).push(
            keccak256("d")
        );
        list.push(keccak256("e")).push(new bytes(256)).push(uint256(0)).push(number).push(
            uint256(30_000_000)
        );
        list.push(uint256(gasUsed)).push(uint256(timestamp)).push(new bytes(extraBytes)).push(expected);
        list.push(abi.encodePacked(uint64(0))).push(uint256(7));
        bytes memory header = list.encode();
        assertEq(this.prevRandao(header), expected, "prevRandao");
        assertEq(this.prevRandao(header), BlockHeader.getPrevRandao(header), "as OpenZeppelin reads it");
    }

    function test_prevRandao_refusesWhatIsNoHeader() public {
        vm.expectRevert(abi.encodeWithSelector(SeedHeader.PrevRandaoNotFound.selector));
        this.prevRandao("");
        vm.expectRevert(abi.encodeWithSelector(SeedHeader.PrevRandaoNotFound.selector));
        this.prevRandao(hex"c0");
        // A list of sixty single bytes: the fourteenth is no word.
        bytes memory small = abi.encodePacked(bytes2(0xf83c), new bytes(60));
        vm.expectRevert(abi.encodeWithSelector(SeedHeader.PrevRandaoNotFound.selector));
        this.prevRandao(small);
    }
}
