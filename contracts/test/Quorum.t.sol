// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {IAttestationCenterErrors, IAttestationCenterTypes} from "../interfaces/IAttestationCenter.sol";
import {IModelSubmissionTypes} from "../interfaces/IModelSubmission.sol";
import {IOperatorRegistryErrors} from "../interfaces/IOperatorRegistry.sol";
import {BlsSigner} from "./support/BlsSigner.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice Exactly how much power must sign, and that nobody is counted twice or left out.
contract QuorumTest is Marketplace {
    function test_submitTask_refusesExactlyTheQuorum() public {
        IModelSubmissionTypes.TaskTerms memory wanted = terms();
        wanted.quorumBps = 7_500;
        vm.prank(owner);
        uint32 taskId = modelSubmission.createTask(wanted, type(uint256).max);
        Posting memory posting;
        posting.nonSigners = new uint256[](1);
        bytes memory header = _seedHeader(id(taskId, 0));
        posting.verdict = baselineVerdict(taskId, 0.5e18);
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(posting, header);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAttestationCenterErrors.QuorumNotReached.selector,
                uint256(3 * STAKE),
                uint256(4 * STAKE),
                uint256(7_500)
            )
        );
        attestationCenter.submitTask(info, details);
    }

    function test_verifyAggregate_refusesANonSignerNamedTwice() public {
        bytes32 message = keccak256("message");
        // Without operator 0 twice: the sum of keys would fit this signature.
        uint256 secret = BlsSigner.GROUP_ORDER - blsSecret(0);
        for (uint256 i = 1; i < OPERATOR_COUNT; ++i) secret = BlsSigner.addSecrets(secret, blsSecret(i));
        BLS.G1Point[] memory nonSigners = new BLS.G1Point[](2);
        nonSigners[0] = BlsSigner.publicKey(blsSecret(0));
        nonSigners[1] = nonSigners[0];
        BLS.G2Point memory signature = BlsSigner.sign(secret, message);
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorRegistryErrors.NonSignersNotSorted.selector, uint256(1))
        );
        operatorRegistry.verifyAggregate(message, nonSigners, signature);
    }

    function test_verifyAggregate_refusesAnAggregateThatLeavesANonSignerOut() public {
        bytes32 message = keccak256("message");
        uint256 secret;
        for (uint256 i = 1; i < OPERATOR_COUNT; ++i) secret = BlsSigner.addSecrets(secret, blsSecret(i));
        BLS.G2Point memory signature = BlsSigner.sign(secret, message);
        vm.expectRevert(abi.encodeWithSelector(IOperatorRegistryErrors.AggregateSignatureInvalid.selector));
        operatorRegistry.verifyAggregate(message, new BLS.G1Point[](0), signature);
    }
}
