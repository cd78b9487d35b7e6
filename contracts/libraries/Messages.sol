// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {ContentPointer} from "../types/ContentPointer.sol";
import {Verdict} from "../types/Verdict.sol";

/// @title Messages: everything that is hashed to be signed, committed to or drawn from
/// @notice Each is bound to the chain and to the contract that judges it.
library Messages {
    bytes32 internal constant VERDICT_DOMAIN = keccak256("zarathustra.verdict.v1");
    bytes32 internal constant CLAIM_DOMAIN = keccak256("zarathustra.claim.v1");
    bytes32 internal constant POSSESSION_DOMAIN = keccak256("zarathustra.possession.v1");

    /// @notice The trace digest of `Unavailable`: there is no trace.
    bytes32 internal constant UNAVAILABLE_TRACE_DIGEST = keccak256("zarathustra.unavailable.v1");

    /// @notice What an optimizer commits to before anybody can see the parameters.
    function commitment(
        address modelSubmission,
        uint32 taskId,
        address optimizer,
        ContentPointer calldata parameters,
        bytes32 salt
    ) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, modelSubmission, taskId, optimizer, parameters, salt));
    }

    /// @notice The seed that a submission's evaluation data is drawn from.
    function seed(
        bytes32 prevRandao,
        address modelSubmission,
        uint64 submissionId
    ) internal view returns (bytes32) {
        return keccak256(abi.encode(prevRandao, block.chainid, modelSubmission, submissionId));
    }

    /// @notice What operators sign with BLS. `verdict` is the ABI encoding of a `Verdict`, a static struct, so that
    /// appending its words is the same as encoding it in place.
    function verdictHash(
        address attestationCenter,
        uint16 taskDefinitionId,
        bytes calldata verdict
    ) internal view returns (bytes32) {
        return
            keccak256(
                abi.encodePacked(
                    VERDICT_DOMAIN,
                    block.chainid,
                    uint256(uint160(attestationCenter)),
                    uint256(taskDefinitionId),
                    verdict
                )
            );
    }

    /// @notice The same of a decoded verdict.
    function hashOf(
        address attestationCenter,
        uint16 taskDefinitionId,
        Verdict memory verdict
    ) internal view returns (bytes32) {
        return
            keccak256(
                abi.encode(VERDICT_DOMAIN, block.chainid, attestationCenter, taskDefinitionId, verdict)
            );
    }

    /// @notice A performer's public claim: it shows nothing of the verdict, and nobody else can pass it off as theirs.
    function proofOfTask(address performer, bytes32 hashOfVerdict) internal pure returns (bytes32) {
        return keccak256(abi.encode(performer, hashOfVerdict));
    }

    /// @notice What a performer signs as a personal message (EIP-191).
    function claim(
        address attestationCenter,
        uint16 taskDefinitionId,
        uint64 submissionId,
        bytes32 submissionSeed,
        uint64 championId,
        uint32 attempt,
        bytes32 claimedProof
    ) internal view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    CLAIM_DOMAIN,
                    block.chainid,
                    attestationCenter,
                    taskDefinitionId,
                    submissionId,
                    submissionSeed,
                    championId,
                    attempt,
                    claimedProof
                )
            );
    }

    /// @notice What the holder of a BLS key signs to register it.
    function possession(
        address registry,
        address operator,
        BLS.G1Point calldata key
    ) internal view returns (bytes32) {
        return keccak256(abi.encode(POSSESSION_DOMAIN, block.chainid, registry, operator, key));
    }

    /// @notice Where in the set the performer of an attempt stands. `operatorCount` must not be 0.
    function performerIndex(
        bytes32 submissionSeed,
        uint32 attempt,
        uint256 operatorCount
    ) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(submissionSeed, attempt))) % operatorCount;
    }
}
