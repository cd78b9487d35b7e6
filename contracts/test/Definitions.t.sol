// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AvsGovernance} from "../AvsGovernance.sol";
import {IAttestationCenterErrors, IAttestationCenterTypes} from "../interfaces/IAttestationCenter.sol";
import {IAvsGovernanceErrors} from "../interfaces/IAvsGovernance.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice What governance may ask for: each refusal names the parameter, the value and the bound.
contract DefinitionsTest is Marketplace {
    function test_addTaskDefinition_boundsTheWorkOfARound() public {
        IAttestationCenterTypes.TaskDefinition memory changed = definition();
        changed.budget.ticks = 1e12 + 1;
        _expectRefusal(changed, "ticks", 1e12 + 1, 1e12);
        changed = definition();
        changed.budget.nativeWork = 0;
        _expectRefusal(changed, "nativeWork", 0, 1);
        changed = definition();
        changed.budget.tensorElements = 1e12 + 1;
        _expectRefusal(changed, "tensorElements", 1e12 + 1, 1e12);
        changed = definition();
        changed.budget.modelRuns = 1_000_001;
        _expectRefusal(changed, "modelRuns", 1_000_001, 1_000_000);
        changed = definition();
        changed.budget.memoryBytes = (1 << 31) + 1;
        _expectRefusal(changed, "memoryBytes", (1 << 31) + 1, 1 << 31);
        changed = definition();
        changed.budget.stackBytes = (16 << 20) + 1;
        _expectRefusal(changed, "stackBytes", (16 << 20) + 1, 16 << 20);
    }

    function test_addTaskDefinition_boundsFeesAndQuorum() public {
        IAttestationCenterTypes.TaskDefinition memory changed = definition();
        changed.feeFloorUnits = 1_000_000_001;
        _expectRefusal(changed, "feeFloorUnits", 1_000_000_001, 1_000_000_000);
        changed = definition();
        changed.performerBps = 4_501;
        _expectRefusal(changed, "performerBps", 5_001, 5_000);
        changed = definition();
        changed.enabled = false;
        _expectRefusal(changed, "enabled", 0, 1);
        changed = definition();
        changed.minimumQuorumBps = 6_666;
        _expectRefusal(changed, "minimumQuorumBps", 6_666, 6_667);
        changed = definition();
        changed.maximumQuorumBps = 7_501;
        _expectRefusal(changed, "maximumQuorumBps", 7_501, 7_500);
    }

    function test_addTaskDefinition_boundsWindowsAndDelays() public {
        IAttestationCenterTypes.TaskDefinition memory changed = definition();
        changed.revealWindowBlocks = 50_401;
        _expectRefusal(changed, "revealWindowBlocks", 50_401, 50_400);
        changed = definition();
        changed.verdictWindowBlocks = 50_401;
        _expectRefusal(changed, "verdictWindowBlocks", 50_401, 50_400);
        changed = definition();
        changed.responseWindowBlocks = VERDICT_WINDOW + 1;
        _expectRefusal(changed, "responseWindowBlocks", VERDICT_WINDOW + 1, VERDICT_WINDOW);
        changed = definition();
        changed.seedDelayBlocks = 0;
        _expectRefusal(changed, "seedDelayBlocks", 0, 1);
        changed.seedDelayBlocks = 257;
        _expectRefusal(changed, "seedDelayBlocks", 257, 256);
        changed = definition();
        changed.gracePeriodSeconds = 30 days + 1;
        _expectRefusal(changed, "gracePeriodSeconds", 30 days + 1, 30 days);
        changed = definition();
        changed.maximumParameterBytes = (1 << 32) + 1;
        _expectRefusal(changed, "maximumParameterBytes", (1 << 32) + 1, 1 << 32);
    }

    function test_constructor_boundsTheDelaysOfGovernance() public {
        AvsGovernance.Configuration memory configuration = AvsGovernance.Configuration({
            admin: governor,
            stakeToken: address(stakeToken),
            minimumStake: STAKE,
            maximumStake: STAKE,
            operatorLimit: 1,
            unbondingSeconds: 90 days + 1,
            rewardsReceiverDelaySeconds: 30 days
        });
        vm.expectRevert(
            abi.encodeWithSelector(
                IAvsGovernanceErrors.DelayOutOfBounds.selector,
                uint256(90 days + 1),
                uint256(90 days)
            )
        );
        new AvsGovernance(configuration);
        configuration.unbondingSeconds = 90 days;
        configuration.rewardsReceiverDelaySeconds = 30 days + 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                IAvsGovernanceErrors.DelayOutOfBounds.selector,
                uint256(30 days + 1),
                uint256(30 days)
            )
        );
        new AvsGovernance(configuration);
    }

    function _expectRefusal(
        IAttestationCenterTypes.TaskDefinition memory refused,
        bytes32 parameter,
        uint256 value,
        uint256 bound
    ) private {
        vm.prank(governor);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAttestationCenterErrors.DefinitionOutOfBounds.selector,
                parameter,
                value,
                bound
            )
        );
        attestationCenter.addTaskDefinition(refused);
    }
}
