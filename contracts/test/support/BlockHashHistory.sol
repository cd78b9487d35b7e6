// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "./Vm.sol";

/// @notice EIP-2935's history of block hashes, which the simulated chain lacks: the system contract's own code at its own
/// address. Only the chain itself writes to it, so here its slots are written directly.
library BlockHashHistory {
    /// @notice Blocks whose hashes are served.
    uint256 internal constant LENGTH = 8_191;

    address private constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;
    bytes private constant CODE =
        hex"3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f35600143038111604257611fff81430311604257611fff9006545f5260205ff35b5f5ffd5b5f35611fff60014303065500";

    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    function remember(uint256 blockNumber, bytes32 blockHash) internal {
        vm.etch(HISTORY, CODE);
        vm.store(HISTORY, bytes32(blockNumber % LENGTH), blockHash);
    }
}
