// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {Outcome, Verdict} from "../../types/Verdict.sol";
import {Assertions} from "./Assertions.sol";

/// @notice Reads the test vectors that Solidity and TypeScript share.
abstract contract Vectors is Assertions {
    string internal constant VECTORS = "lib/protocol/verdict/vectors.json";

    function _verdictAt(
        string memory json,
        string memory path
    ) internal pure returns (Verdict memory verdict) {
        verdict.submissionId = uint64(_uint(json, path, ".submissionId"));
        verdict.seed = _word(json, path, ".seed");
        verdict.championId = uint64(_uint(json, path, ".championId"));
        verdict.outcome = Outcome(_uint(json, path, ".outcome"));
        verdict.wins = uint8(_uint(json, path, ".wins"));
        verdict.championDecidingSum = _uint(json, path, ".championDecidingSum");
        verdict.challengerDecidingSum = _uint(json, path, ".challengerDecidingSum");
        verdict.championPricingSum = _uint(json, path, ".championPricingSum");
        verdict.challengerPricingSum = _uint(json, path, ".challengerPricingSum");
        verdict.traceDigest = _word(json, path, ".traceDigest");
    }

    function _at(string memory list, uint256 index) internal pure returns (string memory) {
        return string.concat(".", list, "[", vm.toString(index), "]");
    }

    function _uint(
        string memory json,
        string memory path,
        string memory key
    ) internal pure returns (uint256) {
        return vm.parseJsonUint(json, string.concat(path, key));
    }

    function _word(
        string memory json,
        string memory path,
        string memory key
    ) internal pure returns (bytes32) {
        return vm.parseJsonBytes32(json, string.concat(path, key));
    }

    function _address(
        string memory json,
        string memory path,
        string memory key
    ) internal pure returns (address) {
        return vm.parseJsonAddress(json, string.concat(path, key));
    }

    function _g1(string memory json, string memory path) internal pure returns (BLS.G1Point memory) {
        return
            BLS.G1Point(
                _word(json, path, ".x_a"),
                _word(json, path, ".x_b"),
                _word(json, path, ".y_a"),
                _word(json, path, ".y_b")
            );
    }

    function _g2(string memory json, string memory path) internal pure returns (BLS.G2Point memory) {
        return
            BLS.G2Point(
                _word(json, path, ".x_c0_a"),
                _word(json, path, ".x_c0_b"),
                _word(json, path, ".x_c1_a"),
                _word(json, path, ".x_c1_b"),
                _word(json, path, ".y_c0_a"),
                _word(json, path, ".y_c0_b"),
                _word(json, path, ".y_c1_a"),
                _word(json, path, ".y_c1_b")
            );
    }
}
