// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {Outcome, Verdict} from "../types/Verdict.sol";

interface ISlasherTypes {
    enum Offence {
        Equivocation,
        ContradictingClaim
    }

    /// @notice Two signatures of one key on different verdicts of the same evaluation.
    /// @param key The signer's key; it may be one that its operator no longer uses.
    /// @param taskDefinitionId The task's definition, part of what was signed.
    struct EquivocationEvidence {
        BLS.G1Point key;
        uint16 taskDefinitionId;
        Verdict first;
        BLS.G2Point firstSignature;
        Verdict second;
        BLS.G2Point secondSignature;
    }

    /// @notice A performer's signed claim, and the verdict of the same evaluation that stands.
    /// @param proofOfTask What the performer claimed. @param signature Its signature of the claim.
    /// @param verdict The verdict that stands: its submission, seed and champion are the claim's.
    struct ClaimEvidence {
        address performer;
        uint32 attempt;
        bytes32 proofOfTask;
        bytes signature;
        Verdict verdict;
    }
}

interface ISlasherErrors is ISlasherTypes {
    /// @notice Only what was evaluated is evidence: whether content was there is each operator's own view.
    error NotEvaluated(Outcome outcome);
    /// @notice The two verdicts are of different submissions, seeds or champions: both may be true.
    error DifferentEvaluations();
    error SameVerdict(bytes32 verdictHash);
    error UnknownKey(bytes32 keyHash);
    /// @param index 0 for the first signature, 1 for the second.
    error SignatureInvalid(uint256 index);
    error VerdictDoesNotStand(uint64 submissionId, bytes32 expected, bytes32 actual);
    error ClaimHolds(bytes32 proofOfTask);
    error ClaimOfUnavailability(bytes32 proofOfTask);
    error ClaimSignatureInvalid(address performer);
    error AlreadySlashed(bytes32 offenceId);
    error ShareOutOfBounds(bytes32 share, uint256 value, uint256 bound);
    error ZeroAddress();
}

interface ISlasherEvents is ISlasherTypes {
    event OffenceProven(
        bytes32 indexed offenceId,
        address indexed operator,
        Offence indexed offence,
        uint64 submissionId,
        address reporter,
        uint128 slashed
    );
}

/// @title Slasher: takes stake for what an operator's own signatures prove
/// @notice Anyone may report, once an offence, and earns a small share; the treasury gets the rest.
interface ISlasher is ISlasherErrors, ISlasherEvents {
    function slashEquivocation(EquivocationEvidence calldata evidence) external;
    function slashContradictingClaim(ClaimEvidence calldata evidence) external;

    /// @notice What an offence is known by: an operator is slashed once for each evaluation and kind.
    function offenceId(
        Offence offence,
        address operator,
        uint64 submissionId,
        bytes32 seed,
        uint64 championId
    ) external pure returns (bytes32);
    function isProven(bytes32 offenceId) external view returns (bool);
    function avsGovernance() external view returns (address);
    function attestationCenter() external view returns (address);
    function modelSubmission() external view returns (address);
    function equivocationBps() external view returns (uint16);
    function contradictingClaimBps() external view returns (uint16);
    function reporterBps() external view returns (uint16);
}
