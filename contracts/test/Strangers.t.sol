// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {IAttestationCenterErrors, IAttestationCenterTypes} from "../interfaces/IAttestationCenter.sol";
import {IAvsGovernanceErrors, IAvsGovernanceTypes} from "../interfaces/IAvsGovernance.sol";
import {IAvsLogicErrors} from "../interfaces/IAvsLogic.sol";
import {IModelSubmissionErrors, IModelSubmissionTypes} from "../interfaces/IModelSubmission.sol";
import {IOperatorRegistryErrors, IOperatorRegistryTypes} from "../interfaces/IOperatorRegistry.sol";
import {OperatorRegistry} from "../OperatorRegistry.sol";
import {Artifacts} from "./support/Artifacts.sol";
import {BlsSigner} from "./support/BlsSigner.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice What is not there, not theirs or not the time for it, is refused by name.
contract StrangersTest is Marketplace {
    uint32 private constant NOWHERE = 77;

    function test_unknownTask_isRefusedEverywhere() public {
        bytes memory unknown = abi.encodeWithSelector(
            IModelSubmissionErrors.UnknownTask.selector,
            uint256(NOWHERE)
        );
        vm.expectRevert(unknown);
        modelSubmission.getTask(NOWHERE);
        vm.expectRevert(unknown);
        modelSubmission.requiredBond(NOWHERE);
        vm.expectRevert(unknown);
        modelSubmission.topUp(NOWHERE, 1);
        vm.expectRevert(unknown);
        modelSubmission.closeTask(NOWHERE);
        vm.expectRevert(unknown);
        modelSubmission.commitSubmission(NOWHERE, 0, 0);
    }

    function test_unknownSubmission_isRefusedEverywhere() public {
        uint64 nowhere = id(NOWHERE, 1);
        bytes memory unknown = abi.encodeWithSelector(
            IModelSubmissionErrors.UnknownSubmission.selector,
            uint256(nowhere)
        );
        vm.expectRevert(unknown);
        modelSubmission.getSubmission(nowhere);
        vm.expectRevert(unknown);
        modelSubmission.expiryBlock(nowhere);
        vm.expectRevert(unknown);
        modelSubmission.forfeitUnrevealed(nowhere);
        assertEq(modelSubmission.seedOf(nowhere), bytes32(0), "no seed");
    }

    function test_statuses_closeEveryOtherDoor() public {
        uint32 taskId = _openTask(0.5e18);
        uint64 submissionId = _commit(taskId, optimizer);
        _expectStatus(submissionId, IModelSubmissionTypes.SubmissionStatus.Committed);
        modelSubmission.fixSeed(submissionId, "");
        _expectStatus(submissionId, IModelSubmissionTypes.SubmissionStatus.Committed);
        modelSubmission.expireSubmission(submissionId);
        assertEq(modelSubmission.expiryBlock(submissionId), type(uint48).max, "nothing to expire");
        vm.roll(vm.getBlockNumber() + 1);
        _reveal(submissionId);
        _expectStatus(submissionId, IModelSubmissionTypes.SubmissionStatus.Revealed);
        _reveal(submissionId);
        _expectStatus(submissionId, IModelSubmissionTypes.SubmissionStatus.Revealed);
        modelSubmission.forfeitUnrevealed(submissionId);
        uint64 behind = _submit(taskId, rival);
        assertEq(modelSubmission.expiryBlock(behind), type(uint48).max, "not at the head");
        assertEq(modelSubmission.getSubmission(behind).previousId, submissionId, "the one before");
        assertEq(modelSubmission.getSubmission(submissionId).nextId, behind, "the one after");

        vm.warp(DEADLINE);
        vm.prank(optimizer);
        vm.expectRevert(
            abi.encodeWithSelector(IModelSubmissionErrors.DeadlinePassed.selector, taskId, uint256(DEADLINE))
        );
        modelSubmission.commitSubmission(taskId, 0, 0);
        uint32 created = taskId;
        vm.warp(1_900_000_000);
        created = _createTask();
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.UnexpectedTaskStatus.selector,
                created,
                IModelSubmissionTypes.TaskStatus.Created
            )
        );
        modelSubmission.closeTask(created);
        vm.prank(optimizer);
        vm.expectPartialRevert(IModelSubmissionErrors.UnexpectedTaskStatus.selector);
        modelSubmission.commitSubmission(created, 0, 0);
    }

    function test_fixSeed_onceMoreGivesTheSameSeed() public {
        uint64 baseline = id(_createTask(), 0);
        bytes32 seed = modelSubmission.fixSeed(baseline, _seedHeader(baseline));
        assertEq(seed, seedOf(baseline), "of the seed block");
        assertEq(modelSubmission.fixSeed(baseline, ""), seed, "the same, without a header");
    }

    function test_amounts_ofNothingAreRefused() public {
        uint32 taskId = _openTask(0.5e18);
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(IModelSubmissionErrors.ZeroAmount.selector));
        modelSubmission.topUp(taskId, 0);
        vm.prank(account(0));
        vm.expectRevert(abi.encodeWithSelector(IAvsGovernanceErrors.ZeroAmount.selector));
        avsGovernance.increaseStake(0);
        bytes memory nothing = abi.encodeWithSelector(
            IModelSubmissionErrors.NothingToClaim.selector,
            address(token),
            rival
        );
        vm.prank(rival);
        vm.expectRevert(nothing);
        modelSubmission.claim(address(token));
        vm.expectRevert(nothing);
        attestationCenter.claimFees(address(token), rival);
    }

    function test_topUp_keepsThePoolWithinItsBits() public {
        uint32 taskId = _openTask(0.5e18);
        uint256 pool = uint256(modelSubmission.getTask(taskId).pool) + type(uint96).max;
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.TermOutOfBounds.selector,
                bytes32("bounty"),
                pool,
                uint256(type(uint96).max)
            )
        );
        modelSubmission.topUp(taskId, type(uint96).max);
    }

    function test_links_areUsedByThoseLinkedAlone() public {
        vm.startPrank(rival);
        vm.expectRevert(abi.encodeWithSelector(IModelSubmissionErrors.NotAttestationCenter.selector, rival));
        modelSubmission.releaseFees(address(token), rival, 1);
        vm.expectRevert(abi.encodeWithSelector(IAttestationCenterErrors.NotModelSubmission.selector, rival));
        attestationCenter.accrueStorageFee(address(token), 1);
        vm.expectRevert(abi.encodeWithSelector(IAttestationCenterErrors.NotOperatorRegistry.selector, rival));
        attestationCenter.onPowerChange(rival, 0, 1);
        IAttestationCenterTypes.TaskInfo memory info;
        vm.expectRevert(abi.encodeWithSelector(IAvsLogicErrors.NotAttestationCenter.selector, rival));
        avsLogic.afterTaskSubmission(info, 0);
        vm.stopPrank();
    }

    function test_unknownOperator_isRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IOperatorRegistryErrors.UnknownOperator.selector, rival));
        operatorRegistry.getOperator(rival);
        vm.expectRevert(
            abi.encodeWithSelector(
                IOperatorRegistryErrors.IndexOutOfBounds.selector,
                OPERATOR_COUNT,
                OPERATOR_COUNT
            )
        );
        operatorRegistry.operatorAt(OPERATOR_COUNT);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAvsGovernanceErrors.UnexpectedOperatorStatus.selector,
                rival,
                IAvsGovernanceTypes.OperatorStatus.None
            )
        );
        vm.prank(governor);
        avsGovernance.ejectOperator(rival);
        vm.startPrank(rival);
        vm.expectPartialRevert(IAvsGovernanceErrors.UnexpectedOperatorStatus.selector);
        avsGovernance.withdrawStake();
        vm.expectPartialRevert(IAvsGovernanceErrors.UnexpectedOperatorStatus.selector);
        avsGovernance.setRewardsReceiver(rival);
        vm.expectPartialRevert(IAvsGovernanceErrors.UnexpectedOperatorStatus.selector);
        avsGovernance.requestDeregistration();
        vm.stopPrank();
        assertEq(avsGovernance.rewardsReceiverOf(rival), rival, "whoever is no operator is paid itself");
    }

    function test_registerOperator_notTwiceAndNotForNobody() public {
        BLS.G1Point memory key = BlsSigner.publicKey(blsSecret(0));
        BLS.G2Point memory proof;
        vm.prank(account(0));
        vm.expectRevert(
            abi.encodeWithSelector(
                IAvsGovernanceErrors.UnexpectedOperatorStatus.selector,
                account(0),
                IAvsGovernanceTypes.OperatorStatus.Registered
            )
        );
        avsGovernance.registerOperator(key, proof, STAKE, account(0));
        vm.prank(rival);
        vm.expectRevert(abi.encodeWithSelector(IAvsGovernanceErrors.ZeroAddress.selector));
        avsGovernance.registerOperator(key, proof, STAKE, address(0));
    }

    function test_getOperators_showsWhatIsApplied() public {
        vm.prank(account(2));
        operatorRegistry.setEndpoint("https://operator.example");
        IOperatorRegistryTypes.Operator[] memory operators = operatorRegistry.getOperators();
        assertEq(operators.length, OPERATOR_COUNT, "operators");
        for (uint256 i; i < OPERATOR_COUNT; ++i) {
            assertEq(operators[i].operator, account(i), "account");
            assertEq(operators[i].power, STAKE, "power");
            assertEq(operators[i].index, i, "index");
            assertEq(operatorRegistry.getOperator(account(i)).index, i, "the same by account");
        }
        assertEq(
            keccak256(bytes(operatorRegistry.endpointOf(account(2)))),
            keccak256("https://operator.example"),
            "endpoint"
        );
    }

    function test_emptySet_verifiesAndElectsNobodyAndTakesNoFees() public {
        for (uint256 i; i < OPERATOR_COUNT; ++i) {
            vm.prank(account(i));
            avsGovernance.requestDeregistration();
        }
        vm.roll(vm.getBlockNumber() + 1);
        operatorRegistry.applyChanges(OPERATOR_COUNT);
        bytes memory empty = abi.encodeWithSelector(IOperatorRegistryErrors.EmptySet.selector);
        BLS.G1Point[] memory nobody = new BLS.G1Point[](0);
        BLS.G2Point memory signature;
        vm.expectRevert(empty);
        operatorRegistry.verifyAggregate(0, nobody, signature);
        vm.expectRevert(empty);
        operatorRegistry.performerOf(0, 0);
        IModelSubmissionTypes.TaskTerms memory wanted = terms();
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(IAttestationCenterErrors.NoVotingPower.selector));
        modelSubmission.createTask(wanted, type(uint256).max);
    }

    function test_queueChange_ofNobodyIsRefusedAndTooMuchPowerIsLeftOut() public {
        OperatorRegistry registry = OperatorRegistry(
            Artifacts.deploy("OperatorRegistry.sol:OperatorRegistry", abi.encode(address(this), 1))
        );
        registry.setMessageHandler(address(this));
        IOperatorRegistryTypes.OperatorChange memory change;
        vm.expectRevert(abi.encodeWithSelector(IOperatorRegistryErrors.ZeroAddress.selector));
        registry.queueChange(change);
        change.operator = rival;
        change.power = type(uint96).max;
        change.key = BlsSigner.publicKey(blsSecret(0));
        registry.queueChange(change);
        change.operator = owner;
        change.power = 1;
        change.key = BlsSigner.publicKey(blsSecret(1));
        registry.queueChange(change);
        // Nor does one who never was there leave.
        change.operator = optimizer;
        change.power = 0;
        change.key = BlsSigner.publicKey(blsSecret(2));
        registry.queueChange(change);
        vm.roll(vm.getBlockNumber() + 1);
        assertEq(registry.applyChanges(3), 3, "applied");
        assertEq(registry.totalPower(), type(uint96).max, "all the power that fits");
        assertEq(registry.operatorCount(), 1, "the first alone");
        // A key of another does not change the power of a member.
        change.operator = rival;
        change.power = 1;
        registry.queueChange(change);
        vm.roll(vm.getBlockNumber() + 1);
        registry.applyChanges(1);
        assertEq(registry.powerOf(rival), type(uint96).max, "its power is that of its own key");
    }

    function test_queueChange_tellsKeysApartByEachOfTheirParts() public {
        OperatorRegistry registry = OperatorRegistry(
            Artifacts.deploy("OperatorRegistry.sol:OperatorRegistry", abi.encode(address(this), 1))
        );
        registry.setMessageHandler(address(this));
        IOperatorRegistryTypes.OperatorChange memory change;
        change.operator = rival;
        registry.queueChange(change);
        registry.queueChange(change);
        assertEq(registry.queuedChanges(), 1, "the same key");
        change.key.x_b = bytes32(uint256(1));
        registry.queueChange(change);
        assertEq(registry.queuedChanges(), 2, "another x");
        change.key.y_b = bytes32(uint256(1));
        registry.queueChange(change);
        assertEq(registry.queuedChanges(), 3, "another y");
    }

    function test_verifyAggregate_ofKeysThatCancelEachOther() public {
        OperatorRegistry registry = OperatorRegistry(
            Artifacts.deploy("OperatorRegistry.sol:OperatorRegistry", abi.encode(address(this), 1))
        );
        registry.setMessageHandler(address(this));
        (address low, address high) = (address(1), address(2));
        uint256 secret = blsSecret(0);
        _queue(registry, low, secret);
        _queue(registry, high, BlsSigner.GROUP_ORDER - secret);
        _queue(registry, address(3), blsSecret(1));
        vm.roll(vm.getBlockNumber() + 1);
        registry.applyChanges(3);
        BLS.G1Point[] memory nonSigners = new BLS.G1Point[](2);
        nonSigners[0] = BlsSigner.publicKey(secret);
        nonSigners[1] = BlsSigner.publicKey(BlsSigner.GROUP_ORDER - secret);
        bytes32 message = keccak256("message");
        (uint256 signedPower, uint256 totalPower, , ) = registry.verifyAggregate(
            message,
            nonSigners,
            BlsSigner.sign(blsSecret(1), message)
        );
        assertEq(signedPower, 1, "the power of the third");
        assertEq(totalPower, 3, "of three");
    }

    function test_slash_ofNothingForTheReporterCreditsTheTreasuryAlone() public {
        IAvsGovernanceTypes.Slashing memory slashing;
        slashing.operator = account(0);
        slashing.shareBps = 1;
        slashing.treasury = treasury;
        slashing.reporter = rival;
        vm.prank(address(slasher));
        uint256 taken = avsGovernance.slash(slashing);
        assertEq(taken, STAKE / 10_000, "taken");
        assertEq(avsGovernance.creditOf(treasury), taken, "treasury");
        assertEq(avsGovernance.creditOf(rival), 0, "reporter");
        // Once more, of an operator that is out already.
        slashing.eject = true;
        vm.prank(address(slasher));
        avsGovernance.slash(slashing);
        assertEq(
            uint256(avsGovernance.getOperatorRecord(account(0)).status),
            uint256(IAvsGovernanceTypes.OperatorStatus.Ejected),
            "stays out"
        );
        assertEq(avsGovernance.operatorCount(), OPERATOR_COUNT - 1, "counted once");
    }

    function _queue(OperatorRegistry registry, address operator, uint256 secret) private {
        registry.queueChange(
            IOperatorRegistryTypes.OperatorChange({
                operator: operator,
                power: 1,
                key: BlsSigner.publicKey(secret)
            })
        );
    }

    function _expectStatus(uint64 submissionId, IModelSubmissionTypes.SubmissionStatus status) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.UnexpectedSubmissionStatus.selector,
                submissionId,
                status
            )
        );
    }
}
