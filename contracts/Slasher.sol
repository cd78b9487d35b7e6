// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {IAttestationCenter} from "./interfaces/IAttestationCenter.sol";
import {IAvsGovernance, IAvsGovernanceTypes} from "./interfaces/IAvsGovernance.sol";
import {IModelSubmission} from "./interfaces/IModelSubmission.sol";
import {ISlasher} from "./interfaces/ISlasher.sol";
import {Bls} from "./libraries/Bls.sol";
import {Gap} from "./libraries/Gap.sol";
import {Messages} from "./libraries/Messages.sol";
import {PackedKeys} from "./types/PackedKey.sol";
import {Outcome, Verdict} from "./types/Verdict.sol";

/// @title Slasher
/// @notice See `ISlasher` and docs/contracts.md. It holds no money; governance replaces it by naming another.
contract Slasher is ISlasher {
    using Bls for BLS.G1Point;
    using PackedKeys for BLS.G1Point;

    /// @notice Most that a reporter may earn: who reports itself loses four fifths at least.
    uint256 public constant MAXIMUM_REPORTER_BPS = 2_000;

    address public immutable override avsGovernance;
    address public immutable override attestationCenter;
    address public immutable override modelSubmission;
    uint16 public immutable override equivocationBps;
    uint16 public immutable override contradictingClaimBps;
    uint16 public immutable override reporterBps;

    mapping(bytes32 offenceId => bool) public override isProven;

    constructor(
        address avsGovernance_,
        address attestationCenter_,
        uint16 equivocationBps_,
        uint16 contradictingClaimBps_,
        uint16 reporterBps_
    ) {
        if (avsGovernance_ == address(0) || attestationCenter_ == address(0)) revert ZeroAddress();
        _checkShare("equivocationBps", equivocationBps_, Gap.BPS);
        _checkShare("contradictingClaimBps", contradictingClaimBps_, Gap.BPS);
        _checkShare("reporterBps", reporterBps_, MAXIMUM_REPORTER_BPS);
        avsGovernance = avsGovernance_;
        attestationCenter = attestationCenter_;
        modelSubmission = IAttestationCenter(attestationCenter_).modelSubmission();
        equivocationBps = equivocationBps_;
        contradictingClaimBps = contradictingClaimBps_;
        reporterBps = reporterBps_;
    }

    /// @inheritdoc ISlasher
    function slashEquivocation(EquivocationEvidence calldata evidence) external override {
        Verdict calldata first = evidence.first;
        Verdict calldata second = evidence.second;
        _checkEvaluated(first.outcome);
        _checkEvaluated(second.outcome);
        if (
            first.submissionId != second.submissionId ||
            first.seed != second.seed ||
            first.championId != second.championId
        ) revert DifferentEvaluations();
        bytes32 firstHash = Messages.hashOf(attestationCenter, evidence.taskDefinitionId, first);
        bytes32 secondHash = Messages.hashOf(attestationCenter, evidence.taskDefinitionId, second);
        if (firstHash == secondHash) revert SameVerdict(firstHash);

        BLS.G1Point memory key = evidence.key;
        bytes32 keyHash = key.hash();
        address operator = IAvsGovernance(avsGovernance).operatorOfKey(keyHash);
        if (operator == address(0)) revert UnknownKey(keyHash);
        if (!key.verify(firstHash, evidence.firstSignature)) revert SignatureInvalid(0);
        if (!key.verify(secondHash, evidence.secondSignature)) revert SignatureInvalid(1);
        _slash(Offence.Equivocation, operator, first, equivocationBps);
    }

    /// @inheritdoc ISlasher
    function slashContradictingClaim(ClaimEvidence calldata evidence) external override {
        Verdict memory verdict = evidence.verdict;
        _checkEvaluated(verdict.outcome);
        uint64 submissionId = verdict.submissionId;
        uint16 taskDefinitionId = IModelSubmission(modelSubmission)
            .verdictTerms(submissionId)
            .taskDefinitionId;
        bytes32 verdictHash = Messages.hashOf(attestationCenter, taskDefinitionId, verdict);
        bytes32 standing = IModelSubmission(modelSubmission).getSubmission(submissionId).verdictHash;
        if (verdictHash != standing) revert VerdictDoesNotStand(submissionId, standing, verdictHash);

        address performer = evidence.performer;
        bytes32 proof = evidence.proofOfTask;
        if (proof == Messages.proofOfTask(performer, verdictHash)) revert ClaimHolds(proof);
        // A claim hides what it claims, but there is only one verdict of unavailability.
        Verdict memory unavailable;
        unavailable.submissionId = submissionId;
        unavailable.seed = verdict.seed;
        unavailable.championId = verdict.championId;
        unavailable.outcome = Outcome.Unavailable;
        unavailable.traceDigest = Messages.UNAVAILABLE_TRACE_DIGEST;
        bytes32 unavailableHash = Messages.hashOf(attestationCenter, taskDefinitionId, unavailable);
        if (proof == Messages.proofOfTask(performer, unavailableHash)) revert ClaimOfUnavailability(proof);

        bytes32 claim = Messages.claim(
            attestationCenter,
            taskDefinitionId,
            submissionId,
            verdict.seed,
            verdict.championId,
            evidence.attempt,
            proof
        );
        (address signer, , ) = ECDSA.tryRecoverCalldata(
            MessageHashUtils.toEthSignedMessageHash(claim),
            evidence.signature
        );
        // No signature recovers to the zero address: `tryRecover` returns it for a failure.
        if (signer == address(0) || signer != performer) revert ClaimSignatureInvalid(performer);
        _slash(Offence.ContradictingClaim, performer, verdict, contradictingClaimBps);
    }

    /// @inheritdoc ISlasher
    function offenceId(
        Offence offence,
        address operator,
        uint64 submissionId,
        bytes32 seed,
        uint64 championId
    ) public pure override returns (bytes32) {
        return keccak256(abi.encode(offence, operator, submissionId, seed, championId));
    }

    function _slash(Offence offence, address operator, Verdict memory verdict, uint16 shareBps) private {
        uint64 submissionId = verdict.submissionId;
        bytes32 id = offenceId(offence, operator, submissionId, verdict.seed, verdict.championId);
        if (isProven[id]) revert AlreadySlashed(id);
        isProven[id] = true;
        uint128 slashed = IAvsGovernance(avsGovernance).slash(
            IAvsGovernanceTypes.Slashing({
                operator: operator,
                shareBps: shareBps,
                // Two verdicts are no accident; a false claim may be a broken machine's.
                eject: offence == Offence.Equivocation,
                reporter: msg.sender,
                reporterBps: reporterBps,
                treasury: IModelSubmission(modelSubmission).treasury()
            })
        );
        emit OffenceProven(id, operator, offence, submissionId, msg.sender, slashed);
    }

    function _checkEvaluated(Outcome outcome) private pure {
        if (outcome == Outcome.None || outcome == Outcome.Unavailable) revert NotEvaluated(outcome);
    }

    function _checkShare(bytes32 share, uint256 value, uint256 bound) private pure {
        if (value == 0 || value > bound) revert ShareOutOfBounds(share, value, bound);
    }
}
