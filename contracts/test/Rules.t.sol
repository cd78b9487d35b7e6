// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {BinomialTail} from "../libraries/BinomialTail.sol";
import {Gap} from "../libraries/Gap.sol";
import {Messages} from "../libraries/Messages.sol";
import {ContentPointer} from "../types/ContentPointer.sol";
import {Verdict} from "../types/Verdict.sol";
import {Vectors} from "./support/Vectors.sol";

/// @notice Gives the messages whose parts come from calldata.
contract MessagesHarness {
    function commitment(
        address modelSubmission,
        uint32 taskId,
        address optimizer,
        ContentPointer calldata parameters,
        bytes32 salt
    ) external view returns (bytes32) {
        return Messages.commitment(modelSubmission, taskId, optimizer, parameters, salt);
    }

    function verdictHash(
        address attestationCenter,
        uint16 taskDefinitionId,
        bytes calldata verdict
    ) external view returns (bytes32) {
        return Messages.verdictHash(attestationCenter, taskDefinitionId, verdict);
    }

    function possession(
        address registry,
        address operator,
        BLS.G1Point calldata key
    ) external view returns (bytes32) {
        return Messages.possession(registry, operator, key);
    }
}

/// @notice The rules that Solidity and TypeScript both know, against the vectors that both share.
contract RulesTest is Vectors {
    MessagesHarness private harness = new MessagesHarness();

    function test_decide_andPrice_agreeWithTheSharedVectors() public view {
        string memory json = vm.readFile(VECTORS);
        uint256 count;
        for (; vm.keyExistsJson(json, _at("rules", count)); ++count) _checkRule(json, _at("rules", count));
        assertTrue(count >= 32, "vectors are there");
    }

    function test_payment_agreesWithTheSharedVectors() public view {
        string memory json = vm.readFile(VECTORS);
        uint256 count;
        for (; vm.keyExistsJson(json, _at("payments", count)); ++count) {
            string memory path = _at("payments", count);
            uint256 pool = _uint(json, path, ".pool");
            uint256 operatorFee = _uint(json, path, ".operatorFee");
            uint256 fee = operatorFee < pool ? operatorFee : pool;
            assertEq(fee, _uint(json, path, ".fee"), string.concat(path, " fee"));
            uint256 payment = Gap.payment(
                pool - fee,
                _uint(json, path, ".numerator"),
                int256(_uint(json, path, ".denominator"))
            );
            assertEq(payment, _uint(json, path, ".payment"), string.concat(path, " payment"));
        }
        assertTrue(count >= 10, "vectors are there");
    }

    function test_bond_agreesWithTheSharedVectors() public view {
        string memory json = vm.readFile(VECTORS);
        uint256 count;
        for (; vm.keyExistsJson(json, _at("bonds", count)); ++count) {
            string memory path = _at("bonds", count);
            uint256 rounds = _uint(json, path, ".rounds");
            uint256 tail = BinomialTail.numerator(rounds, _uint(json, path, ".requiredWins"));
            assertEq(tail, _uint(json, path, ".tailNumerator"), string.concat(path, " tail"));
            uint256 price = BinomialTail.fairPrice(_uint(json, path, ".pool"), tail, rounds);
            uint256 least = _uint(json, path, ".bond");
            assertEq(
                _uint(json, path, ".operatorFee") + (price > least ? price : least),
                _uint(json, path, ".requiredBond"),
                string.concat(path, " bond")
            );
        }
        assertTrue(count >= 10, "vectors are there");
    }

    function test_messages_agreeWithTheSharedVectors() public {
        string memory json = vm.readFile(VECTORS);
        uint256 count;
        for (; vm.keyExistsJson(json, _at("messages", count)); ++count) {
            _checkSeeds(json, _at("messages", count));
            _checkMessages(json, _at("messages", count));
        }
        assertTrue(count >= 5, "vectors are there");
    }

    function test_fuzz_payment_neverExceedsThePoolAndGrowsWithTheGain(
        uint96 pool,
        uint64 gain,
        uint64 more,
        int64 distance
    ) public pure {
        uint256 payment = Gap.payment(pool, gain, distance);
        assertLe(payment, pool, "payment");
        assertLe(payment, Gap.payment(pool, uint256(gain) + more, distance), "a larger gain");
    }

    /// @dev Closing a gap in two steps earns no more than closing it at once.
    function test_fuzz_payment_splittingAnImprovementEarnsNoMore(
        uint96 pool,
        uint64 first,
        uint64 second,
        uint64 distance
    ) public pure {
        vm.assume(distance > 0);
        uint256 firstStep = Gap.payment(pool, first, int256(uint256(distance)));
        uint256 rest = pool - firstStep;
        uint256 secondStep = Gap.payment(rest, second, int256(uint256(distance)) - int256(uint256(first)));
        assertLe(
            firstStep + secondStep,
            Gap.payment(pool, uint256(first) + second, int256(uint256(distance))),
            "both steps"
        );
    }

    function test_fuzz_numerator_ofAllOutcomesIsTwoToTheRounds(uint8 rounds) public pure {
        uint256 bounded = rounds % (BinomialTail.MAXIMUM_ROUNDS + 1);
        assertEq(BinomialTail.numerator(bounded, 0), 1 << bounded, "all outcomes");
        assertEq(BinomialTail.numerator(bounded, bounded), 1, "all wins");
        if (bounded > 0) assertLe(BinomialTail.numerator(bounded, 1), type(uint64).max, "fits 64 bits");
    }

    function _checkRule(string memory json, string memory path) private pure {
        uint256 rounds = _uint(json, path, ".terms.rounds");
        uint256 minGapBps = _uint(json, path, ".terms.minGapBps");
        uint256[] memory champion = vm.parseJsonUintArray(json, string.concat(path, ".champion"));
        uint256[] memory challenger = vm.parseJsonUintArray(json, string.concat(path, ".challenger"));
        (uint256 championSum, uint256 challengerSum) = (_sum(champion), _sum(challenger));
        int256 distance = Gap.distance(rounds, _uint(json, path, ".terms.targetScore"), championSum);
        assertEq(
            distance,
            vm.parseJsonInt(json, string.concat(path, ".decision.gap")),
            string.concat(path, " gap")
        );
        uint256 wins;
        for (uint256 i; i < rounds; ++i) {
            if (Gap.wins(champion[i], challenger[i], rounds, minGapBps, distance)) ++wins;
        }
        assertEq(wins, _uint(json, path, ".decision.wins"), string.concat(path, " wins"));
        bool passed = Gap.passes(
            wins,
            _uint(json, path, ".terms.requiredWins"),
            championSum,
            challengerSum,
            minGapBps,
            distance
        );
        assertTrue(
            passed == vm.parseJsonBool(json, string.concat(path, ".decision.passed")),
            string.concat(path, " passed")
        );
        _checkPrice(json, path, distance, championSum, challengerSum);
    }

    function _checkPrice(
        string memory json,
        string memory path,
        int256 distance,
        uint256 championSum,
        uint256 challengerSum
    ) private pure {
        bool improved = challengerSum > championSum;
        assertTrue(
            improved == vm.parseJsonBool(json, string.concat(path, ".price.improved")),
            string.concat(path, " improved")
        );
        if (!improved) return;
        uint256 available = 1e24;
        assertEq(
            Gap.payment(available, challengerSum - championSum, distance),
            (available * _uint(json, path, ".price.numerator")) / _uint(json, path, ".price.denominator"),
            string.concat(path, " payment")
        );
    }

    function _checkSeeds(string memory json, string memory path) private {
        vm.chainId(_uint(json, path, ".chainId"));
        bytes32 seed = _word(json, path, ".expected.seed");
        assertEq(
            Messages.seed(
                _word(json, path, ".prevRandao"),
                _address(json, path, ".modelSubmission"),
                uint64(_uint(json, path, ".verdict.submissionId"))
            ),
            seed,
            string.concat(path, " seed")
        );
        assertEq(
            Messages.performerIndex(
                seed,
                uint32(_uint(json, path, ".attempt")),
                _uint(json, path, ".operatorCount")
            ),
            _uint(json, path, ".expected.performerIndex"),
            string.concat(path, " performer")
        );
        assertEq(
            harness.commitment(
                _address(json, path, ".modelSubmission"),
                uint32(_uint(json, path, ".taskId")),
                _address(json, path, ".optimizer"),
                ContentPointer(
                    _word(json, path, ".parameters.digest"),
                    uint8(_uint(json, path, ".parameters.codec"))
                ),
                _word(json, path, ".salt")
            ),
            _word(json, path, ".expected.commitment"),
            string.concat(path, " commitment")
        );
        BLS.G1Point memory key = _g1(json, string.concat(path, ".key"));
        assertEq(
            harness.possession(
                _address(json, path, ".operatorRegistry"),
                _address(json, path, ".performer"),
                key
            ),
            _word(json, path, ".expected.possessionHash"),
            string.concat(path, " possession")
        );
    }

    function _checkMessages(string memory json, string memory path) private view {
        bytes memory data = vm.parseJsonBytes(json, string.concat(path, ".verdictData"));
        Verdict memory verdict = _verdictAt(json, string.concat(path, ".verdict"));
        assertEq(keccak256(abi.encode(verdict)), keccak256(data), string.concat(path, " verdict's encoding"));
        address attestationCenter = _address(json, path, ".attestationCenter");
        uint16 definition = uint16(_uint(json, path, ".taskDefinitionId"));
        bytes32 hash = harness.verdictHash(attestationCenter, definition, data);
        assertEq(hash, _word(json, path, ".expected.verdictHash"), string.concat(path, " verdict hash"));
        assertEq(
            hash,
            keccak256(
                abi.encode(Messages.VERDICT_DOMAIN, block.chainid, attestationCenter, definition, verdict)
            ),
            string.concat(path, " packed as encoded")
        );
        bytes32 proof = Messages.proofOfTask(_address(json, path, ".performer"), hash);
        assertEq(proof, _word(json, path, ".expected.proofOfTask"), string.concat(path, " proof"));
        assertEq(
            Messages.claim(
                attestationCenter,
                definition,
                verdict.submissionId,
                verdict.seed,
                verdict.championId,
                uint32(_uint(json, path, ".attempt")),
                proof
            ),
            _word(json, path, ".expected.claimHash"),
            string.concat(path, " claim")
        );
    }

    function _sum(uint256[] memory values) private pure returns (uint256 sum) {
        for (uint256 i; i < values.length; ++i) sum += values[i];
    }
}
