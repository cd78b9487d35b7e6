// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Tells the runner which functions it may call between two looks at the invariants.
abstract contract InvariantTargets {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    address private _targetedContract;
    bytes4[] private _targetedSelectors;

    function targetContracts() public view returns (address[] memory contracts) {
        contracts = new address[](1);
        contracts[0] = _targetedContract;
    }

    function targetSelectors() public view returns (FuzzSelector[] memory selectors) {
        selectors = new FuzzSelector[](1);
        selectors[0] = FuzzSelector(_targetedContract, _targetedSelectors);
    }

    function _target(address target, bytes4[] memory selectors) internal {
        (_targetedContract, _targetedSelectors) = (target, selectors);
    }
}
