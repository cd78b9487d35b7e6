// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title Test token: an ERC-20 with permit that anyone can draw from a faucet
/// @notice For local and test networks; it is worth nothing.
contract TestToken is ERC20, ERC20Permit {
    /// @notice Most that one call of the faucet gives, in base units.
    uint256 public constant FAUCET_LIMIT = 100_000 ether;

    error FaucetLimitExceeded(uint256 amount, uint256 limit);

    constructor(string memory name, string memory symbol) ERC20(name, symbol) ERC20Permit(name) {}

    /// @notice Mints to the caller.
    function faucet(uint256 amount) external {
        if (amount > FAUCET_LIMIT) revert FaucetLimitExceeded(amount, FAUCET_LIMIT);
        _mint(msg.sender, amount);
    }
}
