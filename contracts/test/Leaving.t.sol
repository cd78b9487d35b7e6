// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {IAvsGovernanceErrors, IAvsGovernanceTypes} from "../interfaces/IAvsGovernance.sol";
import {IOperatorRegistryErrors, IOperatorRegistryTypes} from "../interfaces/IOperatorRegistry.sol";
import {BlsSigner} from "./support/BlsSigner.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice Voting power never outlives the stake behind it, and who is thrown out stays out.
contract LeavingTest is Marketplace {
    uint256 private constant NEWCOMER = OPERATOR_COUNT;

    function test_withdrawStake_onlyAfterTheVotingPowerIsGone() public {
        address leaving = account(0);
        vm.prank(leaving);
        avsGovernance.requestDeregistration();
        vm.warp(block.timestamp + 7 days);

        // The epoch is longer than the unbonding.
        _assertStillVoting(leaving);
        // The epoch has begun, and nobody applied its changes.
        vm.roll(block.number + 1);
        _assertStillVoting(leaving);

        operatorRegistry.applyChanges(1);
        vm.prank(leaving);
        assertEq(avsGovernance.withdrawStake(), STAKE, "stake");
    }

    function test_withdrawStake_notWhileAQueuedChangeWouldStillGiveVotingPower() public {
        address leaving = account(NEWCOMER + 2);
        // The compiler takes the block's number for constant.
        uint256 start = block.number;
        for (uint256 i; i < 3; ++i) _register(NEWCOMER + i, STAKE);
        vm.roll(start + 1);
        // Queueing applies the two changes ahead of its own.
        vm.prank(leaving);
        avsGovernance.requestDeregistration();
        vm.warp(block.timestamp + 7 days);
        assertEq(operatorRegistry.powerOf(leaving), 0, "not in the set yet");
        _assertStillVoting(leaving);

        vm.roll(start + 2);
        operatorRegistry.applyChanges(1);
        assertEq(operatorRegistry.powerOf(leaving), STAKE, "in the set");
        _assertStillVoting(leaving);
        operatorRegistry.applyChanges(1);
        vm.prank(leaving);
        assertEq(avsGovernance.withdrawStake(), STAKE, "stake");
    }

    function test_queueChange_doesNotReplaceAChangeOfAnotherKey() public {
        _queue(0, BlsSigner.publicKey(blsSecret(0)));
        _queue(uint96(2 * STAKE), BlsSigner.publicKey(blsSecret(NEWCOMER)));
        // Replaces the second, not the first.
        _queue(uint96(STAKE / 2), BlsSigner.publicKey(blsSecret(NEWCOMER)));
        assertEq(operatorRegistry.queuedChanges(), 2, "queued");
        vm.roll(block.number + 1);
        operatorRegistry.applyChanges(10);

        assertEq(operatorRegistry.powerOf(account(0)), STAKE / 2, "power of the new key");
        assertEq(operatorRegistry.totalPower(), 3 * STAKE + STAKE / 2, "total power");
        uint256 secret = blsSecret(NEWCOMER);
        for (uint256 i = 1; i < OPERATOR_COUNT; ++i) secret = BlsSigner.addSecrets(secret, blsSecret(i));
        assertEq(
            keccak256(abi.encode(operatorRegistry.aggregateKey())),
            keccak256(abi.encode(BlsSigner.publicKey(secret))),
            "sum of keys"
        );
    }

    function test_ejectOperator_alsoOneThatIsLeavingAlready() public {
        address leaving = account(0);
        vm.prank(leaving);
        avsGovernance.requestDeregistration();
        uint48 since = avsGovernance.getOperatorRecord(leaving).withdrawableSince;
        vm.warp(block.timestamp + 1 days);
        vm.prank(governor);
        avsGovernance.ejectOperator(leaving);
        assertEq(avsGovernance.operatorCount(), OPERATOR_COUNT - 1, "counted once");
        assertEq(
            avsGovernance.getOperatorRecord(leaving).withdrawableSince,
            since,
            "its stake keeps its day"
        );

        vm.roll(block.number + 1);
        operatorRegistry.applyChanges(10);
        vm.warp(since);
        vm.prank(leaving);
        assertEq(avsGovernance.withdrawStake(), STAKE, "stake");
        assertEq(
            uint256(avsGovernance.getOperatorRecord(leaving).status),
            uint256(IAvsGovernanceTypes.OperatorStatus.Ejected),
            "does not come back"
        );
    }

    function test_setMessageHandler_leavesTheWayOutToWhoCameThroughTheOneBefore() public {
        address leaving = account(0);
        vm.startPrank(governor);
        operatorRegistry.setMessageHandler(rival);
        vm.stopPrank();
        assertTrue(operatorRegistry.isRetired(address(messageHandler)), "retired");
        vm.startPrank(leaving);
        stakeToken.faucet(STAKE);
        stakeToken.approve(address(avsGovernance), STAKE);
        vm.expectRevert(
            abi.encodeWithSelector(
                IOperatorRegistryErrors.NotMessageHandler.selector,
                address(messageHandler)
            )
        );
        avsGovernance.increaseStake(STAKE);
        avsGovernance.requestDeregistration();
        vm.stopPrank();
        vm.roll(block.number + 1);
        operatorRegistry.applyChanges(10);
        vm.warp(avsGovernance.getOperatorRecord(leaving).withdrawableSince);
        vm.prank(leaving);
        assertEq(avsGovernance.withdrawStake(), STAKE, "stake");

        vm.prank(governor);
        operatorRegistry.dismissMessageHandler(address(messageHandler));
        vm.prank(account(1));
        vm.expectPartialRevert(IOperatorRegistryErrors.NotMessageHandler.selector);
        avsGovernance.requestDeregistration();
    }

    function test_registerOperator_againKeepsTheDelayOfTheRewardsReceiver() public {
        address leaving = account(0);
        _openTask(0.5e18);
        vm.prank(leaving);
        avsGovernance.requestDeregistration();
        vm.roll(block.number + 1);
        operatorRegistry.applyChanges(10);
        uint256 since = avsGovernance.getOperatorRecord(leaving).withdrawableSince;
        vm.warp(since);
        vm.startPrank(leaving);
        avsGovernance.withdrawStake();
        BLS.G1Point memory key = BlsSigner.publicKey(blsSecret(0));
        BLS.G2Point memory proof = BlsSigner.sign(
            blsSecret(0),
            operatorRegistry.possessionMessage(leaving, key)
        );
        stakeToken.approve(address(avsGovernance), STAKE);
        avsGovernance.registerOperator(key, proof, STAKE, rival);
        vm.stopPrank();
        assertEq(avsGovernance.rewardsReceiverOf(leaving), leaving, "what was earned is still the old one's");
        vm.warp(since + 1 days);
        assertEq(avsGovernance.rewardsReceiverOf(leaving), rival, "after the delay");
    }

    function test_registerOperator_boundsTheGasThatAMalformedProofBurns() public {
        BLS.G1Point memory key = BlsSigner.publicKey(blsSecret(NEWCOMER));
        BLS.G2Point memory proof;
        proof.x_c0_a = bytes32(type(uint256).max);
        vm.prank(rival);
        uint256 before = gasleft();
        vm.expectRevert(
            abi.encodeWithSelector(IAvsGovernanceErrors.ProofOfPossessionInvalid.selector, rival)
        );
        avsGovernance.registerOperator(key, proof, STAKE, rival);
        assertLe(before - gasleft(), 450_000, "gas");
    }

    function test_setEndpoint_refusesWhatNobodyCouldAffordToRead() public {
        operatorRegistry.setEndpoint(string(new bytes(256)));
        vm.expectRevert(
            abi.encodeWithSelector(
                IOperatorRegistryErrors.EndpointTooLong.selector,
                uint256(257),
                uint256(256)
            )
        );
        operatorRegistry.setEndpoint(string(new bytes(257)));
    }

    function _queue(uint96 power, BLS.G1Point memory key) private {
        vm.prank(address(messageHandler));
        operatorRegistry.queueChange(
            IOperatorRegistryTypes.OperatorChange({operator: account(0), power: power, key: key})
        );
    }

    function _assertStillVoting(address leaving) private {
        vm.prank(leaving);
        vm.expectRevert(abi.encodeWithSelector(IAvsGovernanceErrors.StillVoting.selector, leaving));
        avsGovernance.withdrawStake();
    }
}
