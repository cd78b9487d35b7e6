// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SubmissionId} from "../types/SubmissionId.sol";
import {SubmissionRecord, TaskProgress} from "../types/TaskRecord.sol";

/// @title Submission list: a task's unsettled submissions in commit order
/// @notice Doubly linked, with removal anywhere in constant time. Indices are handed out in order, so that the tail
/// always points at the index that comes next: appending writes nothing but the new submission itself.
/// Invariant: `next(tail) == submissionCount` while the list is not empty.
library SubmissionList {
    /// @notice Takes the next index and puts it at the end. The caller stores `previous` and `index + 1` as its links.
    function append(TaskProgress memory progress) internal view returns (uint32 index, uint32 previous) {
        index = progress.submissionCount;
        progress.submissionCount = index + 1;
        if (progress.pending == 0) {
            progress.head = index;
            progress.headSince = uint40(block.number);
        } else {
            previous = progress.tail;
        }
        progress.tail = index;
        ++progress.pending;
    }

    /// @notice Takes a submission out. A head that takes over keeps its stale link to the one before: nobody reads it.
    function remove(
        TaskProgress memory progress,
        mapping(uint64 submissionId => SubmissionRecord) storage submissions,
        uint32 taskId,
        uint32 index
    ) internal {
        SubmissionRecord storage record = submissions[SubmissionId.pack(taskId, index)];
        uint32 next = record.next;
        bool isHead = index == progress.head;
        --progress.pending;
        if (isHead) {
            progress.head = next;
            progress.headSince = uint40(block.number);
        } else {
            submissions[SubmissionId.pack(taskId, record.previous)].next = next;
        }
        if (index == progress.tail) {
            progress.tail = record.previous;
        } else if (!isHead) {
            submissions[SubmissionId.pack(taskId, next)].previous = record.previous;
        }
    }
}
