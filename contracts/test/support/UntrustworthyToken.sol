// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Whether a call succeeds is what is asked here.
// solhint-disable avoid-low-level-calls

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice An ERC-20 that is honest until it is told to be otherwise, as one on governance's list may turn out to be.
contract UntrustworthyToken is ERC20 {
    enum Behaviour {
        Honest,
        TakesFeeFromTheAmount,
        TakesFeeFromTheSender,
        MintsOnTransfer,
        Reverts,
        ReturnsFalse,
        ReturnsNothing,
        ReturnsTrueAndMovesNothing,
        CallsBack
    }

    uint256 private constant FEE_DIVISOR = 100;

    Behaviour public behaviour;
    /// @notice What every balance is multiplied with, in basis points: a rebase.
    uint256 public scaleBps = 10_000;
    /// @notice Whom the token calls while it transfers, what it says, and what came of it.
    address public callee;
    bytes public message;
    bool public calledBack;
    bool public callSucceeded;
    bytes public answer;

    error TransfersAreOff();

    constructor() ERC20("Untrustworthy Token", "UT") {}

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    function turn(Behaviour behaviour_) external {
        behaviour = behaviour_;
    }

    function rebase(uint256 scaleBps_) external {
        scaleBps = scaleBps_;
    }

    /// @notice From now on every transfer makes this call first.
    function callBack(address callee_, bytes calldata message_) external {
        behaviour = Behaviour.CallsBack;
        (callee, message) = (callee_, message_);
        (calledBack, callSucceeded, answer) = (false, false, "");
    }

    function balanceOf(address account) public view override returns (uint256) {
        return (super.balanceOf(account) * scaleBps) / 10_000;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        _spendAllowance(from, msg.sender, amount);
        return _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private returns (bool) {
        if (behaviour == Behaviour.Reverts) revert TransfersAreOff();
        if (behaviour == Behaviour.ReturnsFalse) return false;
        if (behaviour == Behaviour.ReturnsTrueAndMovesNothing) return true;
        if (behaviour == Behaviour.CallsBack && !calledBack) {
            calledBack = true;
            (callSucceeded, answer) = callee.call(message);
        }
        _transfer(from, to, amount);
        if (behaviour == Behaviour.TakesFeeFromTheAmount) _burn(to, amount / FEE_DIVISOR);
        if (behaviour == Behaviour.TakesFeeFromTheSender) _burn(from, amount / FEE_DIVISOR);
        if (behaviour == Behaviour.MintsOnTransfer) _mint(to, amount / FEE_DIVISOR);
        if (behaviour == Behaviour.ReturnsNothing) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return true;
    }
}
