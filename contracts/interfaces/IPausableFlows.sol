// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface IPausableFlowsTypes {
    /// @notice What can be paused by itself. Nothing that pays out what is owed is among it.
    enum Flow {
        CreateTask,
        TopUp,
        Commit,
        Reveal,
        Verdict,
        Registration
    }
}

interface IPausableFlowsErrors is IPausableFlowsTypes {
    /// @notice The flow is paused; it goes on at `endBlock` at the latest.
    error FlowIsPaused(Flow flow, uint48 endBlock);
    error FlowNotPaused(Flow flow);
    /// @notice The flow belongs to another contract.
    error UnknownFlow(Flow flow);
    /// @notice A flow must have run for as long as it was paused before it is paused again.
    error PausedTooSoon(Flow flow, uint48 earliestBlock);
    error NotPauser(address account);
}

interface IPausableFlowsEvents is IPausableFlowsTypes {
    /// @param endBlock The block in which the flow goes on by itself, if nobody resumes it before.
    event FlowPaused(Flow indexed flow, uint48 endBlock);
    event FlowResumed(Flow indexed flow);
}

/// @title Pausable flows: stops one kind of action, and the clocks that run against those who cannot act
/// @notice A pause ends by itself after `MAXIMUM_PAUSE_BLOCKS`, and a flow runs for as long as it was paused before it
/// can be paused again. So whatever takes n blocks takes at most `2n + MAXIMUM_PAUSE_BLOCKS`, whoever holds the role.
interface IPausableFlows is IPausableFlowsErrors, IPausableFlowsEvents {
    /// @notice Pauses a flow from this block on; pauser or governor.
    function pause(Flow flow) external;
    /// @notice Ends a pause before its time; pauser or governor.
    function resume(Flow flow) external;

    function isPaused(Flow flow) external view returns (bool);
    /// @notice How many blocks from `since` on, this one left out, the flow was paused: what a window that began in
    /// `since` is longer by now.
    function pausedBlocks(Flow flow, uint256 since) external view returns (uint256);
}
