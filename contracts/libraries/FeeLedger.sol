// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Fee ledger: what operators earned in one token
/// @notice A fee is shared by voting power in constant time: `perPower` grows by the fee divided by the total power,
/// and each account remembers up to where it was paid. Amounts per power are scaled by 2**96. What a division leaves
/// over is carried: the ledger's remainder into the next fee, an account's fraction into its next booking.
///
/// An account that did not sign is debited by moving its checkpoint forward past a fee: its own power times that
/// growth is then never booked. One slot, whatever the fee.
library FeeLedger {
    using SafeCast for uint256;

    uint256 private constant SCALE_BITS = 96;

    /// @param checkpoint The `perPower` up to which the account's share is booked; ahead of it by what was debited.
    /// @param fraction Booked, but less than one base unit; scaled.
    /// @param booked Base units that can be withdrawn.
    /// @param opened Keeps the slot of `booked` in use, so that the verdict that pays an operator for the first time
    /// costs its aggregator no more than another.
    struct Account {
        uint160 checkpoint;
        uint96 fraction;
        uint128 booked;
        bool opened;
    }

    /// @param perPower All that one unit of power ever earned, scaled.
    /// @param remainder What the last division by the total power left over, scaled; less than the total power.
    struct Ledger {
        uint160 perPower;
        uint96 remainder;
        mapping(address account => Account) accounts;
    }

    /// @notice Shares `amount` by power over the whole set.
    /// @return growth What one unit of power earned, scaled.
    function accrue(
        Ledger storage ledger,
        uint256 amount,
        uint256 totalPower
    ) internal returns (uint256 growth) {
        uint256 scaled = (amount << SCALE_BITS) + ledger.remainder;
        growth = scaled / totalPower;
        ledger.perPower = (ledger.perPower + growth).toUint160();
        ledger.remainder = (scaled % totalPower).toUint96();
    }

    /// @notice Books `amount` for an account directly.
    function add(Ledger storage ledger, address account, uint256 amount) internal {
        if (amount != 0) ledger.accounts[account].booked += amount.toUint128();
    }

    /// @notice Books `amount` and a scaled amount for an account; its fraction is carried.
    /// @return whole Base units that the scaled amount came to.
    function addScaled(
        Ledger storage ledger,
        address account,
        uint256 amount,
        uint256 scaled
    ) internal returns (uint256 whole) {
        Account storage entry = ledger.accounts[account];
        scaled += entry.fraction;
        whole = scaled >> SCALE_BITS;
        // The lower bits are what the shift left over.
        entry.fraction = uint96(scaled);
        if (amount + whole != 0) entry.booked += (amount + whole).toUint128();
    }

    /// @notice Takes the last growth away from an account.
    function debit(Ledger storage ledger, address account, uint256 growth) internal {
        Account storage entry = ledger.accounts[account];
        entry.checkpoint = (entry.checkpoint + growth).toUint160();
    }

    /// @notice Books what an account earned with `power` since its checkpoint.
    function book(Ledger storage ledger, address account, uint96 power) internal {
        uint160 perPower = ledger.perPower;
        uint256 unbooked = (uint256(perPower) - ledger.accounts[account].checkpoint) * power;
        ledger.accounts[account].checkpoint = perPower;
        if (unbooked != 0) addScaled(ledger, account, 0, unbooked);
    }

    /// @notice Opens the account of an operator that joins.
    function open(Ledger storage ledger, address account) internal {
        ledger.accounts[account].opened = true;
    }

    /// @notice Books and takes out everything that an account earned.
    function withdraw(
        Ledger storage ledger,
        address account,
        uint96 power
    ) internal returns (uint256 amount) {
        book(ledger, account, power);
        amount = ledger.accounts[account].booked;
        ledger.accounts[account].booked = 0;
    }

    /// @notice What `withdraw` would take out.
    function earned(Ledger storage ledger, address account, uint96 power) internal view returns (uint256) {
        Account storage entry = ledger.accounts[account];
        uint256 unbooked = (uint256(ledger.perPower) - entry.checkpoint) * power + entry.fraction;
        return entry.booked + (unbooked >> SCALE_BITS);
    }
}
