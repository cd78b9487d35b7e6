// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Gap} from "../libraries/Gap.sol";
import {Assertions} from "./support/Assertions.sol";

/// @notice An improvement made in steps never earns more than the same improvement made at once, to the last base unit:
/// what rounding leaves over stays in the pool.
contract SplittingTest is Assertions {
    uint256 private constant STEPS = 8;

    function test_fuzz_payment_inStepsIsNeverMoreThanAtOnce(
        uint96 pool,
        uint64 distance,
        uint64[STEPS] memory gains,
        uint96 fee
    ) public pure {
        // A task without either is over. A gain may be one more than the distance.
        vm.assume(distance != 0 && distance != type(uint64).max && pool != 0);
        // Small gains as well as ones that overshoot the target.
        uint256 total;
        for (uint256 i; i < STEPS; ++i) {
            gains[i] = 1 + (gains[i] % (1 + distance / uint64(i + 1)));
            total += gains[i];
        }
        (int256 atOnce, ) = _earn(pool, total, int256(uint256(distance)), fee);
        int256 inSteps;
        uint256 rest = pool;
        int256 left = int256(uint256(distance));
        for (uint256 i; i < STEPS && rest != 0; ++i) {
            int256 earned;
            (earned, rest) = _earn(rest, gains[i], left, fee);
            inSteps += earned;
            left -= int256(uint256(gains[i]));
        }
        assertTrue(inSteps <= atOnce, "in steps no more than at once");
    }

    /// @dev What a verified improvement leaves its optimizer beyond its bond, as model submission pays it: the fee is
    /// spent, and as much of it as the pool has comes back.
    function _earn(
        uint256 pool,
        uint256 gain,
        int256 distance,
        uint256 fee
    ) private pure returns (int256 earned, uint256 rest) {
        uint256 refund = fee < pool ? fee : pool;
        uint256 payment = Gap.payment(pool - refund, gain, distance);
        return (int256(payment + refund) - int256(fee), pool - refund - payment);
    }
}
