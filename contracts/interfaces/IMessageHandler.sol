// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOperatorRegistryTypes} from "./IOperatorRegistry.sol";

interface IMessageHandlerErrors {
    error NotAvsGovernance(address caller);
    error ZeroAddress();
}

/// @title Message handler: carries changes of the operator set from governance to the registry
/// @notice On one chain a direct call; across chains a bridge's adapter.
interface IMessageHandler is IMessageHandlerErrors {
    function sendOperatorChange(IOperatorRegistryTypes.OperatorChange calldata change) external;
}
