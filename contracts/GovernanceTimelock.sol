// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @title Governance timelock: holds the roles of all contracts
/// @notice What the council proposes is public for `minDelay` seconds before anybody it names can execute it. The
/// timelock is its own administrator: also its delay and its council change only after a delay.
contract GovernanceTimelock is TimelockController {
    constructor(
        uint256 minDelay,
        address[] memory proposers,
        address[] memory executors
    ) TimelockController(minDelay, proposers, executors, address(0)) {}
}
