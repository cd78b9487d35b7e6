// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestationCenterTypes} from "./interfaces/IAttestationCenter.sol";
import {IAvsLogic} from "./interfaces/IAvsLogic.sol";
import {IModelSubmission, IModelSubmissionTypes} from "./interfaces/IModelSubmission.sol";
import {Gap} from "./libraries/Gap.sol";
import {Messages} from "./libraries/Messages.sol";
import {SubmissionId} from "./types/SubmissionId.sol";
import {Outcome, Verdict} from "./types/Verdict.sol";

/// @title AVS logic
/// @notice See `IAvsLogic` and docs/contracts.md. It keeps no state: all it needs is in the verdict and the terms.
contract AvsLogic is IAvsLogic {
    using SubmissionId for uint64;

    address public immutable attestationCenter;
    IModelSubmission public immutable modelSubmission;

    constructor(address attestationCenter_, address modelSubmission_) {
        if (attestationCenter_ == address(0) || modelSubmission_ == address(0)) revert ZeroAddress();
        attestationCenter = attestationCenter_;
        modelSubmission = IModelSubmission(modelSubmission_);
    }

    /// @inheritdoc IAvsLogic
    function beforeTaskSubmission(
        IAttestationCenterTypes.TaskInfo calldata taskInfo,
        bytes calldata seedHeader
    ) external override returns (Requirements memory) {
        Verdict memory verdict = abi.decode(taskInfo.data, (Verdict));
        uint64 submissionId = verdict.submissionId;
        IModelSubmissionTypes.VerdictTerms memory terms = modelSubmission.verdictTerms(submissionId);
        if (terms.taskDefinitionId != taskInfo.taskDefinitionId) {
            revert TaskDefinitionMismatch(terms.taskDefinitionId, taskInfo.taskDefinitionId);
        }
        _check(verdict, terms);
        return
            Requirements({
                submissionId: submissionId,
                seed: modelSubmission.fixSeed(submissionId, seedHeader),
                championId: verdict.championId,
                seedBlock: terms.seedBlock,
                quorumBps: terms.quorumBps,
                token: terms.token,
                fee: verdict.outcome == Outcome.Unavailable ? 0 : terms.operatorFee
            });
    }

    /// @inheritdoc IAvsLogic
    function afterTaskSubmission(
        IAttestationCenterTypes.TaskInfo calldata taskInfo,
        bytes32 verdictHash
    ) external override {
        if (msg.sender != attestationCenter) revert NotAttestationCenter(msg.sender);
        modelSubmission.settle(abi.decode(taskInfo.data, (Verdict)), verdictHash);
    }

    /// @dev The signed numbers must lead to the signed outcome under the task's own terms.
    function _check(Verdict memory verdict, IModelSubmissionTypes.VerdictTerms memory terms) private pure {
        Outcome outcome = verdict.outcome;
        bool isBaseline = verdict.submissionId.indexOf() == 0;
        if (
            outcome == Outcome.None ||
            (isBaseline && (outcome == Outcome.Improved || outcome == Outcome.NotImproved))
        ) {
            revert OutcomeNotAllowed(verdict.submissionId, outcome);
        }
        if (!isBaseline && outcome == Outcome.Baseline) {
            revert OutcomeNotAllowed(verdict.submissionId, outcome);
        }
        _checkBounds(verdict, terms.rounds);

        bool consistent;
        if (outcome == Outcome.Invalid || outcome == Outcome.Unavailable) {
            consistent =
                verdict.championDecidingSum == 0 &&
                _isChallengerZero(verdict) &&
                (outcome == Outcome.Invalid || verdict.traceDigest == Messages.UNAVAILABLE_TRACE_DIGEST);
        } else if (outcome == Outcome.Baseline) {
            consistent = verdict.championId == verdict.submissionId && _isChallengerZero(verdict);
        } else {
            bool passed = Gap.passes(
                verdict.wins,
                terms.requiredWins,
                verdict.championDecidingSum,
                verdict.challengerDecidingSum,
                terms.minGapBps,
                Gap.distance(terms.rounds, terms.targetScore, verdict.championDecidingSum)
            );
            bool gained = verdict.challengerPricingSum > verdict.championPricingSum;
            bool unpriced = verdict.challengerPricingSum | verdict.championPricingSum == 0;
            consistent =
                outcome == Outcome.Improved
                    ? passed && gained
                    : passed
                        ? !gained
                        : unpriced;
        }
        if (!consistent) revert OutcomeContradictsScores(verdict.submissionId, outcome);
    }

    function _checkBounds(Verdict memory verdict, uint8 rounds) private pure {
        if (verdict.wins > rounds) revert WinsOutOfBounds(verdict.wins, rounds);
        uint256 bound = rounds * Gap.SCORE_ONE;
        _checkSum("championDecidingSum", verdict.championDecidingSum, bound);
        _checkSum("challengerDecidingSum", verdict.challengerDecidingSum, bound);
        _checkSum("championPricingSum", verdict.championPricingSum, bound);
        _checkSum("challengerPricingSum", verdict.challengerPricingSum, bound);
    }

    function _checkSum(bytes32 sum, uint256 value, uint256 bound) private pure {
        if (value > bound) revert SumOutOfBounds(sum, value, bound);
    }

    /// @dev Everything but the champion's deciding sum, which is all that a baseline has.
    function _isChallengerZero(Verdict memory verdict) private pure returns (bool) {
        return
            verdict.wins == 0 &&
            verdict.challengerDecidingSum | verdict.championPricingSum | verdict.challengerPricingSum == 0;
    }
}
