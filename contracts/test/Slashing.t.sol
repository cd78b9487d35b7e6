// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAvsGovernanceErrors, IAvsGovernanceTypes} from "../interfaces/IAvsGovernance.sol";
import {ISlasherErrors, ISlasherTypes} from "../interfaces/ISlasher.sol";
import {Messages} from "../libraries/Messages.sol";
import {Slasher} from "../Slasher.sol";
import {Outcome, Verdict} from "../types/Verdict.sol";
import {BlsSigner} from "./support/BlsSigner.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice What proves an offence, what does not, and where the stake goes.
contract SlashingTest is Marketplace {
    uint32 private taskId;
    uint64 private submissionId;

    function setUp() public override {
        super.setUp();
        taskId = _openTask(0.5e18);
        submissionId = _submit(taskId, optimizer);
    }

    // ---------------------------------------------------------------- equivocation

    function test_slashEquivocation_takesStakeForTwoVerdictsOfOneEvaluation() public {
        ISlasherTypes.EquivocationEvidence memory evidence = _equivocation(0);
        vm.prank(rival);
        slasher.slashEquivocation(evidence);
        uint256 taken = (uint256(STAKE) * EQUIVOCATION_BPS) / 10_000;
        uint256 reward = (taken * REPORTER_BPS) / 10_000;
        IAvsGovernanceTypes.OperatorRecord memory record = avsGovernance.getOperatorRecord(account(0));
        assertEq(record.stake, STAKE - taken, "stake");
        assertEq(uint256(record.status), uint256(IAvsGovernanceTypes.OperatorStatus.Ejected), "ejected");
        assertEq(avsGovernance.creditOf(rival), reward, "reporter");
        assertEq(avsGovernance.creditOf(treasury), taken - reward, "treasury");

        vm.roll(block.number + 1);
        operatorRegistry.applyChanges(10);
        assertEq(operatorRegistry.powerOf(account(0)), 0, "no power from the next epoch on");
        vm.prank(rival);
        avsGovernance.claimCredit();
        assertEq(stakeToken.balanceOf(rival), reward, "claimed");
        vm.prank(rival);
        vm.expectRevert(abi.encodeWithSelector(IAvsGovernanceErrors.NoCredit.selector, rival));
        avsGovernance.claimCredit();
        vm.warp(record.withdrawableSince);
        vm.prank(account(0));
        assertEq(avsGovernance.withdrawStake(), STAKE - taken, "the rest comes back");
        vm.prank(treasury);
        avsGovernance.claimCredit();
        assertEq(stakeToken.balanceOf(address(avsGovernance)), 3 * STAKE, "the others' stakes are left");
    }

    function test_slashEquivocation_onceAnEvaluation() public {
        slasher.slashEquivocation(_equivocation(0));
        bytes32 offence = slasher.offenceId(
            ISlasherTypes.Offence.Equivocation,
            account(0),
            submissionId,
            seedOf(submissionId),
            id(taskId, 0)
        );
        assertTrue(slasher.isProven(offence), "proven");
        _expectRefusal(
            _equivocation(0),
            abi.encodeWithSelector(ISlasherErrors.AlreadySlashed.selector, offence)
        );
    }

    function test_slashEquivocation_reachesAnOperatorThatIsLeaving() public {
        vm.prank(account(0));
        avsGovernance.requestDeregistration();
        slasher.slashEquivocation(_equivocation(0));
        IAvsGovernanceTypes.OperatorRecord memory record = avsGovernance.getOperatorRecord(account(0));
        assertEq(record.stake, STAKE / 2, "stake");
        assertEq(uint256(record.status), uint256(IAvsGovernanceTypes.OperatorStatus.Ejected), "ejected");
        assertEq(avsGovernance.operatorCount(), OPERATOR_COUNT - 1, "counted once");
    }

    function test_slashEquivocation_ofOneselfDoesNotPay() public {
        ISlasherTypes.EquivocationEvidence memory evidence = _equivocation(0);
        vm.prank(account(0));
        slasher.slashEquivocation(evidence);
        uint256 kept = avsGovernance.creditOf(account(0)) + avsGovernance.getOperatorRecord(account(0)).stake;
        assertEq(STAKE - kept, (uint256(STAKE) * 45) / 100, "nine tenths of what was taken are lost");
    }

    function test_slashEquivocation_refusesOneVerdictTwice() public {
        ISlasherTypes.EquivocationEvidence memory evidence = _equivocation(0);
        evidence.second = evidence.first;
        evidence.secondSignature = evidence.firstSignature;
        _expectRefusal(
            evidence,
            abi.encodeWithSelector(ISlasherErrors.SameVerdict.selector, _hash(evidence.first))
        );
    }

    function test_slashEquivocation_refusesVerdictsOfDifferentEvaluations() public {
        bytes memory reason = abi.encodeWithSelector(ISlasherErrors.DifferentEvaluations.selector);
        // As after a reorganisation: another seed.
        ISlasherTypes.EquivocationEvidence memory evidence = _equivocation(0);
        evidence.second.seed = keccak256("the seed of another fork");
        _sign(evidence, 0);
        _expectRefusal(evidence, reason);
        evidence = _equivocation(0);
        evidence.second.championId = submissionId + 1;
        _sign(evidence, 0);
        _expectRefusal(evidence, reason);
        evidence = _equivocation(0);
        evidence.second.submissionId = submissionId + 1;
        _sign(evidence, 0);
        _expectRefusal(evidence, reason);
    }

    function test_slashEquivocation_refusesUnavailability() public {
        bytes memory reason = abi.encodeWithSelector(
            ISlasherErrors.NotEvaluated.selector,
            Outcome.Unavailable
        );
        ISlasherTypes.EquivocationEvidence memory evidence = _equivocation(0);
        evidence.second = _verdict(submissionId, Outcome.Unavailable);
        _sign(evidence, 0);
        _expectRefusal(evidence, reason);
        (evidence.first, evidence.second) = (evidence.second, evidence.first);
        _sign(evidence, 0);
        _expectRefusal(evidence, reason);
    }

    function test_slashEquivocation_refusesSignaturesOfOthers() public {
        ISlasherTypes.EquivocationEvidence memory evidence = _equivocation(0);
        evidence.secondSignature = BlsSigner.sign(blsSecret(1), _hash(evidence.second));
        _expectRefusal(
            evidence,
            abi.encodeWithSelector(ISlasherErrors.SignatureInvalid.selector, uint256(1))
        );
        evidence = _equivocation(0);
        evidence.firstSignature.x_c0_a = bytes32(type(uint256).max);
        _expectRefusal(
            evidence,
            abi.encodeWithSelector(ISlasherErrors.SignatureInvalid.selector, uint256(0))
        );
        evidence = _equivocation(77);
        _expectRefusal(
            evidence,
            abi.encodeWithSelector(ISlasherErrors.UnknownKey.selector, keccak256(abi.encode(evidence.key)))
        );
    }

    // ---------------------------------------------------------------- contradicting claims

    function test_slashContradictingClaim_takesStakeForAClaimThatIsNotTheVerdict() public {
        _raiseStake(1);
        ISlasherTypes.ClaimEvidence memory evidence = _falseClaim(1);
        vm.prank(rival);
        slasher.slashContradictingClaim(evidence);
        uint256 taken = (2 * uint256(STAKE) * CONTRADICTING_CLAIM_BPS) / 10_000;
        IAvsGovernanceTypes.OperatorRecord memory record = avsGovernance.getOperatorRecord(account(1));
        assertEq(record.stake, 2 * STAKE - taken, "stake");
        assertEq(uint256(record.status), uint256(IAvsGovernanceTypes.OperatorStatus.Registered), "stays");
        assertEq(avsGovernance.creditOf(rival), taken / 10, "reporter");
        vm.roll(block.number + 1);
        operatorRegistry.applyChanges(10);
        assertEq(operatorRegistry.powerOf(account(1)), 2 * STAKE - taken, "power follows");
        vm.expectPartialRevert(ISlasherErrors.AlreadySlashed.selector);
        slasher.slashContradictingClaim(evidence);
    }

    function test_slashContradictingClaim_ejectsWhoFallsBelowTheMinimum() public {
        slasher.slashContradictingClaim(_falseClaim(1));
        assertEq(
            uint256(avsGovernance.getOperatorRecord(account(1)).status),
            uint256(IAvsGovernanceTypes.OperatorStatus.Ejected),
            "ejected"
        );
    }

    function test_slashContradictingClaim_refusesAClaimThatHolds() public {
        ISlasherTypes.ClaimEvidence memory evidence = _falseClaim(1);
        evidence.proofOfTask = Messages.proofOfTask(account(1), _hash(evidence.verdict));
        evidence.signature = _signClaim(evidence.verdict, 0, evidence.proofOfTask, accountSecret(1));
        vm.expectRevert(abi.encodeWithSelector(ISlasherErrors.ClaimHolds.selector, evidence.proofOfTask));
        slasher.slashContradictingClaim(evidence);
    }

    function test_slashContradictingClaim_refusesAClaimOfUnavailability() public {
        ISlasherTypes.ClaimEvidence memory evidence = _falseClaim(1);
        Verdict memory unavailable;
        unavailable.submissionId = submissionId;
        unavailable.seed = evidence.verdict.seed;
        unavailable.championId = evidence.verdict.championId;
        unavailable.outcome = Outcome.Unavailable;
        unavailable.traceDigest = Messages.UNAVAILABLE_TRACE_DIGEST;
        evidence.proofOfTask = Messages.proofOfTask(account(1), _hash(unavailable));
        evidence.signature = _signClaim(evidence.verdict, 0, evidence.proofOfTask, accountSecret(1));
        vm.expectRevert(
            abi.encodeWithSelector(ISlasherErrors.ClaimOfUnavailability.selector, evidence.proofOfTask)
        );
        slasher.slashContradictingClaim(evidence);
    }

    function test_slashContradictingClaim_refusesWhenUnavailabilityStands() public {
        Verdict memory unavailable = _verdict(submissionId, Outcome.Unavailable);
        _post(unavailable);
        ISlasherTypes.ClaimEvidence memory evidence = _claim(1, unavailable);
        vm.expectRevert(abi.encodeWithSelector(ISlasherErrors.NotEvaluated.selector, Outcome.Unavailable));
        slasher.slashContradictingClaim(evidence);
    }

    function test_slashContradictingClaim_refusesAnotherSeedOrNoVerdictYet() public {
        Verdict memory verdict = notImprovedVerdict(submissionId);
        ISlasherTypes.ClaimEvidence memory evidence = _claim(1, verdict);
        vm.expectRevert(
            abi.encodeWithSelector(
                ISlasherErrors.VerdictDoesNotStand.selector,
                submissionId,
                bytes32(0),
                _hash(verdict)
            )
        );
        slasher.slashContradictingClaim(evidence);
        _post(verdict);
        // A claim made on a fork that is gone.
        Verdict memory forked = notImprovedVerdict(submissionId);
        forked.seed = keccak256("the seed of another fork");
        evidence = _claim(1, forked);
        vm.expectPartialRevert(ISlasherErrors.VerdictDoesNotStand.selector);
        slasher.slashContradictingClaim(evidence);
        // Nor does it fit the verdict that stands.
        evidence.verdict = verdict;
        vm.expectRevert(abi.encodeWithSelector(ISlasherErrors.ClaimSignatureInvalid.selector, account(1)));
        slasher.slashContradictingClaim(evidence);
    }

    // ---------------------------------------------------------------- stakes

    function test_slash_onlyByTheSlasher() public {
        IAvsGovernanceTypes.Slashing memory slashing;
        vm.prank(governor);
        vm.expectRevert(abi.encodeWithSelector(IAvsGovernanceErrors.NotSlasher.selector, governor));
        avsGovernance.slash(slashing);
        slashing.operator = rival;
        vm.prank(address(slasher));
        vm.expectRevert(abi.encodeWithSelector(IAvsGovernanceErrors.NothingToSlash.selector, rival));
        avsGovernance.slash(slashing);
    }

    function test_withdrawStake_freesAnOperatorThatLostEverything() public {
        vm.startPrank(governor);
        avsGovernance.setSlasher(
            address(new Slasher(address(avsGovernance), address(attestationCenter), 10_000, 10_000, 1))
        );
        vm.stopPrank();
        vm.prank(account(0));
        avsGovernance.requestDeregistration();
        ISlasherTypes.ClaimEvidence memory evidence = _falseClaim(0);
        Slasher(avsGovernance.slasher()).slashContradictingClaim(evidence);
        IAvsGovernanceTypes.OperatorRecord memory record = avsGovernance.getOperatorRecord(account(0));
        assertEq(record.stake, 0, "nothing left");
        vm.roll(block.number + 1);
        operatorRegistry.applyChanges(10);
        vm.warp(record.withdrawableSince);
        vm.prank(account(0));
        assertEq(avsGovernance.withdrawStake(), 0, "nothing comes back");
        assertEq(
            uint256(avsGovernance.getOperatorRecord(account(0)).status),
            uint256(IAvsGovernanceTypes.OperatorStatus.Withdrawn),
            "free to come back"
        );
    }

    function test_constructor_boundsTheShares() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                ISlasherErrors.ShareOutOfBounds.selector,
                bytes32("reporterBps"),
                uint256(2_001),
                uint256(2_000)
            )
        );
        new Slasher(address(avsGovernance), address(attestationCenter), 1, 1, 2_001);
        vm.expectPartialRevert(ISlasherErrors.ShareOutOfBounds.selector);
        new Slasher(address(avsGovernance), address(attestationCenter), 10_001, 1, 1);
        vm.expectPartialRevert(ISlasherErrors.ShareOutOfBounds.selector);
        new Slasher(address(avsGovernance), address(attestationCenter), 1, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(ISlasherErrors.ZeroAddress.selector));
        new Slasher(address(0), address(attestationCenter), 1, 1, 1);
    }

    // ---------------------------------------------------------------- evidence

    function _equivocation(
        uint256 operator
    ) private view returns (ISlasherTypes.EquivocationEvidence memory evidence) {
        evidence.key = BlsSigner.publicKey(blsSecret(operator));
        evidence.taskDefinitionId = taskDefinitionId;
        evidence.first = notImprovedVerdict(submissionId);
        evidence.second = improvedVerdict(submissionId, 0.5e18, 0.75e18);
        _sign(evidence, operator);
    }

    function _sign(ISlasherTypes.EquivocationEvidence memory evidence, uint256 operator) private view {
        evidence.firstSignature = BlsSigner.sign(blsSecret(operator), _hash(evidence.first));
        evidence.secondSignature = BlsSigner.sign(blsSecret(operator), _hash(evidence.second));
    }

    /// @dev No improvement stands, and the performer had claimed one.
    function _falseClaim(uint256 operator) private returns (ISlasherTypes.ClaimEvidence memory evidence) {
        Verdict memory verdict = notImprovedVerdict(submissionId);
        // Nobody's claim is posted with it.
        _post(Posting(verdict, 0, false, new uint256[](0)));
        return _claim(operator, verdict);
    }

    function _claim(
        uint256 operator,
        Verdict memory verdict
    ) private view returns (ISlasherTypes.ClaimEvidence memory evidence) {
        evidence.performer = account(operator);
        evidence.verdict = verdict;
        evidence.proofOfTask = Messages.proofOfTask(account(operator), keccak256("another verdict"));
        evidence.signature = _signClaim(verdict, 0, evidence.proofOfTask, accountSecret(operator));
    }

    function _raiseStake(uint256 operator) private {
        vm.startPrank(account(operator));
        stakeToken.faucet(STAKE);
        stakeToken.approve(address(avsGovernance), STAKE);
        avsGovernance.increaseStake(STAKE);
        vm.stopPrank();
    }

    function _hash(Verdict memory verdict) private view returns (bytes32) {
        return attestationCenter.verdictHash(taskDefinitionId, abi.encode(verdict));
    }

    function _expectRefusal(ISlasherTypes.EquivocationEvidence memory evidence, bytes memory reason) private {
        vm.expectRevert(reason);
        slasher.slashEquivocation(evidence);
    }
}
