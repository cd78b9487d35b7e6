// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {AttestationCenter} from "../AttestationCenter.sol";
import {IAttestationCenterErrors, IAttestationCenterTypes} from "../interfaces/IAttestationCenter.sol";
import {IAvsGovernanceErrors} from "../interfaces/IAvsGovernance.sol";
import {IModelSubmissionErrors, IModelSubmissionTypes} from "../interfaces/IModelSubmission.sol";
import {ModelSubmission} from "../ModelSubmission.sol";
import {GOVERNOR_ROLE} from "../types/Roles.sol";
import {Artifacts} from "./support/Artifacts.sol";
import {Marketplace} from "./support/Marketplace.sol";

// Whether a call succeeds is what is asked here.
// solhint-disable avoid-low-level-calls

/// @notice What governance may set, and what it may not.
contract GoverningTest is Marketplace {
    function test_setters_areTheGovernorsAlone() public {
        _assertGovernorsAlone(address(modelSubmission), abi.encodeCall(modelSubmission.setTreasury, (rival)));
        _assertGovernorsAlone(
            address(modelSubmission),
            abi.encodeCall(modelSubmission.setTokenTerms, (address(token), tokenTerms()))
        );
        _assertGovernorsAlone(
            address(modelSubmission),
            abi.encodeCall(modelSubmission.setAttestationCenter, (rival))
        );
        address center = address(attestationCenter);
        _assertGovernorsAlone(center, abi.encodeCall(attestationCenter.addTaskDefinition, (definition())));
        _assertGovernorsAlone(center, abi.encodeCall(attestationCenter.disableTaskDefinition, (1)));
        _assertGovernorsAlone(center, abi.encodeCall(attestationCenter.setAvsLogic, (rival)));
        _assertGovernorsAlone(center, abi.encodeCall(attestationCenter.setAvsGovernance, (rival)));
        _assertGovernorsAlone(center, abi.encodeCall(attestationCenter.setMinimumPower, (1)));
        address registry = address(operatorRegistry);
        _assertGovernorsAlone(registry, abi.encodeCall(operatorRegistry.setMessageHandler, (rival)));
        _assertGovernorsAlone(registry, abi.encodeCall(operatorRegistry.dismissMessageHandler, (rival)));
        _assertGovernorsAlone(registry, abi.encodeCall(operatorRegistry.setAttestationCenter, (rival)));
        address governance = address(avsGovernance);
        _assertGovernorsAlone(governance, abi.encodeCall(avsGovernance.setStakeBounds, (1, 2)));
        _assertGovernorsAlone(governance, abi.encodeCall(avsGovernance.setOperatorLimit, (1)));
        _assertGovernorsAlone(governance, abi.encodeCall(avsGovernance.setAllowlistRequired, (true)));
        _assertGovernorsAlone(governance, abi.encodeCall(avsGovernance.setMessageHandler, (rival)));
        _assertGovernorsAlone(governance, abi.encodeCall(avsGovernance.setSlasher, (rival)));
        vm.prank(rival);
        vm.expectPartialRevert(IAccessControl.AccessControlUnauthorizedAccount.selector);
        avsGovernance.setAllowed(rival, true);
    }

    function test_setters_refuseTheZeroAddress() public {
        vm.startPrank(governor);
        bytes memory zero = abi.encodeWithSelector(IModelSubmissionErrors.ZeroAddress.selector);
        vm.expectRevert(zero);
        modelSubmission.setTreasury(address(0));
        IModelSubmissionTypes.TokenTerms memory listing = tokenTerms();
        vm.expectRevert(zero);
        modelSubmission.setTokenTerms(address(0), listing);
        vm.expectRevert(zero);
        modelSubmission.setAttestationCenter(address(0));
        vm.expectRevert(zero);
        attestationCenter.setAvsLogic(address(0));
        vm.expectRevert(zero);
        attestationCenter.setAvsGovernance(address(0));
        vm.expectRevert(zero);
        operatorRegistry.setMessageHandler(address(0));
        vm.expectRevert(zero);
        operatorRegistry.setAttestationCenter(address(0));
        vm.expectRevert(zero);
        avsGovernance.setMessageHandler(address(0));
        vm.expectRevert(zero);
        avsGovernance.setSlasher(address(0));
        vm.stopPrank();
        vm.prank(account(0));
        vm.expectRevert(zero);
        avsGovernance.setRewardsReceiver(address(0));
    }

    function test_setAttestationCenter_onceAndForAll() public {
        bytes memory already = abi.encodeWithSelector(
            IModelSubmissionErrors.AttestationCenterAlreadySet.selector,
            address(attestationCenter)
        );
        vm.startPrank(governor);
        vm.expectRevert(already);
        modelSubmission.setAttestationCenter(rival);
        vm.expectRevert(already);
        operatorRegistry.setAttestationCenter(rival);
        vm.stopPrank();
    }

    function test_setTokenTerms_listsSixteenTokensEver() public {
        IModelSubmissionTypes.TokenTerms memory listing = tokenTerms();
        vm.startPrank(governor);
        for (uint160 i = 1; i < 16; ++i) modelSubmission.setTokenTerms(address(i), listing);
        assertEq(modelSubmission.listedTokens().length, 16, "tokens");
        vm.expectRevert(
            abi.encodeWithSelector(IModelSubmissionErrors.TokenLimitReached.selector, uint256(16))
        );
        modelSubmission.setTokenTerms(address(16), listing);
        listing.listed = false;
        modelSubmission.setTokenTerms(address(15), listing);
        vm.stopPrank();
        assertTrue(!modelSubmission.tokenTerms(address(15)).listed, "delisted");
        assertEq(modelSubmission.listedTokens().length, 16, "and still one of those ever listed");
    }

    function test_setStakeBounds_refusesBoundsThatLeaveNothing() public {
        vm.startPrank(governor);
        _expectBoundsRefused(0, 1);
        _expectBoundsRefused(2, 1);
        _expectBoundsRefused(1, uint128(type(uint96).max) + 1);
        avsGovernance.setStakeBounds(1, type(uint96).max);
        vm.stopPrank();
        assertEq(avsGovernance.minimumStake(), 1, "minimum");
        assertEq(avsGovernance.maximumStake(), type(uint96).max, "maximum");
    }

    function test_setOperatorLimit_closesTheSetToNewcomers() public {
        vm.prank(governor);
        avsGovernance.setOperatorLimit(OPERATOR_COUNT);
        BLS.G1Point memory key;
        BLS.G2Point memory proof;
        vm.prank(rival);
        vm.expectRevert(
            abi.encodeWithSelector(IAvsGovernanceErrors.OperatorLimitReached.selector, OPERATOR_COUNT)
        );
        avsGovernance.registerOperator(key, proof, STAKE, rival);
    }

    function test_setMinimumPower_isMoreThanNothing() public {
        vm.startPrank(governor);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAttestationCenterErrors.PowerBelowMinimum.selector,
                uint256(0),
                uint256(1)
            )
        );
        attestationCenter.setMinimumPower(0);
        attestationCenter.setMinimumPower(2 * STAKE);
        vm.stopPrank();
        assertEq(attestationCenter.minimumPower(), 2 * STAKE, "minimum");
    }

    function test_addTaskDefinition_onlyWithTheLogicOfTheDay() public {
        IAttestationCenterTypes.TaskDefinition memory other = definition();
        other.avsLogic = rival;
        vm.prank(governor);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAttestationCenterErrors.DefinitionOutOfBounds.selector,
                bytes32("avsLogic"),
                uint256(uint160(rival)),
                uint256(uint160(address(avsLogic)))
            )
        );
        attestationCenter.addTaskDefinition(other);
    }

    function test_disableTaskDefinition_endsItForNewTasksOnly() public {
        uint32 taskId = _openTask(0.5e18);
        vm.startPrank(governor);
        vm.expectRevert(
            abi.encodeWithSelector(IAttestationCenterErrors.UnknownTaskDefinition.selector, uint256(9))
        );
        attestationCenter.disableTaskDefinition(9);
        attestationCenter.disableTaskDefinition(taskDefinitionId);
        vm.stopPrank();
        assertTrue(!attestationCenter.getTaskDefinition(taskDefinitionId).enabled, "disabled");
        IModelSubmissionTypes.TaskTerms memory wanted = terms();
        vm.prank(owner);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelSubmissionErrors.TermOutOfBounds.selector,
                bytes32("taskDefinitionId"),
                uint256(taskDefinitionId),
                uint256(0)
            )
        );
        modelSubmission.createTask(wanted, type(uint256).max);
        _post(notImprovedVerdict(_submit(taskId, optimizer)));
    }

    function test_claimFees_paysTheAccountItselfWhileThereIsNoGovernance() public {
        vm.startPrank(governor);
        ModelSubmission market = ModelSubmission(
            Artifacts.deploy("ModelSubmission.sol:ModelSubmission", abi.encode(governor, treasury))
        );
        AttestationCenter center = AttestationCenter(
            Artifacts.deploy(
                "AttestationCenter.sol:AttestationCenter",
                abi.encode(governor, address(operatorRegistry), address(market), uint96(STAKE))
            )
        );
        market.setAttestationCenter(address(center));
        market.setTokenTerms(address(token), tokenTerms());
        center.setAvsLogic(address(avsLogic));
        IModelSubmissionTypes.TaskTerms memory wanted = terms();
        wanted.taskDefinitionId = center.addTaskDefinition(definition());
        vm.stopPrank();
        vm.startPrank(owner);
        token.approve(address(market), type(uint256).max);
        market.createTask(wanted, type(uint256).max);
        vm.stopPrank();
        uint256 amount = center.claimFees(address(token), account(0));
        assertEq(amount, 0.25 ether - 1, "a quarter of the storage fee, rounded down");
        assertEq(token.balanceOf(account(0)), amount, "received");
    }

    function test_governorRole_isGivenByTheAdministrator() public {
        vm.prank(governor);
        modelSubmission.grantRole(GOVERNOR_ROLE, rival);
        vm.prank(rival);
        modelSubmission.setTreasury(rival);
        assertEq(modelSubmission.treasury(), rival, "treasury");
    }

    function _assertGovernorsAlone(address target, bytes memory data) private {
        vm.prank(rival);
        (bool succeeded, bytes memory answer) = target.call(data);
        assertTrue(!succeeded, "refused");
        assertEq(
            keccak256(answer),
            keccak256(
                abi.encodeWithSelector(
                    IAccessControl.AccessControlUnauthorizedAccount.selector,
                    rival,
                    GOVERNOR_ROLE
                )
            ),
            "for want of the role"
        );
    }

    function _expectBoundsRefused(uint128 minimum, uint128 maximum) private {
        vm.expectRevert(
            abi.encodeWithSelector(IAvsGovernanceErrors.StakeBoundsInvalid.selector, minimum, maximum)
        );
        avsGovernance.setStakeBounds(minimum, maximum);
    }
}
