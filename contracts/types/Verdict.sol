// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What the operators found. Only these five are ever signed; an expired submission and one that was
/// never revealed need no verdict.
enum Outcome {
    None,
    Baseline,
    Improved,
    NotImproved,
    Invalid,
    Unavailable
}

/// @notice The statement that more than two thirds of the voting power sign with BLS. Everything that moves
/// money is in it.
/// @param submissionId The submission judged.
/// @param seed The seed that its evaluation data was drawn from.
/// @param championId The submission that it was compared with; its own id for a baseline.
/// @param outcome What was found.
/// @param wins Deciding rounds won by the challenger.
/// @param championDecidingSum Sum of the champion's scores over the deciding rounds, 1e18 = 1 (Σb).
/// @param challengerDecidingSum Sum of the challenger's scores over the deciding rounds (Σc).
/// @param championPricingSum Sum of the champion's scores over the pricing rounds (Σb'); 0 when there were none.
/// @param challengerPricingSum Sum of the challenger's scores over the pricing rounds (Σc'); 0 when there were none.
/// @param traceDigest SHA-256 over all inputs, outputs and scores; for `Invalid` the hash of the typed reason;
/// for `Unavailable` a constant.
struct Verdict {
    uint64 submissionId;
    bytes32 seed;
    uint64 championId;
    Outcome outcome;
    uint8 wins;
    uint256 championDecidingSum;
    uint256 challengerDecidingSum;
    uint256 championPricingSum;
    uint256 challengerPricingSum;
    bytes32 traceDigest;
}
