// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Names a submission everywhere: `taskId << 32 | index`. Index 0 is the task's baseline.
library SubmissionId {
    function pack(uint32 taskId, uint32 index) internal pure returns (uint64) {
        return (uint64(taskId) << 32) | index;
    }

    function taskOf(uint64 submissionId) internal pure returns (uint32) {
        return uint32(submissionId >> 32);
    }

    function indexOf(uint64 submissionId) internal pure returns (uint32) {
        // Truncation is the point: the low half is the index.
        return uint32(submissionId);
    }
}
