// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IModelSubmissionErrors} from "../interfaces/IModelSubmission.sol";
import {ISlasher, ISlasherErrors, ISlasherTypes} from "../interfaces/ISlasher.sol";
import {Messages} from "../libraries/Messages.sol";
import {PackedKeys} from "../types/PackedKey.sol";
import {Outcome, Verdict} from "../types/Verdict.sol";
import {Marketplace} from "./support/Marketplace.sol";
import {Vectors} from "./support/Vectors.sol";

/// @notice Evidence as TypeScript writes it, read by the slasher itself.
contract EvidenceTest is Marketplace, Vectors {
    string private json;

    function setUp() public override {
        super.setUp();
        json = vm.readFile(VECTORS);
    }

    function test_evidence_ofEquivocationAgreesWithTheSharedVectors() public {
        uint256 count;
        for (; vm.keyExistsJson(json, _at("offences", count)); ++count) {
            string memory path = _at("offences", count);
            ISlasherTypes.EquivocationEvidence memory evidence = _equivocation(
                string.concat(path, ".equivocation")
            );
            bytes memory call = vm.parseJsonBytes(json, string.concat(path, ".expected.equivocationCall"));
            assertEq(
                keccak256(abi.encodeCall(ISlasher.slashEquivocation, (evidence))),
                keccak256(call),
                string.concat(path, " call")
            );
            // As far as made-up keys come: everything before is checked.
            _expectRefusal(
                call,
                abi.encodeWithSelector(ISlasherErrors.UnknownKey.selector, PackedKeys.hash(evidence.key)),
                path
            );
            _checkOffence(
                path,
                ISlasherTypes.Offence.Equivocation,
                evidence.first,
                ".expected.equivocationId"
            );
        }
        assertTrue(count >= 4, "vectors are there");
    }

    function test_evidence_ofAContradictingClaimAgreesWithTheSharedVectors() public {
        uint256 count;
        for (; vm.keyExistsJson(json, _at("offences", count)); ++count) {
            string memory path = _at("offences", count);
            ISlasherTypes.ClaimEvidence memory evidence = _claim(string.concat(path, ".claim"));
            bytes memory call = vm.parseJsonBytes(json, string.concat(path, ".expected.claimCall"));
            assertEq(
                keccak256(abi.encodeCall(ISlasher.slashContradictingClaim, (evidence))),
                keccak256(call),
                string.concat(path, " call")
            );
            _expectRefusal(
                call,
                abi.encodeWithSelector(
                    IModelSubmissionErrors.UnknownSubmission.selector,
                    evidence.verdict.submissionId
                ),
                path
            );
            _checkOffence(
                path,
                ISlasherTypes.Offence.ContradictingClaim,
                evidence.verdict,
                ".expected.contradictingClaimId"
            );
            _checkUnavailable(path, evidence);
        }
        assertTrue(count >= 4, "vectors are there");
    }

    function _expectRefusal(bytes memory call, bytes memory reason, string memory path) private {
        // The bytes as they are, not as the compiler would write them.
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, bytes memory result) = address(slasher).call(call);
        assertTrue(!success, string.concat(path, " is refused"));
        assertEq(keccak256(result), keccak256(reason), string.concat(path, " reason"));
    }

    function _checkOffence(
        string memory path,
        ISlasherTypes.Offence offence,
        Verdict memory verdict,
        string memory key
    ) private view {
        assertEq(
            slasher.offenceId(
                offence,
                _address(json, path, ".performer"),
                verdict.submissionId,
                verdict.seed,
                verdict.championId
            ),
            _word(json, path, key),
            string.concat(path, " offence")
        );
    }

    /// @dev What a claim of unavailability is recognised by.
    function _checkUnavailable(string memory path, ISlasherTypes.ClaimEvidence memory evidence) private {
        vm.chainId(_uint(json, path, ".chainId"));
        Verdict memory unavailable;
        unavailable.submissionId = evidence.verdict.submissionId;
        unavailable.seed = evidence.verdict.seed;
        unavailable.championId = evidence.verdict.championId;
        unavailable.outcome = Outcome.Unavailable;
        unavailable.traceDigest = Messages.UNAVAILABLE_TRACE_DIGEST;
        bytes32 hash = Messages.hashOf(
            _address(json, path, ".attestationCenter"),
            uint16(_uint(json, path, ".taskDefinitionId")),
            unavailable
        );
        assertEq(
            Messages.proofOfTask(evidence.performer, hash),
            _word(json, path, ".expected.unavailableProof"),
            string.concat(path, " claim of unavailability")
        );
    }

    function _equivocation(
        string memory path
    ) private view returns (ISlasherTypes.EquivocationEvidence memory evidence) {
        evidence.key = _g1(json, string.concat(path, ".key"));
        evidence.taskDefinitionId = uint16(_uint(json, path, ".taskDefinitionId"));
        evidence.first = _verdictAt(json, string.concat(path, ".first"));
        evidence.firstSignature = _g2(json, string.concat(path, ".firstSignature"));
        evidence.second = _verdictAt(json, string.concat(path, ".second"));
        evidence.secondSignature = _g2(json, string.concat(path, ".secondSignature"));
    }

    function _claim(string memory path) private view returns (ISlasherTypes.ClaimEvidence memory evidence) {
        evidence.performer = _address(json, path, ".performer");
        evidence.attempt = uint32(_uint(json, path, ".attempt"));
        evidence.proofOfTask = _word(json, path, ".proofOfTask");
        evidence.signature = vm.parseJsonBytes(json, string.concat(path, ".signature"));
        evidence.verdict = _verdictAt(json, string.concat(path, ".verdict"));
    }
}
