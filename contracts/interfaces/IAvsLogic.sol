// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestationCenterTypes} from "./IAttestationCenter.sol";
import {Outcome} from "../types/Verdict.sol";

interface IAvsLogicTypes {
    /// @notice What the attestation center must hold a verdict to.
    /// @param submissionId The submission judged. @param seed Its seed. @param seedBlock The block that gave it.
    /// @param championId The submission that it was compared with, which the performer's claim names.
    /// @param quorumBps The task's quorum. @param token The token of the fee. @param fee What the operators earn.
    struct Requirements {
        uint64 submissionId;
        bytes32 seed;
        uint64 championId;
        uint48 seedBlock;
        uint16 quorumBps;
        address token;
        uint128 fee;
    }
}

interface IAvsLogicErrors {
    error NotAttestationCenter(address caller);
    error TaskDefinitionMismatch(uint16 expected, uint16 actual);
    error OutcomeNotAllowed(uint64 submissionId, Outcome outcome);
    /// @notice The signed numbers do not lead to the signed outcome, or the trace digest is not the constant one of
    /// `Unavailable`.
    error OutcomeContradictsScores(uint64 submissionId, Outcome outcome);
    error SumOutOfBounds(bytes32 sum, uint256 value, uint256 bound);
    error WinsOutOfBounds(uint8 wins, uint8 rounds);
    error ZeroAddress();
}

/// @title AVS logic: what a verdict means to the marketplace
/// @notice Decodes a verdict, checks it against the task's terms and hands it to model submission.
interface IAvsLogic is IAvsLogicTypes, IAvsLogicErrors {
    /// @notice Fixes the seed if need be and checks the verdict against the terms; reverts when it cannot stand.
    /// @param seedHeader The seed block's header (RLP); may be empty when the seed is fixed.
    function beforeTaskSubmission(
        IAttestationCenterTypes.TaskInfo calldata taskInfo,
        bytes calldata seedHeader
    ) external returns (Requirements memory);
    /// @notice Settles the submission, after quorum and claim were verified.
    function afterTaskSubmission(
        IAttestationCenterTypes.TaskInfo calldata taskInfo,
        bytes32 verdictHash
    ) external;
}
