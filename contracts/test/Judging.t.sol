// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestationCenterErrors, IAttestationCenterTypes} from "../interfaces/IAttestationCenter.sol";
import {IAvsLogic, IAvsLogicErrors} from "../interfaces/IAvsLogic.sol";
import {IModelSubmissionErrors, IModelSubmissionTypes} from "../interfaces/IModelSubmission.sol";
import {ISlasherErrors, ISlasherTypes} from "../interfaces/ISlasher.sol";
import {Outcome, Verdict} from "../types/Verdict.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice AVS logic that asks for no quorum at all.
contract LaxLogic is IAvsLogic {
    function beforeTaskSubmission(
        IAttestationCenterTypes.TaskInfo calldata,
        bytes calldata
    ) external pure override returns (Requirements memory requirements) {}

    function afterTaskSubmission(IAttestationCenterTypes.TaskInfo calldata, bytes32) external pure override {}
}

/// @notice Which verdicts fit which submission, and what stands behind AVS logic when it is wrong.
contract JudgingTest is Marketplace {
    uint32 private taskId;
    uint64 private submissionId;

    function setUp() public override {
        super.setUp();
        taskId = _openTask(0.5e18);
        submissionId = _submit(taskId, optimizer);
    }

    function test_submitTask_refusesOutcomesOfTheOtherKind() public {
        uint32 created = _createTask();
        _expectOutcomeRefused(_verdict(submissionId, Outcome.None));
        _expectOutcomeRefused(_verdict(submissionId, Outcome.Baseline));
        _expectOutcomeRefused(_verdict(id(created, 0), Outcome.Improved));
        _expectOutcomeRefused(_verdict(id(created, 0), Outcome.NotImproved));
    }

    function test_submitTask_refusesNumbersThatTheOutcomeHasNotGot() public {
        Verdict memory verdict = _verdict(submissionId, Outcome.Invalid);
        verdict.championDecidingSum = 1;
        _expectContradiction(verdict);
        verdict = _verdict(submissionId, Outcome.Invalid);
        verdict.challengerDecidingSum = 1;
        _expectContradiction(verdict);
        verdict = _verdict(submissionId, Outcome.Unavailable);
        verdict.championPricingSum = 1;
        _expectContradiction(verdict);
        uint32 created = _createTask();
        verdict = baselineVerdict(created, 0.5e18);
        verdict.championId = submissionId;
        _expectContradiction(verdict);
        verdict = baselineVerdict(created, 0.5e18);
        verdict.challengerPricingSum = 1;
        _expectContradiction(verdict);
    }

    function test_submitTask_refusesAnImprovementOfAGapThatIsClosed() public {
        // A champion at the target in the deciding rounds leaves nothing to improve.
        _expectContradiction(improvedVerdict(submissionId, 1e18, 1e18));
    }

    function test_submitTask_refusesAnotherDefinition() public {
        vm.prank(governor);
        uint16 other = attestationCenter.addTaskDefinition(definition());
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _built(notImprovedVerdict(submissionId));
        info.taskDefinitionId = other;
        vm.expectRevert(
            abi.encodeWithSelector(
                IAvsLogicErrors.TaskDefinitionMismatch.selector,
                uint256(taskDefinitionId),
                uint256(other)
            )
        );
        attestationCenter.submitTask(info, details);
        info.taskDefinitionId = 99;
        vm.expectRevert(
            abi.encodeWithSelector(IAttestationCenterErrors.UnknownTaskDefinition.selector, uint256(99))
        );
        attestationCenter.submitTask(info, details);
    }

    function test_submitTask_refusesASetOfTooLittlePower() public {
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _built(notImprovedVerdict(submissionId));
        vm.prank(governor);
        attestationCenter.setMinimumPower(uint256(OPERATOR_COUNT) * STAKE + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAttestationCenterErrors.PowerBelowMinimum.selector,
                OPERATOR_COUNT * STAKE,
                OPERATOR_COUNT * STAKE + 1
            )
        );
        attestationCenter.submitTask(info, details);
    }

    function test_submitTask_needsTwoThirdsWhateverAvsLogicAsksFor() public {
        LaxLogic lax = new LaxLogic();
        vm.startPrank(governor);
        attestationCenter.setAvsLogic(address(lax));
        IAttestationCenterTypes.TaskDefinition memory laxDefinition = definition();
        laxDefinition.avsLogic = address(lax);
        taskDefinitionId = attestationCenter.addTaskDefinition(laxDefinition);
        vm.stopPrank();
        Posting memory posting;
        posting.verdict = notImprovedVerdict(submissionId);
        posting.nonSigners = new uint256[](2);
        (posting.nonSigners[0], posting.nonSigners[1]) =
            account(0) < account(1) ? (uint256(0), uint256(1)) : (uint256(1), uint256(0));
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(posting, "");
        vm.expectRevert(
            abi.encodeWithSelector(
                IAttestationCenterErrors.QuorumNotReached.selector,
                2 * STAKE,
                4 * STAKE,
                uint256(0)
            )
        );
        attestationCenter.submitTask(info, details);
        posting.nonSigners = new uint256[](1);
        (info, details) = _build(posting, "");
        attestationCenter.submitTask(info, details);
    }

    function test_submitTask_paysAttestersAloneWhenTheDefinitionSaysSo() public {
        IAttestationCenterTypes.TaskDefinition memory even = definition();
        (even.performerBps, even.aggregatorBps) = (0, 0);
        vm.prank(governor);
        taskDefinitionId = attestationCenter.addTaskDefinition(even);
        uint32 created = _createTask();
        uint256 before = earned(account(0));
        uint256 beforeAggregator = earned(aggregator);
        _post(baselineVerdict(created, 0.5e18));
        assertEq(earned(account(0)) - before, OPERATOR_FEE / OPERATOR_COUNT, "a quarter");
        assertEq(earned(aggregator), beforeAggregator, "nothing for posting");
    }

    function test_accrueStorageFee_carriesLessThanOneUnit() public {
        IModelSubmissionTypes.TokenTerms memory cheap = tokenTerms();
        cheap.storageFeePerMebibyte = 1;
        vm.prank(governor);
        modelSubmission.setTokenTerms(address(token), cheap);
        for (uint256 i; i < OPERATOR_COUNT; ++i) attestationCenter.claimFees(address(token), account(i));
        IModelSubmissionTypes.TaskTerms memory wanted = terms();
        wanted.storageQuotaBytes = 1;
        for (uint256 i; i < OPERATOR_COUNT; ++i) {
            vm.prank(owner);
            modelSubmission.createTask(wanted, type(uint256).max);
            // A change of power books the quarter of a unit that each task earned.
            vm.startPrank(account(0));
            stakeToken.faucet(1);
            stakeToken.approve(address(avsGovernance), 1);
            avsGovernance.increaseStake(1);
            vm.stopPrank();
            vm.roll(vm.getBlockNumber() + 1);
            operatorRegistry.applyChanges(1);
        }
        assertEq(earned(account(0)), 1, "four quarters");
    }

    function test_settle_refusesWhatAvsLogicShouldHaveRefused() public {
        Verdict memory verdict = _verdict(submissionId, Outcome.Baseline);
        vm.startPrank(address(avsLogic));
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.SeedMismatch.selector,
                submissionId,
                bytes32(0),
                verdict.seed
            )
        );
        modelSubmission.settle(verdict, 0);
        modelSubmission.fixSeed(submissionId, _seedHeader(submissionId));
        _expectOutcomeNotAllowed(verdict);
        modelSubmission.settle(verdict, 0);
        vm.stopPrank();
        uint32 created = _createTask();
        modelSubmission.fixSeed(id(created, 0), _seedHeader(id(created, 0)));
        verdict = _verdict(id(created, 0), Outcome.Improved);
        vm.startPrank(address(avsLogic));
        _expectOutcomeNotAllowed(verdict);
        modelSubmission.settle(verdict, 0);
        vm.stopPrank();
    }

    function test_settle_noImprovementOverALaterChampionOfTheTaskOnly() public {
        uint64 winner = submissionId;
        uint64 loser = _submit(taskId, rival);
        uint64 other = id(_openTask(0.5e18), 0);
        _post(improvedVerdict(winner, 0.5e18, 0.6e18));
        Verdict memory verdict = notImprovedVerdict(loser);
        // A submission that never was champion, and the champion of another task.
        verdict.championId = loser;
        _expectNotChampion(verdict, id(taskId, 0));
        verdict.championId = other;
        _expectNotChampion(verdict, id(taskId, 0));
        verdict.championId = winner;
        _post(verdict);
        assertEq(
            statusOf(loser),
            uint256(IModelSubmissionTypes.SubmissionStatus.NotImproved),
            "against the later champion"
        );
    }

    function test_settle_improvementOfASolvedTaskEarnsItsBondOnly() public {
        uint64 second = _submit(taskId, rival);
        _post(improvedVerdict(submissionId, 0.5e18, 1e18));
        assertEq(taskStatusOf(taskId), uint256(IModelSubmissionTypes.TaskStatus.Solved), "solved");
        uint256 bond = modelSubmission.getSubmission(second).bond;
        Verdict memory verdict = improvedVerdict(second, 0.5e18, 0.75e18);
        _post(verdict);
        assertEq(
            credit(rival),
            bond - OPERATOR_FEE,
            "the bond but for the fee: the pool has none to give back"
        );
        assertEq(taskStatusOf(taskId), uint256(IModelSubmissionTypes.TaskStatus.Solved), "still solved");
        assertSolvent(taskId);
    }

    function test_createTask_takesRootsOfFilesAndOfDirectories() public {
        IModelSubmissionTypes.TaskTerms memory wanted = terms();
        wanted.architecture.codec = 0x70;
        vm.startPrank(owner);
        modelSubmission.createTask(wanted, type(uint256).max);
        wanted.architecture.codec = 0x71;
        _expectPointerRefused(wanted.architecture.digest, 0x71);
        modelSubmission.createTask(wanted, type(uint256).max);
        wanted.architecture.codec = 0x55;
        wanted.architecture.digest = 0;
        _expectPointerRefused(0, 0x55);
        modelSubmission.createTask(wanted, type(uint256).max);
        vm.stopPrank();
    }

    function test_createTask_boundsStorageAddressesAndTakesNoStorageForNothing() public {
        IModelSubmissionTypes.TaskTerms memory wanted = terms();
        wanted.storageAddresses = new string[](9);
        vm.startPrank(owner);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.TermOutOfBounds.selector,
                bytes32("storageAddresses"),
                uint256(9),
                uint256(8)
            )
        );
        modelSubmission.createTask(wanted, type(uint256).max);
        wanted.storageAddresses = new string[](0);
        wanted.storageQuotaBytes = 0;
        uint256 bucket = modelSubmission.operatorsBucket(address(token));
        modelSubmission.createTask(wanted, type(uint256).max);
        vm.stopPrank();
        assertEq(modelSubmission.operatorsBucket(address(token)), bucket, "no storage fee");
    }

    function test_slashEquivocation_refusesOutcomesThatAreNone() public {
        ISlasherTypes.EquivocationEvidence memory evidence;
        evidence.first = _verdict(submissionId, Outcome.None);
        vm.expectRevert(abi.encodeWithSelector(ISlasherErrors.NotEvaluated.selector, Outcome.None));
        slasher.slashEquivocation(evidence);
    }

    function test_slashContradictingClaim_refusesASignatureThatIsNone() public {
        Verdict memory verdict = notImprovedVerdict(submissionId);
        _post(verdict);
        ISlasherTypes.ClaimEvidence memory evidence;
        evidence.verdict = verdict;
        evidence.performer = account(0);
        evidence.proofOfTask = keccak256("another verdict");
        evidence.signature = "none";
        vm.expectRevert(abi.encodeWithSelector(ISlasherErrors.ClaimSignatureInvalid.selector, account(0)));
        slasher.slashContradictingClaim(evidence);
    }

    function _built(
        Verdict memory verdict
    )
        private
        returns (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        )
    {
        bytes memory header = _seedHeader(verdict.submissionId);
        return _build(Posting(verdict, 0, false, new uint256[](0)), header);
    }

    function _expectRefused(Verdict memory verdict, bytes memory reason) private {
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _built(verdict);
        vm.expectRevert(reason);
        attestationCenter.submitTask(info, details);
    }

    function _expectContradiction(Verdict memory verdict) private {
        _expectRefused(
            verdict,
            abi.encodeWithSelector(
                IAvsLogicErrors.OutcomeContradictsScores.selector,
                verdict.submissionId,
                verdict.outcome
            )
        );
    }

    function _expectOutcomeRefused(Verdict memory verdict) private {
        _expectRefused(
            verdict,
            abi.encodeWithSelector(
                IAvsLogicErrors.OutcomeNotAllowed.selector,
                verdict.submissionId,
                verdict.outcome
            )
        );
    }

    function _expectNotChampion(Verdict memory verdict, uint64 expected) private {
        _expectRefused(
            verdict,
            abi.encodeWithSelector(IModelSubmissionErrors.NotChampion.selector, verdict.championId, expected)
        );
    }

    function _expectOutcomeNotAllowed(Verdict memory verdict) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.OutcomeNotAllowed.selector,
                verdict.submissionId,
                verdict.outcome
            )
        );
    }

    function _expectPointerRefused(bytes32 digest, uint8 codec) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.InvalidContentPointer.selector,
                digest,
                uint256(codec)
            )
        );
    }
}
