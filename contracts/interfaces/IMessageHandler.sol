// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {IOperatorRegistryTypes} from "./IOperatorRegistry.sol";

interface IMessageHandlerErrors {
    error NotAvsGovernance(address caller);
    error ZeroAddress();
}

/// @title Message handler: all that governance and the registry say to each other
/// @notice On one chain direct calls; across chains a bridge's adapter. Governance asks nobody else about the registry,
/// so that the two need not be on one chain.
interface IMessageHandler is IMessageHandlerErrors {
    function sendOperatorChange(IOperatorRegistryTypes.OperatorChange calldata change) external;
    /// @notice What a registration must sign: bound to the registry, and to the chain that the registry is on.
    function possessionMessage(address operator, BLS.G1Point calldata key) external view returns (bytes32);
    /// @notice Whether the registry has let go of an operator. Across chains: whether it has said so, of all changes
    /// that were sent.
    function hasLeft(address operator) external view returns (bool);
}
