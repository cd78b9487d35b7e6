// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IModelSubmissionTypes} from "../interfaces/IModelSubmission.sol";

/// @notice What changes while a task runs, in one storage slot. Submissions are known by their index in the task.
/// @param pending Submissions in the list: committed or revealed, and not settled.
/// @param submissionCount Submissions ever made, the baseline included: the index of the next one.
/// @param head The oldest submission of the list; meaningless while `pending` is 0. @param tail The newest.
/// @param champion The submission that holds the championship.
/// @param headSince The block in which the head became the head.
/// @param championSince The block in which the champion became the champion.
struct TaskProgress {
    IModelSubmissionTypes.TaskStatus status;
    uint16 pending;
    uint32 submissionCount;
    uint32 head;
    uint32 tail;
    uint32 champion;
    uint40 headSince;
    uint40 championSince;
}

/// @notice A task in storage. Members that are read together share a slot; amounts are bounded to 96 bits.
/// @param passNumerator `2^rounds` times the probability that a challenger no better than the champion wins enough
/// rounds: the price of a try, fixed when the task is created.
struct TaskRecord {
    address owner;
    uint32 gracePeriodSeconds;
    uint8 architectureCodec;
    uint8 evaluationCodec;
    uint8 metadataCodec;
    // slot 1
    address token;
    uint96 pool;
    // slot 2
    uint96 bond;
    uint96 operatorFee;
    uint64 targetScore;
    // slot 3
    uint16 minGapBps;
    uint8 rounds;
    uint8 requiredWins;
    uint16 quorumBps;
    uint16 maxPending;
    uint64 passNumerator;
    uint40 deadline;
    uint32 revealWindowBlocks;
    uint32 verdictWindowBlocks;
    uint16 seedDelayBlocks;
    // slot 4
    TaskProgress progress;
    // slot 5
    address avsLogic;
    uint16 taskDefinitionId;
    // slots 6 to 8
    bytes32 architectureDigest;
    bytes32 evaluationDigest;
    bytes32 metadataDigest;
}

/// @notice A submission in storage.
/// @param bond What was taken at commit, the operators' fee included.
/// @param previous The index before it in the list; meaningless for the head.
/// @param next The index after it in the list; for the tail the index that the next commit will get.
/// @param commitmentOrVerdict The commitment until a verdict stands, then the verdict's hash.
struct SubmissionRecord {
    address optimizer;
    uint96 bond;
    // slot 1
    IModelSubmissionTypes.SubmissionStatus status;
    uint8 parametersCodec;
    uint40 commitBlock;
    uint40 revealBlock;
    uint40 seedBlock;
    uint32 championAtReveal;
    uint32 previous;
    uint32 next;
    // slots 2 to 4
    bytes32 commitmentOrVerdict;
    bytes32 parametersDigest;
    bytes32 seed;
}
