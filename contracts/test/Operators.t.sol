// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IAvsGovernanceErrors, IAvsGovernanceTypes} from "../interfaces/IAvsGovernance.sol";
import {IMessageHandlerErrors} from "../interfaces/IMessageHandler.sol";
import {IOperatorRegistryErrors, IOperatorRegistryTypes} from "../interfaces/IOperatorRegistry.sol";
import {Messages} from "../libraries/Messages.sol";
import {GOVERNOR_ROLE} from "../types/Roles.sol";
import {BlsSigner} from "./support/BlsSigner.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice How operators come, change and go, and what that does to keys, power and fees.
contract OperatorsTest is Marketplace {
    uint256 private constant NEWCOMER = OPERATOR_COUNT;

    function test_registerOperator_joinsTheSetAtTheNextEpoch() public {
        _register(NEWCOMER, 2 * STAKE);
        assertEq(operatorRegistry.operatorCount(), OPERATOR_COUNT, "not yet");
        assertEq(operatorRegistry.applyChanges(10), 0, "the epoch has not begun");
        vm.roll(block.number + 1);
        assertEq(operatorRegistry.applyChanges(10), 1, "applied");
        assertEq(operatorRegistry.operatorCount(), OPERATOR_COUNT + 1, "count");
        assertEq(operatorRegistry.totalPower(), 4 * STAKE + 2 * STAKE, "power");
        assertEq(operatorRegistry.powerOf(account(NEWCOMER)), 2 * STAKE, "its power");
        _assertAggregateKey(OPERATOR_COUNT + 1, type(uint256).max);
    }

    function test_registerOperator_refusesAProofMadeForAnother() public {
        BLS.G1Point memory key = BlsSigner.publicKey(blsSecret(NEWCOMER));
        BLS.G2Point memory proof = BlsSigner.sign(
            blsSecret(NEWCOMER),
            operatorRegistry.possessionMessage(account(NEWCOMER), key)
        );
        _expectProofRefused(key, proof);
    }

    function test_registerOperator_refusesAProofMadeForAnotherContract() public {
        BLS.G1Point memory key = BlsSigner.publicKey(blsSecret(NEWCOMER));
        bytes32 elsewhere = keccak256(
            abi.encode(Messages.POSSESSION_DOMAIN, block.chainid, address(avsGovernance), rival, key)
        );
        BLS.G2Point memory proof = BlsSigner.sign(blsSecret(NEWCOMER), elsewhere);
        _expectProofRefused(key, proof);
    }

    function test_registerOperator_refusesAProofMadeForAnotherChain() public {
        BLS.G1Point memory key = BlsSigner.publicKey(blsSecret(NEWCOMER));
        bytes32 here = operatorRegistry.possessionMessage(rival, key);
        BLS.G2Point memory proof = BlsSigner.sign(blsSecret(NEWCOMER), here);
        vm.chainId(1);
        assertTrue(operatorRegistry.possessionMessage(rival, key) != here, "another message");
        _expectProofRefused(key, proof);
    }

    function test_registerOperator_refusesAKeyTwice() public {
        BLS.G1Point memory key = BlsSigner.publicKey(blsSecret(0));
        BLS.G2Point memory proof = BlsSigner.sign(
            blsSecret(0),
            operatorRegistry.possessionMessage(rival, key)
        );
        vm.prank(rival);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAvsGovernanceErrors.KeyAlreadyRegistered.selector,
                keccak256(abi.encode(key))
            )
        );
        avsGovernance.registerOperator(key, proof, STAKE, rival);
    }

    function test_registerOperator_refusesZeroAndForeignPoints() public {
        BLS.G1Point memory key;
        BLS.G2Point memory proof;
        vm.prank(rival);
        vm.expectRevert(abi.encodeWithSelector(IAvsGovernanceErrors.KeyIsZero.selector));
        avsGovernance.registerOperator(key, proof, STAKE, rival);
        // Not on the curve.
        key.x_b = bytes32(uint256(1));
        key.y_b = bytes32(uint256(1));
        vm.prank(rival);
        vm.expectRevert(
            abi.encodeWithSelector(IAvsGovernanceErrors.ProofOfPossessionInvalid.selector, rival)
        );
        avsGovernance.registerOperator(key, proof, STAKE, rival);
        // On the curve, y² = x³ + 4 with x = 0 and y = 2, but not in the group of prime order.
        key.x_b = 0;
        key.y_b = bytes32(uint256(2));
        vm.prank(rival);
        vm.expectRevert(
            abi.encodeWithSelector(IAvsGovernanceErrors.ProofOfPossessionInvalid.selector, rival)
        );
        avsGovernance.registerOperator(key, proof, STAKE, rival);
    }

    function test_registerOperator_boundsTheStake() public {
        BLS.G1Point memory key;
        BLS.G2Point memory proof;
        vm.prank(rival);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAvsGovernanceErrors.StakeBelowMinimum.selector,
                uint256(STAKE - 1),
                uint256(STAKE)
            )
        );
        avsGovernance.registerOperator(key, proof, STAKE - 1, rival);
        vm.prank(rival);
        vm.expectPartialRevert(IAvsGovernanceErrors.StakeAboveMaximum.selector);
        avsGovernance.registerOperator(key, proof, 10 * STAKE + 1, rival);
    }

    function test_registerOperator_onlyWhoIsAllowedWhileTheListIsRequired() public {
        vm.prank(governor);
        avsGovernance.setAllowlistRequired(true);
        BLS.G1Point memory key;
        BLS.G2Point memory proof;
        vm.prank(rival);
        vm.expectRevert(abi.encodeWithSelector(IAvsGovernanceErrors.NotAllowed.selector, rival));
        avsGovernance.registerOperator(key, proof, STAKE, rival);
        vm.prank(governor);
        avsGovernance.setAllowed(account(NEWCOMER), true);
        _register(NEWCOMER, STAKE);
    }

    function test_requestDeregistration_leavesAtTheNextEpochAndUnbonds() public {
        address leaving = account(1);
        vm.prank(leaving);
        avsGovernance.requestDeregistration();
        vm.roll(block.number + 1);
        operatorRegistry.applyChanges(1);
        assertEq(operatorRegistry.operatorCount(), OPERATOR_COUNT - 1, "count");
        assertEq(operatorRegistry.operatorAt(1), account(OPERATOR_COUNT - 1), "the last takes its index");
        assertEq(operatorRegistry.powerOf(leaving), 0, "power");
        _assertAggregateKey(OPERATOR_COUNT, 1);

        uint48 since = avsGovernance.getOperatorRecord(leaving).withdrawableSince;
        vm.prank(leaving);
        vm.expectRevert(
            abi.encodeWithSelector(IAvsGovernanceErrors.NotWithdrawable.selector, leaving, since)
        );
        avsGovernance.withdrawStake();
        vm.warp(since);
        vm.prank(leaving);
        avsGovernance.withdrawStake();
        assertEq(stakeToken.balanceOf(leaving), STAKE, "stake");
        assertEq(
            uint256(avsGovernance.getOperatorRecord(leaving).status),
            uint256(IAvsGovernanceTypes.OperatorStatus.Withdrawn),
            "status"
        );
    }

    function test_requestDeregistration_keepsWhatWasEarned() public {
        _openTask(0.5e18);
        address leaving = account(2);
        uint256 before = earned(leaving);
        assertTrue(before > 0, "earned something");
        vm.prank(leaving);
        avsGovernance.requestDeregistration();
        vm.roll(block.number + 1);
        operatorRegistry.applyChanges(1);
        assertEq(earned(leaving), before, "still earned");
        attestationCenter.claimFees(address(token), leaving);
        assertEq(token.balanceOf(leaving), before, "claimed");
    }

    function test_increaseStake_countsForFeesOnlyFromThenOn() public {
        _openTask(0.5e18);
        uint256 before = earned(account(0));
        vm.startPrank(account(0));
        stakeToken.faucet(3 * STAKE);
        stakeToken.approve(address(avsGovernance), 3 * STAKE);
        avsGovernance.increaseStake(3 * STAKE);
        vm.stopPrank();
        vm.roll(block.number + 1);
        operatorRegistry.applyChanges(1);
        assertEq(operatorRegistry.powerOf(account(0)), 4 * STAKE, "power");
        assertEq(earned(account(0)), before, "the past is not paid again");
        _createTask();
        // Four of seven parts of the storage fee.
        assertLe(earned(account(0)) - before, (uint256(1 ether) * 4) / 7 + 1, "the future is");
        assertLe((uint256(1 ether) * 4) / 7, earned(account(0)) - before + 1, "in full");
    }

    function test_increaseStake_twiceInAnEpochTakesOnePlaceInTheQueue() public {
        vm.startPrank(account(0));
        stakeToken.faucet(2 * STAKE);
        stakeToken.approve(address(avsGovernance), 2 * STAKE);
        avsGovernance.increaseStake(STAKE);
        avsGovernance.increaseStake(STAKE);
        vm.stopPrank();
        assertEq(operatorRegistry.queuedChanges(), 1, "queued");
        vm.roll(block.number + 1);
        operatorRegistry.applyChanges(10);
        assertEq(operatorRegistry.powerOf(account(0)), 3 * STAKE, "the later one counts");
    }

    function test_ejectOperator_onlyByTheGovernor() public {
        vm.prank(rival);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessControl.AccessControlUnauthorizedAccount.selector,
                rival,
                GOVERNOR_ROLE
            )
        );
        avsGovernance.ejectOperator(account(0));
        vm.prank(governor);
        avsGovernance.ejectOperator(account(0));
        vm.roll(block.number + 1);
        operatorRegistry.applyChanges(1);
        assertEq(operatorRegistry.operatorCount(), OPERATOR_COUNT - 1, "count");
        vm.warp(block.timestamp + 7 days);
        vm.prank(account(0));
        avsGovernance.withdrawStake();
        assertEq(stakeToken.balanceOf(account(0)), STAKE, "its stake comes back");
    }

    function test_setRewardsReceiver_takesEffectAfterTheDelay() public {
        _openTask(0.5e18);
        vm.prank(account(0));
        avsGovernance.setRewardsReceiver(rival);
        assertEq(avsGovernance.rewardsReceiverOf(account(0)), account(0), "not yet");
        vm.warp(block.timestamp + 1 days);
        assertEq(avsGovernance.rewardsReceiverOf(account(0)), rival, "now");
        uint256 before = token.balanceOf(rival);
        uint256 amount = attestationCenter.claimFees(address(token), account(0));
        assertEq(token.balanceOf(rival) - before, amount, "received");
    }

    function test_queueChange_onlyByTheMessageHandlerAndThatOnlyForGovernance() public {
        IOperatorRegistryTypes.OperatorChange memory change;
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorRegistryErrors.NotMessageHandler.selector, address(this))
        );
        operatorRegistry.queueChange(change);
        vm.expectRevert(
            abi.encodeWithSelector(IMessageHandlerErrors.NotAvsGovernance.selector, address(this))
        );
        messageHandler.sendOperatorChange(change);
    }

    function test_applyChanges_leavesOutWhatDoesNotFit() public {
        IOperatorRegistryTypes.OperatorChange memory change = IOperatorRegistryTypes.OperatorChange({
            operator: rival,
            power: 1,
            key: BlsSigner.publicKey(blsSecret(0))
        });
        vm.prank(address(messageHandler));
        operatorRegistry.queueChange(change);
        _register(NEWCOMER, STAKE);
        vm.roll(block.number + 1);
        operatorRegistry.applyChanges(10);
        assertEq(operatorRegistry.powerOf(rival), 0, "the key is another's");
        assertEq(operatorRegistry.powerOf(account(NEWCOMER)), STAKE, "those behind it go on");
    }

    /// @dev The running sum is the sum of the keys of all who are in the set.
    function _assertAggregateKey(uint256 count, uint256 except) private view {
        uint256 secret;
        for (uint256 i; i < count; ++i) {
            if (i != except) secret = BlsSigner.addSecrets(secret, blsSecret(i));
        }
        assertEq(
            keccak256(abi.encode(operatorRegistry.aggregateKey())),
            keccak256(abi.encode(BlsSigner.publicKey(secret))),
            "sum of keys"
        );
    }

    function _expectProofRefused(BLS.G1Point memory key, BLS.G2Point memory proof) private {
        vm.prank(rival);
        vm.expectRevert(
            abi.encodeWithSelector(IAvsGovernanceErrors.ProofOfPossessionInvalid.selector, rival)
        );
        avsGovernance.registerOperator(key, proof, STAKE, rival);
    }
}
