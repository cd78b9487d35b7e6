// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestationCenterErrors, IAttestationCenterTypes} from "../interfaces/IAttestationCenter.sol";
import {IAvsLogicErrors} from "../interfaces/IAvsLogic.sol";
import {IModelSubmissionErrors} from "../interfaces/IModelSubmission.sol";
import {IOperatorRegistryErrors} from "../interfaces/IOperatorRegistry.sol";
import {Outcome, Verdict} from "../types/Verdict.sol";
import {BlockHashHistory} from "./support/BlockHashHistory.sol";
import {BlsSigner} from "./support/BlsSigner.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice What the attestation center lets through, and how it divides a fee.
contract AttestationTest is Marketplace {
    uint32 private taskId;
    uint64 private submissionId;
    bytes private header;

    function setUp() public override {
        super.setUp();
        taskId = _openTask(0.5e18);
        // Fees of the baseline are out of the way, so that a test sees those of one verdict.
        for (uint256 i; i < OPERATOR_COUNT; ++i) attestationCenter.claimFees(address(token), account(i));
        attestationCenter.claimFees(address(token), aggregator);
        submissionId = _submit(taskId, optimizer);
        header = _seedHeader(submissionId);
    }

    function test_submitTask_paysPerformerAggregatorAndAttesters() public {
        address performer = operatorRegistry.performerOf(seedOf(submissionId), 0);
        _post(notImprovedVerdict(submissionId));
        uint256 each = (uint256(OPERATOR_FEE) * 7_500) / 10_000 / OPERATOR_COUNT;
        assertEq(earned(aggregator), (uint256(OPERATOR_FEE) * AGGREGATOR_BPS) / 10_000, "aggregator");
        for (uint256 i; i < OPERATOR_COUNT; ++i) {
            uint256 expected =
                each + (account(i) == performer ? (uint256(OPERATOR_FEE) * PERFORMER_BPS) / 10_000 : 0);
            assertLe(expected - earned(account(i)), 1, "attester");
        }
        assertEq(earned(treasury), 0, "nobody was missing");
    }

    function test_submitTask_givesSharesOfMissingOperatorsToTheTreasury() public {
        uint256 missing = _lowestOperator();
        _post(_posting(notImprovedVerdict(submissionId), true, missing));
        uint256 each = (uint256(OPERATOR_FEE) * 7_500) / 10_000 / OPERATOR_COUNT;
        bool claimed = account(missing) == operatorRegistry.performerOf(seedOf(submissionId), 0);
        assertLe(
            earned(account(missing)),
            claimed ? (uint256(OPERATOR_FEE) * PERFORMER_BPS) / 10_000 : 0,
            "who did not sign"
        );
        assertLe(each - earned(treasury), 1, "treasury");
    }

    function test_submitTask_givesThePerformersShareToTheTreasuryWhenNobodyClaimed() public {
        Posting memory posting;
        posting.verdict = notImprovedVerdict(submissionId);
        _post(posting);
        assertEq(earned(treasury), (uint256(OPERATOR_FEE) * PERFORMER_BPS) / 10_000, "treasury");
    }

    function test_claimFees_paysTheReceiverAndNothingIsLost() public {
        _post(_posting(notImprovedVerdict(submissionId), true, _lowestOperator()));
        uint256 bucket = modelSubmission.operatorsBucket(address(token));
        uint256 total = earned(aggregator) + earned(treasury);
        for (uint256 i; i < OPERATOR_COUNT; ++i) total += earned(account(i));
        assertLe(bucket - total, OPERATOR_COUNT + 2, "only fractions are left");

        uint256 before = token.balanceOf(account(0));
        uint256 expected = earned(account(0));
        uint256 amount = attestationCenter.claimFees(address(token), account(0));
        assertEq(amount, expected, "amount");
        assertEq(token.balanceOf(account(0)) - before, expected, "received");
        assertEq(earned(account(0)), 0, "nothing left");
        assertSolvent(taskId);
    }

    function test_submitTask_refusesASignatureOfAnotherVerdict() public {
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(_posting(notImprovedVerdict(submissionId), false, type(uint256).max), header);
        Verdict memory other = notImprovedVerdict(submissionId);
        other.traceDigest = keccak256("another trace");
        info.data = abi.encode(other);
        vm.expectRevert(abi.encodeWithSelector(IOperatorRegistryErrors.AggregateSignatureInvalid.selector));
        attestationCenter.submitTask(info, details);
    }

    function test_submitTask_refusesTwoThirdsOrLess() public {
        Posting memory posting = _posting(notImprovedVerdict(submissionId), false, type(uint256).max);
        posting.nonSigners = new uint256[](2);
        (posting.nonSigners[0], posting.nonSigners[1]) = _twoLowestOperators();
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(posting, header);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAttestationCenterErrors.QuorumNotReached.selector,
                uint256(2 * STAKE),
                uint256(4 * STAKE),
                uint256(7_000)
            )
        );
        attestationCenter.submitTask(info, details);

        (details.nonSigners[0], details.nonSigners[1]) = (details.nonSigners[1], details.nonSigners[0]);
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorRegistryErrors.NonSignersNotSorted.selector, uint256(1))
        );
        attestationCenter.submitTask(info, details);
    }

    function test_submitTask_refusesAnUnknownNonSigner() public {
        Posting memory posting = _posting(notImprovedVerdict(submissionId), false, 0);
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(posting, header);
        details.nonSigners[0] = BlsSigner.publicKey(blsSecret(99));
        vm.expectPartialRevert(IOperatorRegistryErrors.UnknownKey.selector);
        attestationCenter.submitTask(info, details);
    }

    function test_submitTask_refusesAClaimOfAnOperatorNotElected() public {
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(_posting(notImprovedVerdict(submissionId), true, type(uint256).max), header);
        address elected = info.taskPerformer;
        address other = account(0) == elected ? account(1) : account(0);
        info.taskPerformer = other;
        vm.expectPartialRevert(IAttestationCenterErrors.ClaimMismatch.selector);
        attestationCenter.submitTask(info, details);
        info.proofOfTask = keccak256(
            abi.encode(other, attestationCenter.verdictHash(taskDefinitionId, info.data))
        );
        vm.expectRevert(
            abi.encodeWithSelector(IAttestationCenterErrors.PerformerNotElected.selector, other, elected)
        );
        attestationCenter.submitTask(info, details);
    }

    function test_submitTask_refusesAForgedClaimSignature() public {
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(_posting(notImprovedVerdict(submissionId), true, type(uint256).max), header);
        details.tpSignature = _signClaim(notImprovedVerdict(submissionId), 0, info.proofOfTask, 424_242);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAttestationCenterErrors.ClaimSignatureInvalid.selector,
                info.taskPerformer
            )
        );
        attestationCenter.submitTask(info, details);
    }

    function test_submitTask_electsAnotherPerformerAfterEachResponseWindow() public {
        Posting memory posting = _posting(notImprovedVerdict(submissionId), true, type(uint256).max);
        posting.attempt = 1;
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(posting, header);
        vm.expectRevert(
            abi.encodeWithSelector(IAttestationCenterErrors.AttemptNotReached.selector, uint32(1), uint32(0))
        );
        attestationCenter.submitTask(info, details);
        vm.roll(block.number + RESPONSE_WINDOW);
        attestationCenter.submitTask(info, details);
        assertTrue(earned(operatorRegistry.performerOf(seedOf(submissionId), 1)) > 0, "performer earned");
    }

    function test_submitTask_settlesASubmissionOnce() public {
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(_posting(notImprovedVerdict(submissionId), true, type(uint256).max), header);
        attestationCenter.submitTask(info, details);
        vm.expectPartialRevert(IModelSubmissionErrors.UnexpectedSubmissionStatus.selector);
        attestationCenter.submitTask(info, details);
    }

    function test_submitTask_acceptsSeedsOlderThan256BlocksByEip2935() public {
        uint256 seedBlock = modelSubmission.getSubmission(submissionId).seedBlock;
        BlockHashHistory.remember(seedBlock, keccak256(header));
        vm.roll(seedBlock + 300);
        _post(notImprovedVerdict(submissionId));
        assertEq(modelSubmission.seedOf(submissionId), seedOf(submissionId), "seed");
    }

    function test_submitTask_boundsTheGasThatAMalformedSignatureBurns() public {
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(_posting(notImprovedVerdict(submissionId), true, type(uint256).max), header);
        details.taSignature.x_c0_a = bytes32(type(uint256).max);
        uint256 before = gasleft();
        vm.expectRevert(abi.encodeWithSelector(IOperatorRegistryErrors.AggregateSignatureInvalid.selector));
        attestationCenter.submitTask(info, details);
        assertLe(before - gasleft(), 700_000, "gas");
    }

    function test_submitTask_refusesNumbersThatDoNotLeadToTheOutcome() public {
        Verdict memory verdict = improvedVerdict(submissionId, 0.5e18, 0.75e18);
        verdict.wins = REQUIRED_WINS - 1;
        _expectContradiction(verdict);
        verdict = improvedVerdict(submissionId, 0.5e18, 0.75e18);
        // A gain of one unit less than five percent of the gap.
        verdict.challengerDecidingSum = 8.4e18 - 1;
        _expectContradiction(verdict);
        verdict = improvedVerdict(submissionId, 0.5e18, 0.75e18);
        verdict.challengerPricingSum = verdict.championPricingSum;
        _expectContradiction(verdict);
        verdict.outcome = Outcome.NotImproved;
        _post(verdict);
    }

    function test_submitTask_refusesNoImprovementWhoseNumbersPass() public {
        Verdict memory verdict = improvedVerdict(submissionId, 0.5e18, 0.75e18);
        verdict.outcome = Outcome.NotImproved;
        _expectContradiction(verdict);
        verdict = notImprovedVerdict(submissionId);
        verdict.championPricingSum = 1;
        _expectContradiction(verdict);
        verdict = _verdict(submissionId, Outcome.Invalid);
        verdict.wins = 1;
        _expectContradiction(verdict);
    }

    function test_submitTask_refusesUnavailabilityWithATrace() public {
        Verdict memory verdict = _verdict(submissionId, Outcome.Unavailable);
        verdict.traceDigest = keccak256("trace");
        _expectContradiction(verdict);
    }

    function test_submitTask_refusesSumsAndWinsOutOfBounds() public {
        Verdict memory verdict = notImprovedVerdict(submissionId);
        verdict.challengerDecidingSum = 16e18 + 1;
        _expectRefusal(
            verdict,
            abi.encodeWithSelector(
                IAvsLogicErrors.SumOutOfBounds.selector,
                bytes32("challengerDecidingSum"),
                uint256(16e18 + 1),
                uint256(16e18)
            )
        );
        verdict = notImprovedVerdict(submissionId);
        verdict.wins = 17;
        _expectRefusal(
            verdict,
            abi.encodeWithSelector(IAvsLogicErrors.WinsOutOfBounds.selector, uint8(17), uint8(16))
        );
    }

    function test_submitTask_refusesAnotherSeed() public {
        Verdict memory verdict = notImprovedVerdict(submissionId);
        verdict.seed = keccak256("another seed");
        Posting memory posting;
        posting.verdict = verdict;
        _expectRevertOfPosting(
            posting,
            abi.encodeWithSelector(
                IModelSubmissionErrors.SeedMismatch.selector,
                submissionId,
                seedOf(submissionId),
                verdict.seed
            )
        );
    }

    function _posting(
        Verdict memory verdict,
        bool claimed,
        uint256 missing
    ) private pure returns (Posting memory posting) {
        posting.verdict = verdict;
        posting.claimed = claimed;
        if (missing == type(uint256).max) return posting;
        posting.nonSigners = new uint256[](1);
        posting.nonSigners[0] = missing;
    }

    function _expectContradiction(Verdict memory verdict) private {
        _expectRefusal(
            verdict,
            abi.encodeWithSelector(
                IAvsLogicErrors.OutcomeContradictsScores.selector,
                submissionId,
                verdict.outcome
            )
        );
    }

    function _expectRefusal(Verdict memory verdict, bytes memory reason) private {
        _expectRevertOfPosting(_posting(verdict, false, type(uint256).max), reason);
    }

    function _expectRevertOfPosting(Posting memory posting, bytes memory reason) private {
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(posting, header);
        vm.expectRevert(reason);
        attestationCenter.submitTask(info, details);
    }

    function _lowestOperator() private pure returns (uint256 lowest) {
        for (uint256 i = 1; i < OPERATOR_COUNT; ++i) {
            if (account(i) < account(lowest)) lowest = i;
        }
    }

    function _twoLowestOperators() private pure returns (uint256 lowest, uint256 second) {
        lowest = _lowestOperator();
        second = lowest == 0 ? 1 : 0;
        for (uint256 i; i < OPERATOR_COUNT; ++i) {
            if (i != lowest && account(i) < account(second)) second = i;
        }
    }
}
