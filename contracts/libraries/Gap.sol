// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Gap: when an improvement counts, and what it is paid
/// @notice Scores are fixed-point, 1e18 = 1; sums run over the rounds. `distance` is what the champion lacks to the
/// target over all rounds (D), and may be negative.
library Gap {
    uint256 internal constant SCORE_ONE = 1e18;
    uint256 internal constant BPS = 10_000;

    /// @notice `rounds * target - championSum`.
    function distance(
        uint256 rounds,
        uint256 targetScore,
        uint256 championSum
    ) internal pure returns (int256) {
        return int256(rounds * targetScore) - int256(championSum);
    }

    /// @notice Whether one deciding round counts as won: the challenger is ahead, and by its share of the gap.
    function wins(
        uint256 championScore,
        uint256 challengerScore,
        uint256 rounds,
        uint256 minGapBps,
        int256 decidingDistance
    ) internal pure returns (bool) {
        if (challengerScore <= championScore) return false;
        return
            int256(rounds * BPS * (challengerScore - championScore)) >= int256(minGapBps) * decidingDistance;
    }

    /// @notice Whether the deciding rounds are passed: enough wins, enough of the gap closed, a gap to close.
    function passes(
        uint256 wonRounds,
        uint256 requiredWins,
        uint256 championSum,
        uint256 challengerSum,
        uint256 minGapBps,
        int256 decidingDistance
    ) internal pure returns (bool) {
        if (wonRounds < requiredWins || decidingDistance <= 0) return false;
        int256 gain = int256(challengerSum) - int256(championSum);
        return int256(BPS) * gain >= int256(minGapBps) * decidingDistance;
    }

    /// @notice The share of the pool that a verified improvement earns: `floor(available * gain / distance)`, all of
    /// it when the pricing rounds see the gap closed. `gain` must be positive.
    /// @param available The pool without the refund of the operators' fee.
    function payment(
        uint256 available,
        uint256 gain,
        int256 pricingDistance
    ) internal pure returns (uint256) {
        if (pricingDistance <= 0 || gain >= uint256(pricingDistance)) return available;
        return (available * gain) / uint256(pricingDistance);
    }
}
