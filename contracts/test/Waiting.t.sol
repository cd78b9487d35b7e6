// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IModelSubmissionErrors, IModelSubmissionTypes} from "../interfaces/IModelSubmission.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice How long money waits at most when those whom it waits for do nothing (docs/contracts.md, "How long money can
/// wait").
contract WaitingTest is Marketplace {
    function test_waiting_aFullListDrainsWithoutTheOperators() public {
        uint32 taskId = _openTask(0.5e18);
        uint256 start = vm.getBlockNumber();
        uint16 count = terms().maxPending;
        uint64[] memory submissions = new uint64[](count);
        uint256 bonds;
        for (uint256 i; i < count; ++i) {
            submissions[i] = _commit(taskId, optimizer);
            bonds += modelSubmission.getSubmission(submissions[i]).bond;
        }
        // All but one are revealed, as late as can be.
        vm.roll(start + REVEAL_WINDOW);
        for (uint256 i; i < count; ++i) if (i != 1) _reveal(submissions[i]);
        uint256 bound = start + REVEAL_WINDOW + SEED_DELAY + uint256(count) * (VERDICT_WINDOW + 1);
        uint256 forfeited = modelSubmission.getSubmission(submissions[1]).bond;

        uint256 current = start + REVEAL_WINDOW + 1;
        vm.roll(current);
        modelSubmission.forfeitUnrevealed(submissions[1]);
        for (uint256 i; i < count; ++i) {
            if (i == 1) continue;
            current = modelSubmission.expiryBlock(submissions[i]);
            vm.roll(current);
            modelSubmission.expireSubmission(submissions[i]);
        }
        assertLe(current, bound, "the last of the list");
        assertEq(credit(optimizer), bonds - forfeited, "bonds that were no fault of the optimizer");
        assertEq(modelSubmission.getTask(taskId).pending, 0, "pending");

        vm.warp(DEADLINE);
        vm.prank(owner);
        modelSubmission.closeTask(taskId);
        assertEq(credit(owner), BOUNTY - OPERATOR_FEE, "the pool");
        assertSolvent(taskId);
    }

    /// @dev Operators that let every head wait as long as they can, and then let it win: each win starts the clock of the
    /// next one, and takes one away.
    function test_waiting_winsAtTheLastMomentKeepTheListWithinItsBound() public {
        uint32 taskId = _openTask(0);
        uint256 count = terms().maxPending;
        uint64[] memory submissions = new uint64[](count);
        for (uint256 i; i < count; ++i) submissions[i] = _commit(taskId, optimizer);
        uint256 start = vm.getBlockNumber();
        vm.roll(start + REVEAL_WINDOW);
        for (uint256 i; i < count; ++i) _reveal(submissions[i]);
        for (uint256 i; i < count; ++i) {
            modelSubmission.fixSeed(submissions[i], _seedHeader(submissions[i]));
        }
        for (uint256 i; i + 1 < count; ++i) {
            vm.roll(modelSubmission.expiryBlock(submissions[i]) - 1);
            // Each closes a fifth of the whole gap.
            _post(improvedVerdict(submissions[i], i * 0.2e18, (i + 1) * 0.2e18));
        }
        uint64 last = submissions[count - 1];
        vm.roll(modelSubmission.expiryBlock(last));
        modelSubmission.expireSubmission(last);
        assertLe(
            vm.getBlockNumber(),
            start + REVEAL_WINDOW + SEED_DELAY + count * (VERDICT_WINDOW + 1),
            "the last of the list"
        );
        assertEq(modelSubmission.getTask(taskId).championId, submissions[count - 2], "wins counted");
        assertEq(modelSubmission.getTask(taskId).pending, 0, "pending");
        assertSolvent(taskId);
    }

    function test_waiting_aBountyWaitsForItsBaselineOneWindow() public {
        uint256 start = vm.getBlockNumber();
        uint64 baseline = id(_createTask(), 0);
        uint256 expiry = modelSubmission.expiryBlock(baseline);
        assertEq(expiry, start + SEED_DELAY + VERDICT_WINDOW + 1, "expiry");
        vm.roll(expiry - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IModelSubmissionErrors.NotExpired.selector, baseline, uint48(expiry))
        );
        modelSubmission.expireSubmission(baseline);
        vm.roll(expiry);
        vm.prank(rival);
        modelSubmission.expireSubmission(baseline);
        assertEq(credit(owner), BOUNTY, "the whole bounty");
    }

    function test_waiting_aSolvedTaskIsClosedByAnyoneWhenItsOwnerDoesNothing() public {
        uint32 taskId = _openTask(0.5e18);
        _post(improvedVerdict(_submit(taskId, optimizer), 0.5e18, 1e18));
        vm.warp(uint256(DEADLINE) + GRACE_PERIOD);
        vm.prank(rival);
        modelSubmission.closeTask(taskId);
        assertEq(taskStatusOf(taskId), uint256(IModelSubmissionTypes.TaskStatus.Closed), "closed");
    }

    function test_waiting_aStakeWaitsForTheUnbondingAndOneEpoch() public {
        vm.prank(account(0));
        avsGovernance.requestDeregistration();
        uint256 since = avsGovernance.getOperatorRecord(account(0)).withdrawableSince;
        assertEq(since, block.timestamp + avsGovernance.unbondingSeconds(), "unbonding");
        vm.roll(block.number + operatorRegistry.epochBlocks());
        // By anyone.
        vm.prank(rival);
        operatorRegistry.applyChanges(1);
        vm.warp(since);
        vm.prank(account(0));
        assertEq(avsGovernance.withdrawStake(), STAKE, "stake");
    }

    function test_waiting_anEmptySetOfOperatorsLocksNothing() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _submit(taskId, optimizer);
        for (uint256 i; i < OPERATOR_COUNT; ++i) {
            vm.prank(account(i));
            avsGovernance.requestDeregistration();
        }
        vm.roll(block.number + 1);
        operatorRegistry.applyChanges(OPERATOR_COUNT);
        assertEq(operatorRegistry.operatorCount(), 0, "nobody is left");
        vm.roll(modelSubmission.expiryBlock(submissionId));
        modelSubmission.expireSubmission(submissionId);
        assertTrue(credit(optimizer) > 0, "bond");
        for (uint256 i; i < OPERATOR_COUNT; ++i) {
            assertTrue(attestationCenter.claimFees(address(token), account(i)) > 0, "fees");
        }
    }
}
