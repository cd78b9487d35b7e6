// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SubmissionList} from "../libraries/SubmissionList.sol";
import {SubmissionId} from "../types/SubmissionId.sol";
import {SubmissionRecord, TaskProgress} from "../types/TaskRecord.sol";
import {Assertions} from "./support/Assertions.sol";

/// @notice The list against a plain array, with submissions leaving from anywhere.
contract SubmissionListTest is Assertions {
    using SubmissionList for TaskProgress;

    uint32 private constant TASK_ID = 7;
    uint256 private constant STEPS = 60;

    mapping(uint64 submissionId => SubmissionRecord) private _submissions;
    uint32[] private _expected;

    function test_fuzz_list_keepsCommitOrder(bytes32 random) public {
        TaskProgress memory progress;
        progress.submissionCount = 1;
        for (uint256 step; step < STEPS; ++step) {
            random = keccak256(abi.encode(random));
            if (_expected.length == 0 || uint256(random) % 2 == 0) _append(progress);
            else _remove(progress, (uint256(random) >> 8) % _expected.length);
            _check(progress);
        }
    }

    function _append(TaskProgress memory progress) private {
        (uint32 index, uint32 previous) = progress.append();
        SubmissionRecord storage record = _submissions[SubmissionId.pack(TASK_ID, index)];
        record.previous = previous;
        record.next = index + 1;
        _expected.push(index);
    }

    function _remove(TaskProgress memory progress, uint256 position) private {
        progress.remove(_submissions, TASK_ID, _expected[position]);
        for (uint256 i = position; i + 1 < _expected.length; ++i) _expected[i] = _expected[i + 1];
        _expected.pop();
    }

    function _check(TaskProgress memory progress) private view {
        uint256 count = _expected.length;
        assertEq(progress.pending, count, "pending");
        if (count == 0) return;
        assertEq(progress.head, _expected[0], "head");
        assertEq(progress.tail, _expected[count - 1], "tail");
        for (uint256 i; i < count; ++i) {
            SubmissionRecord storage record = _submissions[SubmissionId.pack(TASK_ID, _expected[i])];
            if (i != 0) assertEq(record.previous, _expected[i - 1], "previous");
            uint32 next = i + 1 == count ? progress.submissionCount : _expected[i + 1];
            assertEq(record.next, next, "next");
        }
    }
}
