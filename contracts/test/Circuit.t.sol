// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IModelSubmissionErrors, IModelSubmissionTypes} from "../interfaces/IModelSubmission.sol";
import {Outcome, Verdict} from "../types/Verdict.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice A task from creation to closing, and every outcome on the way.
contract CircuitTest is Marketplace {
    uint256 private constant STORAGE_FEE = 1 ether;
    uint256 private constant REQUIRED_BOND = 3.088363647460937500 ether;

    function test_createTask_escrowsBountyAndFees() public {
        uint256 before = token.balanceOf(owner);
        uint32 taskId = _createTask();
        assertEq(taskId, 1, "task id");
        assertEq(before - token.balanceOf(owner), BOUNTY + 5 ether + STORAGE_FEE, "taken from the owner");
        assertEq(credit(treasury), 5 ether, "creation fee");
        assertEq(modelSubmission.operatorsBucket(address(token)), STORAGE_FEE, "storage fee");
        for (uint256 i; i < OPERATOR_COUNT; ++i) {
            // What the division by the power leaves over is carried into the next fee.
            assertEq(earned(account(i)), STORAGE_FEE / OPERATOR_COUNT - 1, "share of the storage fee");
        }
        IModelSubmissionTypes.Task memory task = modelSubmission.getTask(taskId);
        assertEq(uint256(task.status), uint256(IModelSubmissionTypes.TaskStatus.Created), "status");
        assertEq(task.pool, BOUNTY, "pool");
        assertEq(task.owner, owner, "owner");
        assertEq(task.architecture.digest, keccak256("architecture"), "architecture");
        assertEq(task.avsLogic, address(avsLogic), "logic");
        assertSolvent(taskId);
    }

    function test_createTask_refusesABountyThatTheBaselinesFeeEatsUp() public {
        IModelSubmissionTypes.TaskTerms memory result = terms();
        result.minGapBps = 10_000;
        result.bounty = OPERATOR_FEE;
        vm.prank(owner);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.TermOutOfBounds.selector,
                bytes32("bounty"),
                uint256(OPERATOR_FEE),
                uint256(OPERATOR_FEE) + 1
            )
        );
        modelSubmission.createTask(result, type(uint256).max);
    }

    function test_createTask_takesNoMoreThanTheMaximumTotal() public {
        uint256 total = BOUNTY + 5 ether + STORAGE_FEE;
        IModelSubmissionTypes.TokenTerms memory dearer = tokenTerms();
        dearer.creationFee += 1;
        vm.prank(governor);
        modelSubmission.setTokenTerms(address(token), dearer);
        IModelSubmissionTypes.TaskTerms memory result = terms();
        vm.startPrank(owner);
        vm.expectRevert(
            abi.encodeWithSelector(IModelSubmissionErrors.TotalAboveMaximum.selector, total + 1, total)
        );
        modelSubmission.createTask(result, total);
        modelSubmission.createTask(result, total + 1);
        vm.stopPrank();
    }

    function test_submitTask_opensTaskWhenBaselineStands() public {
        uint32 taskId = _openTask(0.5e18);
        IModelSubmissionTypes.Task memory task = modelSubmission.getTask(taskId);
        assertEq(uint256(task.status), uint256(IModelSubmissionTypes.TaskStatus.Open), "status");
        assertEq(task.championId, id(taskId, 0), "champion");
        assertEq(task.pool, BOUNTY - OPERATOR_FEE, "pool pays the baseline's evaluation");
        assertSolvent(taskId);
    }

    function test_submitTask_voidsTaskWhoseBaselineReachesTheTarget() public {
        uint32 taskId = _openTask(1e18);
        assertEq(taskStatusOf(taskId), uint256(IModelSubmissionTypes.TaskStatus.Void), "status");
        assertEq(credit(owner), BOUNTY - OPERATOR_FEE, "owner's credit");
        assertSolvent(taskId);
    }

    function test_submitTask_voidsTaskWhoseBaselineIsInvalid() public {
        uint32 taskId = _createTask();
        _post(_verdict(id(taskId, 0), Outcome.Invalid));
        assertEq(taskStatusOf(taskId), uint256(IModelSubmissionTypes.TaskStatus.Void), "status");
        assertEq(credit(owner), BOUNTY - OPERATOR_FEE, "owner's credit");
        assertSolvent(taskId);
    }

    function test_submitTask_returnsWholeBountyWhenBaselineIsUnavailable() public {
        uint32 taskId = _createTask();
        _post(_verdict(id(taskId, 0), Outcome.Unavailable));
        assertEq(credit(owner), BOUNTY, "owner's credit");
        assertEq(
            modelSubmission.operatorsBucket(address(token)),
            STORAGE_FEE,
            "operators earned nothing more"
        );
        assertSolvent(taskId);
    }

    function test_expireSubmission_returnsWholeBountyOfAnUnjudgedBaseline() public {
        uint32 taskId = _createTask();
        uint48 expiry = modelSubmission.expiryBlock(id(taskId, 0));
        assertEq(expiry, block.number + SEED_DELAY + VERDICT_WINDOW + 1, "expiry");
        vm.roll(expiry - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IModelSubmissionErrors.NotExpired.selector, id(taskId, 0), expiry)
        );
        modelSubmission.expireSubmission(id(taskId, 0));
        vm.roll(expiry);
        modelSubmission.expireSubmission(id(taskId, 0));
        assertEq(credit(owner), BOUNTY, "owner's credit");
        assertEq(taskStatusOf(taskId), uint256(IModelSubmissionTypes.TaskStatus.Void), "status");
    }

    function test_submitTask_paysShareOfTheGapToAnImprovement() public {
        uint32 taskId = _openTask(0.5e18);
        uint256 bond = modelSubmission.requiredBond(taskId);
        uint64 submissionId = _submit(taskId, optimizer);
        _seedHeader(submissionId);
        _post(improvedVerdict(submissionId, 0.5e18, 0.75e18));

        // Half of the gap is closed: half of the pool without the operators' fee.
        uint256 payment = (BOUNTY - 2 * OPERATOR_FEE) / 2;
        assertEq(credit(optimizer), bond + payment, "bond, refunded fee and payment");
        IModelSubmissionTypes.Task memory task = modelSubmission.getTask(taskId);
        assertEq(task.pool, BOUNTY - 2 * OPERATOR_FEE - payment, "pool");
        assertEq(task.championId, submissionId, "champion");
        assertEq(task.pending, 0, "pending");
        assertEq(statusOf(submissionId), uint256(IModelSubmissionTypes.SubmissionStatus.Improved), "status");
        assertSolvent(taskId);

        uint256 before = token.balanceOf(optimizer);
        vm.prank(optimizer);
        modelSubmission.claim(address(token));
        assertEq(token.balanceOf(optimizer) - before, bond + payment, "claimed");
        assertSolvent(taskId);
    }

    function test_submitTask_solvesTaskWhenTheGapIsClosed() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _submit(taskId, optimizer);
        _post(improvedVerdict(submissionId, 0.5e18, 1e18));
        IModelSubmissionTypes.Task memory task = modelSubmission.getTask(taskId);
        assertEq(uint256(task.status), uint256(IModelSubmissionTypes.TaskStatus.Solved), "status");
        assertEq(task.pool, 0, "pool");
        vm.prank(optimizer);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.UnexpectedTaskStatus.selector,
                taskId,
                IModelSubmissionTypes.TaskStatus.Solved
            )
        );
        modelSubmission.commitSubmission(taskId, bytes32(0), type(uint128).max);
        vm.prank(owner);
        modelSubmission.closeTask(taskId);
        assertEq(taskStatusOf(taskId), uint256(IModelSubmissionTypes.TaskStatus.Closed), "closed");
        assertSolvent(taskId);
    }

    function test_submitTask_forfeitsBondOfNoImprovement() public {
        uint32 taskId = _openTask(0.5e18);
        assertEq(modelSubmission.requiredBond(taskId), REQUIRED_BOND, "fee and fair odds");
        uint64 submissionId = _submit(taskId, optimizer);
        uint256 before = credit(treasury);
        _post(notImprovedVerdict(submissionId));
        assertEq(credit(treasury) - before, REQUIRED_BOND - OPERATOR_FEE, "treasury");
        assertEq(credit(optimizer), 0, "optimizer");
        assertEq(modelSubmission.getTask(taskId).pool, BOUNTY - OPERATOR_FEE, "pool untouched");
        assertSolvent(taskId);
    }

    function test_submitTask_forfeitsWholeBondWhenUnavailable() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _submit(taskId, optimizer);
        uint256 before = credit(treasury);
        uint256 bucket = modelSubmission.operatorsBucket(address(token));
        _post(_verdict(submissionId, Outcome.Unavailable));
        assertEq(credit(treasury) - before, REQUIRED_BOND, "treasury");
        assertEq(modelSubmission.operatorsBucket(address(token)), bucket, "operators");
        assertSolvent(taskId);
    }

    function test_submitTask_forfeitsBondOfInvalidParameters() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _submit(taskId, optimizer);
        uint256 before = credit(treasury);
        _post(_verdict(submissionId, Outcome.Invalid));
        assertEq(credit(treasury) - before, REQUIRED_BOND - OPERATOR_FEE, "treasury");
        assertSolvent(taskId);
    }

    function test_forfeitUnrevealed_afterTheRevealWindow() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _commit(taskId, optimizer);
        uint256 before = credit(treasury);
        vm.roll(block.number + REVEAL_WINDOW);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.NotExpired.selector,
                submissionId,
                uint48(block.number + 1)
            )
        );
        modelSubmission.forfeitUnrevealed(submissionId);
        vm.roll(block.number + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.RevealTooLate.selector,
                submissionId,
                uint48(block.number - 1)
            )
        );
        _reveal(submissionId);
        modelSubmission.forfeitUnrevealed(submissionId);
        assertEq(credit(treasury) - before, REQUIRED_BOND, "treasury");
        assertEq(modelSubmission.getTask(taskId).pending, 0, "pending");
        assertSolvent(taskId);
    }

    function test_expireSubmission_returnsBondOfAnUnjudgedHead() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 first = _submit(taskId, optimizer);
        uint64 second = _submit(taskId, rival);
        assertEq(modelSubmission.expiryBlock(second), type(uint48).max, "only the head expires");
        vm.roll(modelSubmission.expiryBlock(first));
        modelSubmission.expireSubmission(first);
        assertEq(credit(optimizer), REQUIRED_BOND, "bond returned");
        // The next head has its own time from now on.
        assertEq(
            modelSubmission.expiryBlock(second),
            block.number + VERDICT_WINDOW + 1,
            "expiry of the second"
        );
        assertSolvent(taskId);
    }

    function test_submitTask_settlesImprovementsInCommitOrder() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 first = _submit(taskId, optimizer);
        uint64 second = _submit(taskId, rival);
        bytes memory header = _seedHeader(second);
        modelSubmission.fixSeed(second, header);
        Verdict memory early = improvedVerdict(second, 0.5e18, 0.75e18);
        vm.prank(address(avsLogic));
        vm.expectRevert(abi.encodeWithSelector(IModelSubmissionErrors.NotHeadOfList.selector, second, first));
        modelSubmission.settle(early, keccak256("hash"));

        _post(notImprovedVerdict(first));
        _post(early);
        assertEq(modelSubmission.getTask(taskId).championId, second, "champion");
        assertSolvent(taskId);
    }

    function test_settle_refusesImprovementOverAnEarlierChampion() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 first = _submit(taskId, optimizer);
        uint64 second = _submit(taskId, rival);
        Verdict memory outdated = improvedVerdict(second, 0.5e18, 0.75e18);
        _post(improvedVerdict(first, 0.5e18, 0.7e18));
        modelSubmission.fixSeed(second, _seedHeader(second));
        vm.prank(address(avsLogic));
        vm.expectRevert(
            abi.encodeWithSelector(IModelSubmissionErrors.NotChampion.selector, id(taskId, 0), first)
        );
        modelSubmission.settle(outdated, keccak256("hash"));

        // No improvement over the champion at the reveal is none over a later one either.
        _post(
            Posting({
                verdict: _againstBaseline(notImprovedVerdict(second), taskId),
                attempt: 0,
                claimed: true,
                nonSigners: new uint256[](0)
            })
        );
        assertEq(statusOf(second), uint256(IModelSubmissionTypes.SubmissionStatus.NotImproved), "status");
        assertSolvent(taskId);
    }

    function test_settle_refusesNoImprovementOverAChampionBeforeTheReveal() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 first = _submit(taskId, optimizer);
        _post(improvedVerdict(first, 0.5e18, 0.7e18));
        uint64 second = _submit(taskId, rival);
        modelSubmission.fixSeed(second, _seedHeader(second));
        Verdict memory verdict = _againstBaseline(notImprovedVerdict(second), taskId);
        vm.prank(address(avsLogic));
        vm.expectRevert(
            abi.encodeWithSelector(IModelSubmissionErrors.NotChampion.selector, id(taskId, 0), first)
        );
        modelSubmission.settle(verdict, keccak256("hash"));
    }

    function test_settle_onlyByTheTasksOwnLogic() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _submit(taskId, optimizer);
        Verdict memory verdict = notImprovedVerdict(submissionId);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.NotAvsLogic.selector,
                address(this),
                address(avsLogic)
            )
        );
        modelSubmission.settle(verdict, keccak256("hash"));
    }

    function test_closeTask_returnsPoolOnceNothingIsPending() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _submit(taskId, optimizer);
        vm.prank(owner);
        vm.expectRevert(
            abi.encodeWithSelector(IModelSubmissionErrors.NotClosable.selector, taskId, uint256(DEADLINE))
        );
        modelSubmission.closeTask(taskId);
        vm.warp(DEADLINE);
        vm.prank(owner);
        vm.expectRevert(
            abi.encodeWithSelector(IModelSubmissionErrors.PendingSubmissions.selector, taskId, uint16(1))
        );
        modelSubmission.closeTask(taskId);
        _post(notImprovedVerdict(submissionId));
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.NotClosable.selector,
                taskId,
                uint256(DEADLINE) + GRACE_PERIOD
            )
        );
        modelSubmission.closeTask(taskId);
        vm.warp(uint256(DEADLINE) + GRACE_PERIOD);
        modelSubmission.closeTask(taskId);
        assertEq(credit(owner), BOUNTY - OPERATOR_FEE, "pool returned");
        assertSolvent(taskId);
    }

    function test_commitSubmission_refusesMoreThanMaxPending() public {
        uint32 taskId = _openTask(0.5e18);
        for (uint256 i; i < 4; ++i) _commit(taskId, optimizer);
        vm.prank(rival);
        vm.expectRevert(
            abi.encodeWithSelector(IModelSubmissionErrors.TooManyPending.selector, taskId, uint16(4))
        );
        modelSubmission.commitSubmission(taskId, bytes32(0), type(uint128).max);
    }

    function test_commitSubmission_takesNoMoreThanTheMaximumBond() public {
        uint32 taskId = _openTask(0.5e18);
        vm.prank(rival);
        modelSubmission.topUp(taskId, 1_000 ether);
        vm.prank(optimizer);
        vm.expectPartialRevert(IModelSubmissionErrors.BondAboveMaximum.selector);
        modelSubmission.commitSubmission(taskId, bytes32(0), uint128(REQUIRED_BOND));
    }

    function test_revealSubmission_notInTheBlockOfTheCommit() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _commit(taskId, optimizer);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.RevealTooEarly.selector,
                submissionId,
                uint48(block.number + 1)
            )
        );
        _reveal(submissionId);
    }

    function test_revealSubmission_onlyOfWhatWasCommitted() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _commit(taskId, optimizer);
        vm.roll(block.number + 1);
        vm.expectPartialRevert(IModelSubmissionErrors.CommitmentMismatch.selector);
        modelSubmission.revealSubmission(submissionId, pointer("other"), SALT);
    }

    function test_fixSeed_acceptsOnlyTheSeedBlocksHeader() public {
        uint32 taskId = _createTask();
        uint64 baseline = id(taskId, 0);
        uint48 seedBlock = modelSubmission.getSubmission(baseline).seedBlock;
        vm.expectRevert(
            abi.encodeWithSelector(IModelSubmissionErrors.SeedBlockNotMined.selector, baseline, seedBlock)
        );
        modelSubmission.fixSeed(baseline, "");
        bytes memory header = _seedHeader(baseline);
        header[40] ^= 0x01;
        vm.expectPartialRevert(IModelSubmissionErrors.SeedHeaderMismatch.selector);
        modelSubmission.fixSeed(baseline, header);
        header[40] ^= 0x01;
        bytes32 seed = modelSubmission.fixSeed(baseline, header);
        assertEq(seed, seedOf(baseline), "seed");
        assertEq(modelSubmission.fixSeed(baseline, ""), seed, "fixed once");
    }

    function test_topUp_growsThePool() public {
        uint32 taskId = _openTask(0.5e18);
        vm.prank(rival);
        modelSubmission.topUp(taskId, 10 ether);
        assertEq(modelSubmission.getTask(taskId).pool, BOUNTY - OPERATOR_FEE + 10 ether, "pool");
        assertSolvent(taskId);
    }

    function _againstBaseline(Verdict memory verdict, uint32 taskId) private pure returns (Verdict memory) {
        verdict.championId = id(taskId, 0);
        return verdict;
    }
}
