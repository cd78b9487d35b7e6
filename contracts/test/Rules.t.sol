// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {BinomialTail} from "../libraries/BinomialTail.sol";
import {Gap} from "../libraries/Gap.sol";
import {Messages} from "../libraries/Messages.sol";
import {ContentPointer} from "../types/ContentPointer.sol";
import {Outcome, Verdict} from "../types/Verdict.sol";
import {Assertions} from "./support/Assertions.sol";

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
contract RulesTest is Assertions {
    string private constant VECTORS = "lib/protocol/verdict/vectors.json";

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
            string memory at = _at("payments", count);
            uint256 pool = _uint(json, at, ".pool");
            uint256 operatorFee = _uint(json, at, ".operatorFee");
            uint256 fee = operatorFee < pool ? operatorFee : pool;
            assertEq(fee, _uint(json, at, ".fee"), string.concat(at, " fee"));
            uint256 payment = Gap.payment(
                pool - fee,
                _uint(json, at, ".numerator"),
                int256(_uint(json, at, ".denominator"))
            );
            assertEq(payment, _uint(json, at, ".payment"), string.concat(at, " payment"));
        }
        assertTrue(count >= 10, "vectors are there");
    }

    function test_bond_agreesWithTheSharedVectors() public view {
        string memory json = vm.readFile(VECTORS);
        uint256 count;
        for (; vm.keyExistsJson(json, _at("bonds", count)); ++count) {
            string memory at = _at("bonds", count);
            uint256 rounds = _uint(json, at, ".rounds");
            uint256 tail = BinomialTail.numerator(rounds, _uint(json, at, ".requiredWins"));
            assertEq(tail, _uint(json, at, ".tailNumerator"), string.concat(at, " tail"));
            uint256 price = BinomialTail.fairPrice(_uint(json, at, ".pool"), tail, rounds);
            uint256 least = _uint(json, at, ".bond");
            assertEq(
                _uint(json, at, ".operatorFee") + (price > least ? price : least),
                _uint(json, at, ".requiredBond"),
                string.concat(at, " bond")
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
            Gap.payment(pool, uint256(first) + second, int256(uint256(distance))) + 1,
            "both steps"
        );
    }

    function test_fuzz_numerator_ofAllOutcomesIsTwoToTheRounds(uint8 rounds) public pure {
        uint256 bounded = rounds % (BinomialTail.MAXIMUM_ROUNDS + 1);
        assertEq(BinomialTail.numerator(bounded, 0), 1 << bounded, "all outcomes");
        assertEq(BinomialTail.numerator(bounded, bounded), 1, "all wins");
        if (bounded > 0) assertLe(BinomialTail.numerator(bounded, 1), type(uint64).max, "fits 64 bits");
    }

    function _checkRule(string memory json, string memory at) private view {
        uint256 rounds = _uint(json, at, ".terms.rounds");
        uint256 minGapBps = _uint(json, at, ".terms.minGapBps");
        uint256[] memory champion = vm.parseJsonUintArray(json, string.concat(at, ".champion"));
        uint256[] memory challenger = vm.parseJsonUintArray(json, string.concat(at, ".challenger"));
        (uint256 championSum, uint256 challengerSum) = (_sum(champion), _sum(challenger));
        int256 distance = Gap.distance(rounds, _uint(json, at, ".terms.targetScore"), championSum);
        assertEq(
            distance,
            vm.parseJsonInt(json, string.concat(at, ".decision.gap")),
            string.concat(at, " gap")
        );
        uint256 wins;
        for (uint256 i; i < rounds; ++i) {
            if (Gap.wins(champion[i], challenger[i], rounds, minGapBps, distance)) ++wins;
        }
        assertEq(wins, _uint(json, at, ".decision.wins"), string.concat(at, " wins"));
        bool passed = Gap.passes(
            wins,
            _uint(json, at, ".terms.requiredWins"),
            championSum,
            challengerSum,
            minGapBps,
            distance
        );
        assertTrue(
            passed == vm.parseJsonBool(json, string.concat(at, ".decision.passed")),
            string.concat(at, " passed")
        );
        _checkPrice(json, at, distance, championSum, challengerSum);
    }

    function _checkPrice(
        string memory json,
        string memory at,
        int256 distance,
        uint256 championSum,
        uint256 challengerSum
    ) private pure {
        bool improved = challengerSum > championSum;
        assertTrue(
            improved == vm.parseJsonBool(json, string.concat(at, ".price.improved")),
            string.concat(at, " improved")
        );
        if (!improved) return;
        uint256 available = 1e24;
        assertEq(
            Gap.payment(available, challengerSum - championSum, distance),
            (available * _uint(json, at, ".price.numerator")) / _uint(json, at, ".price.denominator"),
            string.concat(at, " payment")
        );
    }

    function _checkSeeds(string memory json, string memory at) private {
        vm.chainId(_uint(json, at, ".chainId"));
        bytes32 seed = _word(json, at, ".expected.seed");
        assertEq(
            Messages.seed(
                _word(json, at, ".prevRandao"),
                _address(json, at, ".modelSubmission"),
                uint64(_uint(json, at, ".verdict.submissionId"))
            ),
            seed,
            string.concat(at, " seed")
        );
        assertEq(
            Messages.performerIndex(
                seed,
                uint32(_uint(json, at, ".attempt")),
                _uint(json, at, ".operatorCount")
            ),
            _uint(json, at, ".expected.performerIndex"),
            string.concat(at, " performer")
        );
        assertEq(
            harness.commitment(
                _address(json, at, ".modelSubmission"),
                uint32(_uint(json, at, ".taskId")),
                _address(json, at, ".optimizer"),
                ContentPointer(
                    _word(json, at, ".parameters.digest"),
                    uint8(_uint(json, at, ".parameters.codec"))
                ),
                _word(json, at, ".salt")
            ),
            _word(json, at, ".expected.commitment"),
            string.concat(at, " commitment")
        );
        BLS.G1Point memory key = BLS.G1Point(
            _word(json, at, ".key.x_a"),
            _word(json, at, ".key.x_b"),
            _word(json, at, ".key.y_a"),
            _word(json, at, ".key.y_b")
        );
        assertEq(
            harness.possession(
                _address(json, at, ".operatorRegistry"),
                _address(json, at, ".performer"),
                key
            ),
            _word(json, at, ".expected.possessionHash"),
            string.concat(at, " possession")
        );
    }

    function _checkMessages(string memory json, string memory at) private view {
        bytes memory data = vm.parseJsonBytes(json, string.concat(at, ".verdictData"));
        Verdict memory verdict = _verdict(json, string.concat(at, ".verdict"));
        assertEq(keccak256(abi.encode(verdict)), keccak256(data), string.concat(at, " verdict's encoding"));
        address attestationCenter = _address(json, at, ".attestationCenter");
        uint16 definition = uint16(_uint(json, at, ".taskDefinitionId"));
        bytes32 hash = harness.verdictHash(attestationCenter, definition, data);
        assertEq(hash, _word(json, at, ".expected.verdictHash"), string.concat(at, " verdict hash"));
        assertEq(
            hash,
            keccak256(
                abi.encode(Messages.VERDICT_DOMAIN, block.chainid, attestationCenter, definition, verdict)
            ),
            string.concat(at, " packed as encoded")
        );
        bytes32 proof = Messages.proofOfTask(_address(json, at, ".performer"), hash);
        assertEq(proof, _word(json, at, ".expected.proofOfTask"), string.concat(at, " proof"));
        assertEq(
            Messages.claim(
                attestationCenter,
                definition,
                verdict.submissionId,
                verdict.seed,
                verdict.championId,
                uint32(_uint(json, at, ".attempt")),
                proof
            ),
            _word(json, at, ".expected.claimHash"),
            string.concat(at, " claim")
        );
    }

    function _verdict(string memory json, string memory at) private pure returns (Verdict memory verdict) {
        verdict.submissionId = uint64(_uint(json, at, ".submissionId"));
        verdict.seed = _word(json, at, ".seed");
        verdict.championId = uint64(_uint(json, at, ".championId"));
        verdict.outcome = Outcome(_uint(json, at, ".outcome"));
        verdict.wins = uint8(_uint(json, at, ".wins"));
        verdict.championDecidingSum = _uint(json, at, ".championDecidingSum");
        verdict.challengerDecidingSum = _uint(json, at, ".challengerDecidingSum");
        verdict.championPricingSum = _uint(json, at, ".championPricingSum");
        verdict.challengerPricingSum = _uint(json, at, ".challengerPricingSum");
        verdict.traceDigest = _word(json, at, ".traceDigest");
    }

    function _at(string memory list, uint256 index) private pure returns (string memory) {
        return string.concat(".", list, "[", vm.toString(index), "]");
    }

    function _uint(string memory json, string memory at, string memory key) private pure returns (uint256) {
        return vm.parseJsonUint(json, string.concat(at, key));
    }

    function _word(string memory json, string memory at, string memory key) private pure returns (bytes32) {
        return vm.parseJsonBytes32(json, string.concat(at, key));
    }

    function _address(
        string memory json,
        string memory at,
        string memory key
    ) private pure returns (address) {
        return vm.parseJsonAddress(json, string.concat(at, key));
    }

    function _sum(uint256[] memory values) private pure returns (uint256 sum) {
        for (uint256 i; i < values.length; ++i) sum += values[i];
    }
}
