// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestationCenterTypes} from "../interfaces/IAttestationCenter.sol";
import {IModelSubmissionErrors, IModelSubmissionTypes} from "../interfaces/IModelSubmission.sol";
import {BinomialTail} from "./BinomialTail.sol";
import {ContentPointers} from "./ContentPointers.sol";
import {Gap} from "./Gap.sol";

/// @title Term bounds: what a task must promise to be sound
/// @notice Each refusal names the term, the value and the bound.
library TermBounds {
    uint256 internal constant MAXIMUM_PENDING = 256;
    uint256 internal constant MAXIMUM_DURATION_SECONDS = 730 days;
    uint256 internal constant MAXIMUM_STORAGE_ADDRESSES = 8;
    uint256 internal constant MAXIMUM_STORAGE_ADDRESS_BYTES = 256;
    uint256 internal constant MAXIMUM_STORAGE_QUOTA_BYTES = 1 << 40;
    uint256 internal constant MAXIMUM_AMOUNT = type(uint96).max;

    /// @notice Reverts unless the terms are within their bounds under `definition`.
    /// @param feeUnit What one fee unit of the definition is worth in base units of the task's token.
    function check(
        IModelSubmissionTypes.TaskTerms calldata terms,
        IAttestationCenterTypes.TaskDefinition memory definition,
        uint256 feeUnit
    ) internal view {
        ContentPointers.check(terms.architecture);
        ContentPointers.check(terms.parameters);
        ContentPointers.check(terms.evaluation);
        ContentPointers.check(terms.metadata);

        _atMost("storageAddresses", terms.storageAddresses.length, MAXIMUM_STORAGE_ADDRESSES);
        for (uint256 i; i < terms.storageAddresses.length; ++i) {
            _atMost("storageAddress", bytes(terms.storageAddresses[i]).length, MAXIMUM_STORAGE_ADDRESS_BYTES);
        }
        _atMost("storageQuotaBytes", terms.storageQuotaBytes, MAXIMUM_STORAGE_QUOTA_BYTES);

        _atLeast("minGapBps", terms.minGapBps, 1);
        _atMost("minGapBps", terms.minGapBps, Gap.BPS);
        _atLeast("targetScore", terms.targetScore, 1);
        _atMost("targetScore", terms.targetScore, Gap.SCORE_ONE);
        _atLeast("rounds", terms.rounds, 1);
        _atMost("rounds", terms.rounds, BinomialTail.MAXIMUM_ROUNDS);
        // Fewer would let a challenger pass that lost as many rounds as it won.
        _atLeast("requiredWins", terms.requiredWins, terms.rounds / 2 + 1);
        _atMost("requiredWins", terms.requiredWins, terms.rounds);

        _atLeast("bounty", terms.bounty, 1);
        _atMost("bounty", terms.bounty, MAXIMUM_AMOUNT);
        _atMost("bond", terms.bond, MAXIMUM_AMOUNT);
        _atLeast("operatorFee", terms.operatorFee, uint256(definition.feeFloorUnits) * feeUnit);
        // The smallest improvement that counts must earn its finder more than judging it costs.
        _atMost("operatorFee", terms.operatorFee, (uint256(terms.bounty) * terms.minGapBps) / Gap.BPS);
        // The baseline's fee comes out of the bounty: no task opens with nothing to win.
        _atLeast("bounty", terms.bounty, uint256(terms.operatorFee) + 1);

        _atLeast("quorumBps", terms.quorumBps, definition.minimumQuorumBps);
        _atMost("quorumBps", terms.quorumBps, definition.maximumQuorumBps);
        _atLeast("maxPending", terms.maxPending, 1);
        _atMost("maxPending", terms.maxPending, MAXIMUM_PENDING);
        _atLeast("deadline", terms.deadline, block.timestamp + 1);
        _atMost("deadline", terms.deadline, block.timestamp + MAXIMUM_DURATION_SECONDS);
    }

    function _atLeast(bytes32 term, uint256 value, uint256 bound) private pure {
        if (value < bound) revert IModelSubmissionErrors.TermOutOfBounds(term, value, bound);
    }

    function _atMost(bytes32 term, uint256 value, uint256 bound) private pure {
        if (value > bound) revert IModelSubmissionErrors.TermOutOfBounds(term, value, bound);
    }
}
