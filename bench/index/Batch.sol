// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Batch: makes many calls in one transaction, as an account of its own
/// @notice For measurements: tens of thousands of events take some thousand transactions.
contract Batch {
    /// @notice Makes the calls in their order; all succeed, or none.
    function run(address target, bytes[] calldata calls) external {
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool success, bytes memory answer) = target.call(calls[i]);
            if (!success) {
                assembly ("memory-safe") {
                    revert(add(answer, 32), mload(answer))
                }
            }
        }
    }
}
