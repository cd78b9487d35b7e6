// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {IMessageHandler} from "./interfaces/IMessageHandler.sol";
import {IOperatorRegistry, IOperatorRegistryTypes} from "./interfaces/IOperatorRegistry.sol";

/// @title Direct message handler: governance and registry on one chain
contract DirectMessageHandler is IMessageHandler {
    address public immutable avsGovernance;
    IOperatorRegistry public immutable operatorRegistry;

    constructor(address avsGovernance_, address operatorRegistry_) {
        if (avsGovernance_ == address(0) || operatorRegistry_ == address(0)) revert ZeroAddress();
        avsGovernance = avsGovernance_;
        operatorRegistry = IOperatorRegistry(operatorRegistry_);
    }

    /// @inheritdoc IMessageHandler
    function sendOperatorChange(IOperatorRegistryTypes.OperatorChange calldata change) external override {
        if (msg.sender != avsGovernance) revert NotAvsGovernance(msg.sender);
        operatorRegistry.queueChange(change);
    }

    /// @inheritdoc IMessageHandler
    function possessionMessage(
        address operator,
        BLS.G1Point calldata key
    ) external view override returns (bytes32) {
        return operatorRegistry.possessionMessage(operator, key);
    }

    /// @inheritdoc IMessageHandler
    function hasLeft(address operator) external view override returns (bool) {
        return operatorRegistry.hasLeft(operator);
    }
}
