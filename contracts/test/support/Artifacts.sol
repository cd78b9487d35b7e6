// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "./Vm.sol";

/// @notice Deploys contracts from their artifacts. A test that says `new` carries the code of all that it deploys, and the
/// compiler optimizes that code again for each of them: minutes, with a dozen tests.
library Artifacts {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    error NotDeployed(string artifact, bytes arguments);
    error Deployed(string artifact, bytes arguments);

    /// @param artifact `File.sol:Contract`.
    /// @param arguments The constructor's, ABI-encoded.
    function deploy(string memory artifact, bytes memory arguments) internal returns (address deployed) {
        bytes memory code = bytes.concat(vm.getCode(artifact), arguments);
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
        }
        if (deployed == address(0)) revert NotDeployed(artifact, arguments);
    }

    /// @notice What a constructor says when it refuses its arguments.
    function refusal(string memory artifact, bytes memory arguments) internal returns (bytes memory reason) {
        bytes memory code = bytes.concat(vm.getCode(artifact), arguments);
        address deployed;
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
            reason := mload(0x40)
            mstore(reason, returndatasize())
            returndatacopy(add(reason, 0x20), 0, returndatasize())
            mstore(0x40, and(add(add(reason, 0x3f), returndatasize()), not(0x1f)))
        }
        if (deployed != address(0)) revert Deployed(artifact, arguments);
    }
}
