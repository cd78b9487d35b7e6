// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeeLedger} from "../libraries/FeeLedger.sol";
import {Assertions} from "./support/Assertions.sol";

/// @notice Whatever happens in whatever order, the ledger promises no more than came in, and loses nothing but what is
/// less than a base unit an account.
contract FeeLedgerTest is Assertions {
    using FeeLedger for FeeLedger.Ledger;

    uint256 private constant ACCOUNTS = 5;
    uint256 private constant STEPS = 40;
    address private constant TREASURY = address(uint160(ACCOUNTS));

    FeeLedger.Ledger private _ledger;
    uint96[ACCOUNTS] private _powers;
    uint256 private _totalPower;
    uint256 private _received;
    uint256 private _withdrawn;

    function test_fuzz_ledger_staysSolvent(bytes32 random) public {
        for (uint256 step; step < STEPS; ++step) {
            random = keccak256(abi.encode(random));
            uint256 choice = uint256(random) % 4;
            uint256 account = (uint256(random) >> 8) % ACCOUNTS;
            uint256 value = uint256(random) >> 160;
            if (choice == 0) _changePower(account, uint96(value >> (uint256(random) % 96)));
            else if (choice == 1) _withdrawn += _ledger.withdraw(_at(account), _powers[account]);
            else if (_totalPower != 0) _share(account, value, choice == 2);
        }
        uint256 owed = _ledger.earned(TREASURY, 0);
        for (uint256 i; i < ACCOUNTS; ++i) owed += _ledger.earned(_at(i), _powers[i]);
        assertLe(owed + _withdrawn, _received, "promises no more than came in");
        // A fraction an account, the treasury's and the ledger's remainder.
        assertLe(_received, owed + _withdrawn + ACCOUNTS + 2, "and loses nothing");
    }

    /// @dev As registry and attestation center do it: booked with the previous power first.
    function _changePower(uint256 account, uint96 power) private {
        uint96 previous = _powers[account];
        _ledger.book(_at(account), previous);
        _totalPower = _totalPower - previous + power;
        if (_totalPower > type(uint96).max) {
            _totalPower -= power;
            power = 0;
        }
        _powers[account] = power;
    }

    /// @dev A fee, of which one account may go without: its part is the treasury's.
    function _share(uint256 account, uint256 amount, bool isMissing) private {
        // Growth is bounded by 160 bits in all.
        amount %= _totalPower << 32;
        _received += amount;
        uint256 growth = _ledger.accrue(amount, _totalPower);
        if (!isMissing || _powers[account] == 0) return;
        _ledger.debit(_at(account), growth);
        _ledger.addScaled(TREASURY, 0, growth * _powers[account]);
    }

    function _at(uint256 account) private pure returns (address) {
        return address(uint160(account));
    }
}
