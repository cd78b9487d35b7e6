// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestationCenterErrors, IAttestationCenterTypes} from "../interfaces/IAttestationCenter.sol";
import {IModelSubmissionErrors, IModelSubmissionTypes} from "../interfaces/IModelSubmission.sol";
import {IPausableFlowsErrors, IPausableFlowsTypes} from "../interfaces/IPausableFlows.sol";
import {PauseClock} from "../libraries/PauseClock.sol";
import {PAUSER_ROLE} from "../types/Roles.sol";
import {BlockHashHistory} from "./support/BlockHashHistory.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice A clock of its own, called from outside so that each call reads the block's number.
contract PausedByHand {
    using PauseClock for PauseClock.Clock;

    PauseClock.Clock private clock;

    function begin() external {
        clock.begin();
    }

    function finish() external {
        clock.finish();
    }

    function pausedSince(uint256 since) external view returns (uint256) {
        return clock.pausedSince(since);
    }
}

/// @notice What a pause stops, what it leaves alone, and that it ends.
/// @dev The compiler takes `block.number` for constant within a transaction: a test asks for it by a call.
contract PausingTest is Marketplace {
    uint256 private constant LONGEST = PauseClock.MAXIMUM_PAUSE_BLOCKS;

    function test_pause_stopsItsFlowAndNoOther() public {
        uint32 taskId = _openTask(0.5e18);
        uint48 end = uint48(vm.getBlockNumber() + LONGEST);
        _pause(IPausableFlowsTypes.Flow.Commit);
        assertTrue(modelSubmission.isPaused(IPausableFlowsTypes.Flow.Commit), "paused");
        assertTrue(!modelSubmission.isPaused(IPausableFlowsTypes.Flow.Reveal), "another flow");
        vm.prank(optimizer);
        _expectPaused(IPausableFlowsTypes.Flow.Commit, end);
        modelSubmission.commitSubmission(taskId, bytes32(0), type(uint128).max);
        _createTask();
        vm.prank(governor);
        modelSubmission.resume(IPausableFlowsTypes.Flow.Commit);
        _commit(taskId, optimizer);
    }

    function test_pause_ofTasksTopUpsVerdictsAndRegistrations() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _submit(taskId, optimizer);
        bytes memory header = _seedHeader(submissionId);
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(Posting(notImprovedVerdict(submissionId), 0, true, new uint256[](0)), header);
        IModelSubmissionTypes.TaskTerms memory taskTerms = terms();
        uint48 end = uint48(vm.getBlockNumber() + LONGEST);
        _pause(IPausableFlowsTypes.Flow.CreateTask);
        _pause(IPausableFlowsTypes.Flow.TopUp);
        _pause(IPausableFlowsTypes.Flow.Verdict);
        vm.startPrank(governor);
        avsGovernance.pause(IPausableFlowsTypes.Flow.Registration);
        vm.stopPrank();

        vm.startPrank(owner);
        _expectPaused(IPausableFlowsTypes.Flow.CreateTask, end);
        modelSubmission.createTask(taskTerms, type(uint256).max);
        _expectPaused(IPausableFlowsTypes.Flow.TopUp, end);
        modelSubmission.topUp(taskId, 1);
        _expectPaused(IPausableFlowsTypes.Flow.Verdict, end);
        attestationCenter.submitTask(info, details);
        vm.stopPrank();
        vm.prank(account(0));
        _expectPaused(IPausableFlowsTypes.Flow.Registration, end);
        avsGovernance.increaseStake(1);
    }

    function test_pause_stopsTheRevealWindow() public {
        uint32 taskId = _openTask(0.5e18);
        uint256 start = vm.getBlockNumber();
        uint64 submissionId = _commit(taskId, optimizer);
        vm.roll(start + 10);
        _pause(IPausableFlowsTypes.Flow.Reveal);
        vm.roll(start + 1_010);
        _expectPaused(IPausableFlowsTypes.Flow.Reveal, uint48(start + 10 + LONGEST));
        _reveal(submissionId);
        vm.expectPartialRevert(IModelSubmissionErrors.NotExpired.selector);
        modelSubmission.forfeitUnrevealed(submissionId);
        vm.prank(governor);
        modelSubmission.resume(IPausableFlowsTypes.Flow.Reveal);

        uint256 latest = start + REVEAL_WINDOW + 1_000;
        vm.roll(latest);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.NotExpired.selector,
                submissionId,
                uint48(latest + 1)
            )
        );
        modelSubmission.forfeitUnrevealed(submissionId);
        vm.roll(latest + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.RevealTooLate.selector,
                submissionId,
                uint48(latest)
            )
        );
        _reveal(submissionId);
        vm.roll(latest);
        _reveal(submissionId);
    }

    function test_pause_stopsTheVerdictWindow() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _submit(taskId, optimizer);
        uint256 expiry = modelSubmission.expiryBlock(submissionId);
        vm.roll(expiry - 1);
        _pause(IPausableFlowsTypes.Flow.Verdict);
        vm.roll(expiry + 300);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.NotExpired.selector,
                submissionId,
                uint48(expiry + 301)
            )
        );
        modelSubmission.expireSubmission(submissionId);
        vm.prank(governor);
        modelSubmission.resume(IPausableFlowsTypes.Flow.Verdict);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.NotExpired.selector,
                submissionId,
                uint48(expiry + 301)
            )
        );
        modelSubmission.expireSubmission(submissionId);
        vm.roll(expiry + 301);
        modelSubmission.expireSubmission(submissionId);
        assertTrue(credit(optimizer) > 0, "bond returned");
    }

    function test_pause_stopsTheResponseWindow() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _submit(taskId, optimizer);
        bytes memory header = _seedHeader(submissionId);
        uint256 seedBlock = modelSubmission.getSubmission(submissionId).seedBlock;
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(Posting(notImprovedVerdict(submissionId), 1, true, new uint256[](0)), header);
        _pause(IPausableFlowsTypes.Flow.Verdict);
        uint256 resumed = seedBlock + 100;
        vm.roll(resumed);
        vm.prank(governor);
        modelSubmission.resume(IPausableFlowsTypes.Flow.Verdict);
        // One block ran before the pause: nine more make a window of ten.
        vm.roll(resumed + RESPONSE_WINDOW - 2);
        vm.expectRevert(
            abi.encodeWithSelector(IAttestationCenterErrors.AttemptNotReached.selector, uint32(1), uint32(0))
        );
        attestationCenter.submitTask(info, details);
        vm.roll(resumed + RESPONSE_WINDOW - 1);
        attestationCenter.submitTask(info, details);
    }

    function test_pause_neverBlocksWhatIsOwed() public {
        uint32 taskId = _openTask(0.5e18);
        _post(notImprovedVerdict(_submit(taskId, optimizer)));
        uint256 start = vm.getBlockNumber();
        uint64 overdue = _submit(taskId, optimizer);
        uint64 unrevealed = _commit(taskId, rival);
        uint32 other = _createTask();
        vm.prank(account(0));
        avsGovernance.requestDeregistration();
        vm.roll(start + 1_000);
        for (uint256 i; i <= uint256(IPausableFlowsTypes.Flow.Verdict); ++i) {
            _pause(IPausableFlowsTypes.Flow(i));
        }
        vm.prank(governor);
        avsGovernance.pause(IPausableFlowsTypes.Flow.Registration);

        // Whose time was over before the pause.
        modelSubmission.expireSubmission(overdue);
        modelSubmission.forfeitUnrevealed(unrevealed);
        modelSubmission.expireSubmission(id(other, 0));
        vm.warp(DEADLINE);
        vm.prank(owner);
        modelSubmission.closeTask(taskId);
        vm.prank(owner);
        assertTrue(modelSubmission.claim(address(token)) > 0, "the pool");
        vm.prank(optimizer);
        assertTrue(modelSubmission.claim(address(token)) > 0, "the bond");
        assertTrue(attestationCenter.claimFees(address(token), account(1)) > 0, "the fees");
        operatorRegistry.applyChanges(10);
        vm.prank(account(0));
        assertEq(avsGovernance.withdrawStake(), STAKE, "the stake");
        vm.prank(account(1));
        avsGovernance.requestDeregistration();
    }

    /// @dev Of all clocks only the chain's memory of block hashes goes on in a pause.
    function test_pause_leavesSeedsToAnyoneAsLongAsTheirHeaderIsKnown() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _submit(taskId, optimizer);
        bytes memory header = _seedHeader(submissionId);
        uint256 seedBlock = modelSubmission.getSubmission(submissionId).seedBlock;
        BlockHashHistory.remember(seedBlock, keccak256(header));
        _pause(IPausableFlowsTypes.Flow.Verdict);
        vm.roll(seedBlock + BlockHashHistory.LENGTH);
        vm.prank(rival);
        assertEq(modelSubmission.fixSeed(submissionId, header), seedOf(submissionId), "the seed");

        // The pause ends by itself, and the submission is judged.
        vm.roll(seedBlock + 1 + LONGEST);
        uint256 treasuryBefore = credit(treasury);
        _post(notImprovedVerdict(submissionId));
        assertEq(
            statusOf(submissionId),
            uint256(IModelSubmissionTypes.SubmissionStatus.NotImproved),
            "judged"
        );
        assertTrue(credit(treasury) > treasuryBefore, "the bond is forfeited");
        assertSolvent(taskId);
    }

    function test_pause_longerThanHeadersAreKnownGivesBondAndBountyBack() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _submit(taskId, optimizer);
        uint32 unmeasured = _createTask();
        uint64 baseline = id(unmeasured, 0);
        bytes memory header = _seedHeader(submissionId);
        bytes memory baselineHeader = _seedHeader(baseline);
        uint48 seedBlock = modelSubmission.getSubmission(submissionId).seedBlock;
        uint48 baselineSeedBlock = modelSubmission.getSubmission(baseline).seedBlock;
        BlockHashHistory.remember(seedBlock, keccak256(header));
        BlockHashHistory.remember(baselineSeedBlock, keccak256(baselineHeader));
        uint256 bond = modelSubmission.getSubmission(submissionId).bond;
        uint256 paused = vm.getBlockNumber();
        _pause(IPausableFlowsTypes.Flow.Verdict);
        vm.roll(uint256(baselineSeedBlock) + BlockHashHistory.LENGTH + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IModelSubmissionErrors.SeedBlockTooOld.selector, submissionId, seedBlock)
        );
        modelSubmission.fixSeed(submissionId, header);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.SeedBlockTooOld.selector,
                baseline,
                baselineSeedBlock
            )
        );
        modelSubmission.fixSeed(baseline, baselineHeader);

        vm.roll(paused + LONGEST + VERDICT_WINDOW + 1);
        modelSubmission.expireSubmission(submissionId);
        modelSubmission.expireSubmission(baseline);
        assertEq(credit(optimizer), bond, "the whole bond");
        assertEq(credit(owner), BOUNTY, "the whole bounty");
        assertEq(modelSubmission.getTask(taskId).pending, 0, "pending");
    }

    function test_pause_endsByItselfAndOnlyComesBackAfterAsLong() public {
        uint256 start = vm.getBlockNumber();
        _pause(IPausableFlowsTypes.Flow.CreateTask);
        vm.startPrank(governor);
        _expectPaused(IPausableFlowsTypes.Flow.CreateTask, uint48(start + LONGEST));
        modelSubmission.pause(IPausableFlowsTypes.Flow.CreateTask);
        vm.stopPrank();
        vm.roll(start + LONGEST);
        assertTrue(!modelSubmission.isPaused(IPausableFlowsTypes.Flow.CreateTask), "over");
        _createTask();
        vm.startPrank(governor);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPausableFlowsErrors.FlowNotPaused.selector,
                IPausableFlowsTypes.Flow.CreateTask
            )
        );
        modelSubmission.resume(IPausableFlowsTypes.Flow.CreateTask);
        vm.roll(start + 2 * LONGEST - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPausableFlowsErrors.PausedTooSoon.selector,
                IPausableFlowsTypes.Flow.CreateTask,
                uint48(start + 2 * LONGEST)
            )
        );
        modelSubmission.pause(IPausableFlowsTypes.Flow.CreateTask);
        vm.roll(start + 2 * LONGEST);
        modelSubmission.pause(IPausableFlowsTypes.Flow.CreateTask);
        vm.stopPrank();
    }

    function test_pause_onlyByPauserOrGovernorAndOnlyOwnFlows() public {
        vm.expectRevert(abi.encodeWithSelector(IPausableFlowsErrors.NotPauser.selector, address(this)));
        modelSubmission.pause(IPausableFlowsTypes.Flow.Commit);
        vm.prank(governor);
        modelSubmission.grantRole(PAUSER_ROLE, rival);
        vm.startPrank(rival);
        modelSubmission.pause(IPausableFlowsTypes.Flow.Commit);
        modelSubmission.resume(IPausableFlowsTypes.Flow.Commit);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPausableFlowsErrors.UnknownFlow.selector,
                IPausableFlowsTypes.Flow.Registration
            )
        );
        modelSubmission.pause(IPausableFlowsTypes.Flow.Registration);
        vm.stopPrank();
        vm.prank(governor);
        vm.expectPartialRevert(IPausableFlowsErrors.UnknownFlow.selector);
        avsGovernance.pause(IPausableFlowsTypes.Flow.Verdict);
    }

    /// @dev A pauser who pauses whenever it can: n blocks take at most `2n + LONGEST`.
    function test_pause_cannotHoldUpAWindowForever() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _submit(taskId, optimizer);
        uint256 start = modelSubmission.getSubmission(submissionId).seedBlock;
        uint256 bound = start + 2 * (VERDICT_WINDOW + 1) + LONGEST;
        uint256 length = 1;
        uint256 current = start;
        // Pauses of growing length, each as early as allowed.
        while (current < modelSubmission.expiryBlock(submissionId)) {
            vm.roll(current);
            vm.prank(governor);
            modelSubmission.pause(IPausableFlowsTypes.Flow.Verdict);
            vm.roll(current + length);
            vm.prank(governor);
            modelSubmission.resume(IPausableFlowsTypes.Flow.Verdict);
            current += 2 * length;
            vm.roll(current);
            length *= 2;
        }
        modelSubmission.expireSubmission(submissionId);
        assertLe(current, bound, "block of the expiry");
    }

    /// @dev Pauses of random lengths, counted block by block.
    function test_fuzz_pausedSince_countsBlocks(uint256 seed) public {
        uint256 start = 10_000;
        uint256 end = start;
        bool[] memory paused = new bool[](2_000);
        PausedByHand clock = new PausedByHand();
        while (true) {
            uint256 gap = (seed % 60) + 1;
            uint256 length = ((seed >> 8) % 50) + 1;
            if (end + gap + length >= start + paused.length) break;
            uint256 begins = end + gap;
            vm.roll(begins);
            clock.begin();
            vm.roll(begins + length);
            clock.finish();
            for (uint256 i; i < length; ++i) paused[begins + i - start] = true;
            end = begins + length;
            seed = uint256(keccak256(abi.encode(seed)));
        }
        vm.roll(start + paused.length);
        uint256 expected;
        for (uint256 i = paused.length; i > 0; --i) {
            if (paused[i - 1]) ++expected;
            assertEq(clock.pausedSince(start + i - 1), expected, "paused blocks");
        }
    }

    function _pause(IPausableFlowsTypes.Flow flow) private {
        vm.prank(governor);
        modelSubmission.pause(flow);
    }

    function _expectPaused(IPausableFlowsTypes.Flow flow, uint48 end) private {
        vm.expectRevert(abi.encodeWithSelector(IPausableFlowsErrors.FlowIsPaused.selector, flow, end));
    }
}
