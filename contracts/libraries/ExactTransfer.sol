// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title Exact transfer: ERC-20 transfers that move what they say
/// @notice A token that takes a fee, rebases or lies within the call is refused, so that what this contract owes and
/// what it holds cannot drift apart.
library ExactTransfer {
    using SafeERC20 for IERC20;

    error TransferAmountMismatch(address token, uint256 expected, uint256 actual);

    /// @notice Takes exactly `amount` from `from`.
    function take(IERC20 token, address from, uint256 amount) internal {
        uint256 balanceBefore = token.balanceOf(address(this));
        token.safeTransferFrom(from, address(this), amount);
        uint256 taken = token.balanceOf(address(this)) - balanceBefore;
        if (taken != amount) revert TransferAmountMismatch(address(token), amount, taken);
    }

    /// @notice Sends `amount` to `to` and makes sure that it cost exactly that.
    function send(IERC20 token, address to, uint256 amount) internal {
        uint256 balanceBefore = token.balanceOf(address(this));
        token.safeTransfer(to, amount);
        uint256 sent = balanceBefore - token.balanceOf(address(this));
        if (sent != amount) revert TransferAmountMismatch(address(token), amount, sent);
    }
}
