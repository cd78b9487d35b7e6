// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IPausableFlows} from "./interfaces/IPausableFlows.sol";
import {PauseClock} from "./libraries/PauseClock.sol";
import {GOVERNOR_ROLE, PAUSER_ROLE} from "./types/Roles.sol";

/// @title Pausable flows
/// @notice See `IPausableFlows` and docs/contracts.md.
abstract contract PausableFlows is IPausableFlows, AccessControl {
    using PauseClock for PauseClock.Clock;

    mapping(Flow => PauseClock.Clock) private _clocks;

    /// @dev A bit a flow, set while the flow may be paused: a pause that ended by itself leaves its bit until the next
    /// change, and only then the clock is looked at. It stands last, so that it shares its slot with what the contract
    /// that inherits it reads anyway.
    uint8 private _pausedFlows;

    modifier onlyPauser() {
        if (!hasRole(PAUSER_ROLE, msg.sender) && !hasRole(GOVERNOR_ROLE, msg.sender)) {
            revert NotPauser(msg.sender);
        }
        _;
    }

    /// @inheritdoc IPausableFlows
    function pause(Flow flow) external override onlyPauser {
        if (!_hasFlow(flow)) revert UnknownFlow(flow);
        PauseClock.Clock storage clock = _clocks[flow];
        uint48 end = clock.lastEnd();
        if (block.number < end) revert FlowIsPaused(flow, end);
        uint48 earliestBlock = clock.earliestStart();
        if (block.number < earliestBlock) revert PausedTooSoon(flow, earliestBlock);
        _pausedFlows |= _bit(flow);
        emit FlowPaused(flow, clock.begin());
    }

    /// @inheritdoc IPausableFlows
    function resume(Flow flow) external override onlyPauser {
        PauseClock.Clock storage clock = _clocks[flow];
        if (block.number >= clock.lastEnd()) revert FlowNotPaused(flow);
        clock.finish();
        _pausedFlows &= ~_bit(flow);
        emit FlowResumed(flow);
    }

    /// @inheritdoc IPausableFlows
    function isPaused(Flow flow) external view override returns (bool) {
        return block.number < _clocks[flow].lastEnd();
    }

    /// @inheritdoc IPausableFlows
    function pausedBlocks(Flow flow, uint256 since) public view override returns (uint256) {
        return _clocks[flow].pausedSince(since);
    }

    function _requireRunning(Flow flow) internal view {
        if (_pausedFlows & _bit(flow) == 0) return;
        uint48 end = _clocks[flow].lastEnd();
        if (block.number < end) revert FlowIsPaused(flow, end);
    }

    /// @dev Whether the flow is one of this contract's.
    function _hasFlow(Flow flow) internal pure virtual returns (bool);

    function _bit(Flow flow) private pure returns (uint8) {
        return uint8(1 << uint8(flow));
    }
}
