// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestationCenterErrors, IAttestationCenterTypes} from "../interfaces/IAttestationCenter.sol";

/// @title Definition bounds: what a task definition may ask for
library DefinitionBounds {
    /// @notice More than two thirds, rounded up.
    uint256 internal constant MINIMUM_QUORUM_BPS = 6_667;
    /// @notice Any more would let too small a part of the power hold up every verdict.
    uint256 internal constant MAXIMUM_QUORUM_BPS = 7_500;
    /// @notice Performer and aggregator together: half is always the attesters'.
    uint256 internal constant MAXIMUM_SINGLED_OUT_BPS = 5_000;
    uint256 internal constant MAXIMUM_SEED_DELAY_BLOCKS = 256;
    /// @notice About a week of twelve-second blocks: nobody's money waits longer for one actor.
    uint256 internal constant MAXIMUM_WINDOW_BLOCKS = 50_400;
    uint256 internal constant MAXIMUM_GRACE_PERIOD_SECONDS = 30 days;
    uint256 internal constant MAXIMUM_PARAMETER_BYTES = 1 << 32;
    /// @notice A fee floor above this is a slip of the decimal point, and would close the definition to everybody.
    uint256 internal constant MAXIMUM_FEE_FLOOR_UNITS = 1_000_000_000;
    /// @notice Metered work of one round; about an hour of a machine of today.
    uint256 internal constant MAXIMUM_WORK = 1e12;
    uint256 internal constant MAXIMUM_MODEL_RUNS = 1_000_000;
    /// @notice What a sandbox of 32 bits can have at all.
    uint256 internal constant MAXIMUM_MEMORY_BYTES = 1 << 31;
    uint256 internal constant MAXIMUM_STACK_BYTES = 16 << 20;

    function check(IAttestationCenterTypes.TaskDefinition calldata definition) internal pure {
        _atLeast("runtimeId", uint256(definition.runtimeId), 1);
        _atLeast("avsLogic", uint256(uint160(definition.avsLogic)), 1);
        _atLeast("enabled", definition.enabled ? 1 : 0, 1);
        _atLeast("minimumQuorumBps", definition.minimumQuorumBps, MINIMUM_QUORUM_BPS);
        _atLeast("maximumQuorumBps", definition.maximumQuorumBps, definition.minimumQuorumBps);
        _atMost("maximumQuorumBps", definition.maximumQuorumBps, MAXIMUM_QUORUM_BPS);
        _atMost(
            "performerBps",
            uint256(definition.performerBps) + definition.aggregatorBps,
            MAXIMUM_SINGLED_OUT_BPS
        );
        _atLeast("revealWindowBlocks", definition.revealWindowBlocks, 1);
        _atMost("revealWindowBlocks", definition.revealWindowBlocks, MAXIMUM_WINDOW_BLOCKS);
        _atLeast("seedDelayBlocks", definition.seedDelayBlocks, 1);
        _atMost("seedDelayBlocks", definition.seedDelayBlocks, MAXIMUM_SEED_DELAY_BLOCKS);
        _atLeast("responseWindowBlocks", definition.responseWindowBlocks, 1);
        _atMost("responseWindowBlocks", definition.responseWindowBlocks, definition.verdictWindowBlocks);
        _atMost("verdictWindowBlocks", definition.verdictWindowBlocks, MAXIMUM_WINDOW_BLOCKS);
        _atMost("gracePeriodSeconds", definition.gracePeriodSeconds, MAXIMUM_GRACE_PERIOD_SECONDS);
        _atLeast("maximumParameterBytes", definition.maximumParameterBytes, 1);
        _atMost("maximumParameterBytes", definition.maximumParameterBytes, MAXIMUM_PARAMETER_BYTES);
        _atMost("feeFloorUnits", definition.feeFloorUnits, MAXIMUM_FEE_FLOOR_UNITS);
        _atMost("ticks", definition.budget.ticks, MAXIMUM_WORK);
        _atMost("nativeWork", definition.budget.nativeWork, MAXIMUM_WORK);
        _atMost("tensorElements", definition.budget.tensorElements, MAXIMUM_WORK);
        _atMost("modelRuns", definition.budget.modelRuns, MAXIMUM_MODEL_RUNS);
        _atMost("memoryBytes", definition.budget.memoryBytes, MAXIMUM_MEMORY_BYTES);
        _atMost("stackBytes", definition.budget.stackBytes, MAXIMUM_STACK_BYTES);
        _atLeast("ticks", definition.budget.ticks, 1);
        _atLeast("nativeWork", definition.budget.nativeWork, 1);
        _atLeast("tensorElements", definition.budget.tensorElements, 1);
        _atLeast("modelRuns", definition.budget.modelRuns, 1);
        _atLeast("memoryBytes", definition.budget.memoryBytes, 1);
        _atLeast("stackBytes", definition.budget.stackBytes, 1);
    }

    function _atLeast(bytes32 parameter, uint256 value, uint256 bound) private pure {
        if (value < bound) revert IAttestationCenterErrors.DefinitionOutOfBounds(parameter, value, bound);
    }

    function _atMost(bytes32 parameter, uint256 value, uint256 bound) private pure {
        if (value > bound) revert IAttestationCenterErrors.DefinitionOutOfBounds(parameter, value, bound);
    }
}
