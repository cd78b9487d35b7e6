// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Binomial tail: how often chance alone wins
/// @notice The sign test's error of the first kind: a challenger no better than the champion wins each round with
/// probability at most one half, independently.
library BinomialTail {
    /// @notice Most rounds for which the numerator fits 64 bits.
    uint256 internal constant MAXIMUM_ROUNDS = 64;

    /// @notice The number of outcomes, out of `2^rounds`, with at least `wins` wins:
    /// the sum of the binomial coefficients C(rounds, i) over i from `wins` to `rounds`.
    /// @dev Exact: each coefficient is computed from the one before, and the division leaves no remainder.
    /// `rounds` must be at most 64; with `wins` of at least 1 the result fits 64 bits.
    function numerator(uint256 rounds, uint256 wins) internal pure returns (uint256 sum) {
        uint256 coefficient = 1;
        for (uint256 losses; losses + wins <= rounds; ++losses) {
            sum += coefficient;
            coefficient = (coefficient * (rounds - losses)) / (losses + 1);
        }
    }

    /// @notice The fair price of one try at `pool`: `ceil(pool * numerator / 2^rounds)`.
    function fairPrice(uint256 pool, uint256 tailNumerator, uint256 rounds) internal pure returns (uint256) {
        return (pool * tailNumerator + (1 << rounds) - 1) >> rounds;
    }
}
