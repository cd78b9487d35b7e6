// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Pause clock: how long a flow was paused, since any block
/// @notice Pauses are kept with the sum of those before them, so that the paused blocks between two blocks are found by
/// a binary search: what has to be timed stores nothing but the block in which it began.
library PauseClock {
    /// @notice About a week of twelve-second blocks.
    uint256 internal constant MAXIMUM_PAUSE_BLOCKS = 50_400;

    /// @notice The flow does not run in the blocks from `start` on, before `end`.
    /// @param pausedBefore Paused blocks of all earlier pauses.
    struct Pause {
        uint48 start;
        uint48 end;
        uint160 pausedBefore;
    }

    struct Clock {
        Pause[] pauses;
    }

    /// @notice Begins a pause in this block. It must not be earlier than `earliestStart`.
    function begin(Clock storage clock) internal returns (uint48 end) {
        uint160 pausedBefore;
        uint256 count = clock.pauses.length;
        if (count != 0) {
            Pause memory last = clock.pauses[count - 1];
            pausedBefore = last.pausedBefore + last.end - last.start;
        }
        end = uint48(block.number + MAXIMUM_PAUSE_BLOCKS);
        clock.pauses.push(Pause({start: uint48(block.number), end: end, pausedBefore: pausedBefore}));
    }

    /// @notice Ends the pause that is under way: the flow runs from this block on.
    function finish(Clock storage clock) internal {
        clock.pauses[clock.pauses.length - 1].end = uint48(block.number);
    }

    /// @notice The first block in which the flow runs again; 0 when it never was paused.
    function lastEnd(Clock storage clock) internal view returns (uint48) {
        uint256 count = clock.pauses.length;
        return count == 0 ? 0 : clock.pauses[count - 1].end;
    }

    /// @notice The first block in which the flow may be paused again: it runs at least as long as it was paused.
    function earliestStart(Clock storage clock) internal view returns (uint48) {
        uint256 count = clock.pauses.length;
        if (count == 0) return 0;
        Pause memory last = clock.pauses[count - 1];
        return 2 * last.end - last.start;
    }

    /// @notice Paused blocks from `since` on, before this one.
    function pausedSince(Clock storage clock, uint256 since) internal view returns (uint256) {
        if (clock.pauses.length == 0 || since >= block.number) return 0;
        return _pausedBefore(clock, block.number) - _pausedBefore(clock, since);
    }

    /// @dev Paused blocks before `blockNumber`, ever.
    function _pausedBefore(Clock storage clock, uint256 blockNumber) private view returns (uint256) {
        uint256 low;
        uint256 high = clock.pauses.length;
        // The number of pauses that begin before the block.
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (clock.pauses[middle].start < blockNumber) low = middle + 1;
            else high = middle;
        }
        if (low == 0) return 0;
        Pause memory last = clock.pauses[low - 1];
        return last.pausedBefore + (blockNumber < last.end ? blockNumber : last.end) - last.start;
    }
}
