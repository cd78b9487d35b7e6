// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestationCenter, IAttestationCenterTypes} from "../interfaces/IAttestationCenter.sol";
import {
    IModelSubmissionErrors,
    IModelSubmissionEvents,
    IModelSubmissionTypes
} from "../interfaces/IModelSubmission.sol";
import {SubmissionId} from "../types/SubmissionId.sol";
import {SubmissionRecord, TaskRecord} from "../types/TaskRecord.sol";
import {BinomialTail} from "./BinomialTail.sol";
import {TermBounds} from "./TermBounds.sol";

/// @title Task creation: checks an owner's terms and stores task and baseline
/// @notice Linked to model submission, not inlined: it is used once a task, and a contract's size is limited.
library TaskCreation {
    /// @param feeUnit What one fee unit of a definition is worth in base units of the task's token.
    function create(
        TaskRecord storage task,
        SubmissionRecord storage baseline,
        uint32 taskId,
        IModelSubmissionTypes.TaskTerms calldata terms,
        IAttestationCenter attestationCenter,
        uint256 feeUnit
    ) external {
        IAttestationCenterTypes.TaskDefinition memory definition = attestationCenter.getTaskDefinition(
            terms.taskDefinitionId
        );
        if (!definition.enabled) {
            revert IModelSubmissionErrors.TermOutOfBounds("taskDefinitionId", terms.taskDefinitionId, 0);
        }
        TermBounds.check(terms, definition, feeUnit);
        _storeTask(task, terms, definition);

        uint40 seedBlock = uint40(block.number + definition.seedDelayBlocks);
        baseline.optimizer = msg.sender;
        baseline.status = IModelSubmissionTypes.SubmissionStatus.Revealed;
        baseline.parametersCodec = terms.parameters.codec;
        baseline.commitBlock = uint40(block.number);
        baseline.revealBlock = uint40(block.number);
        baseline.seedBlock = seedBlock;
        baseline.parametersDigest = terms.parameters.digest;
        emit IModelSubmissionEvents.TaskCreated(
            taskId,
            msg.sender,
            terms.token,
            SubmissionId.pack(taskId, 0),
            seedBlock,
            terms
        );
    }

    function _storeTask(
        TaskRecord storage task,
        IModelSubmissionTypes.TaskTerms calldata terms,
        IAttestationCenterTypes.TaskDefinition memory definition
    ) private {
        task.owner = msg.sender;
        task.gracePeriodSeconds = definition.gracePeriodSeconds;
        task.architectureCodec = terms.architecture.codec;
        task.evaluationCodec = terms.evaluation.codec;
        task.metadataCodec = terms.metadata.codec;
        task.token = terms.token;
        // TermBounds keeps the amounts below 96 bits and rounds at no more than 64.
        task.pool = uint96(terms.bounty);
        task.bond = uint96(terms.bond);
        task.operatorFee = uint96(terms.operatorFee);
        task.targetScore = terms.targetScore;
        task.minGapBps = terms.minGapBps;
        task.rounds = terms.rounds;
        task.requiredWins = terms.requiredWins;
        task.quorumBps = terms.quorumBps;
        task.maxPending = terms.maxPending;
        task.passNumerator = uint64(BinomialTail.numerator(terms.rounds, terms.requiredWins));
        task.deadline = uint40(terms.deadline);
        task.revealWindowBlocks = definition.revealWindowBlocks;
        task.verdictWindowBlocks = definition.verdictWindowBlocks;
        task.seedDelayBlocks = uint16(definition.seedDelayBlocks);
        task.progress.status = IModelSubmissionTypes.TaskStatus.Created;
        task.progress.submissionCount = 1;
        task.avsLogic = definition.avsLogic;
        task.taskDefinitionId = terms.taskDefinitionId;
        task.architectureDigest = terms.architecture.digest;
        task.evaluationDigest = terms.evaluation.digest;
        task.metadataDigest = terms.metadata.digest;
    }
}
