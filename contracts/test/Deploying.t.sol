// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AvsGovernance} from "../AvsGovernance.sol";
import {GovernanceTimelock} from "../GovernanceTimelock.sol";
import {IAttestationCenterErrors} from "../interfaces/IAttestationCenter.sol";
import {IAvsGovernanceErrors} from "../interfaces/IAvsGovernance.sol";
import {IAvsLogicErrors} from "../interfaces/IAvsLogic.sol";
import {IMessageHandlerErrors} from "../interfaces/IMessageHandler.sol";
import {IModelSubmissionErrors} from "../interfaces/IModelSubmission.sol";
import {IOperatorRegistryErrors} from "../interfaces/IOperatorRegistry.sol";
import {ISlasherErrors} from "../interfaces/ISlasher.sol";
import {TestToken} from "../TestToken.sol";
import {Artifacts} from "./support/Artifacts.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice No contract is deployed with a link or a parameter that it could not work with.
contract DeployingTest is Marketplace {
    address private constant SOMEBODY = address(0xbeef);

    function test_constructor_ofModelSubmissionNeedsAnAdministratorAndATreasury() public {
        bytes memory zero = abi.encodeWithSelector(IModelSubmissionErrors.ZeroAddress.selector);
        _expect("ModelSubmission.sol:ModelSubmission", abi.encode(address(0), SOMEBODY), zero);
        _expect("ModelSubmission.sol:ModelSubmission", abi.encode(SOMEBODY, address(0)), zero);
    }

    function test_constructor_ofAttestationCenterNeedsAllItsLinksAndAMinimumOfPower() public {
        string memory artifact = "AttestationCenter.sol:AttestationCenter";
        bytes memory zero = abi.encodeWithSelector(IAttestationCenterErrors.ZeroAddress.selector);
        _expect(artifact, abi.encode(address(0), SOMEBODY, SOMEBODY, 1), zero);
        _expect(artifact, abi.encode(SOMEBODY, address(0), SOMEBODY, 1), zero);
        _expect(artifact, abi.encode(SOMEBODY, SOMEBODY, address(0), 1), zero);
        _expect(
            artifact,
            abi.encode(SOMEBODY, SOMEBODY, SOMEBODY, 0),
            abi.encodeWithSelector(
                IAttestationCenterErrors.PowerBelowMinimum.selector,
                uint256(0),
                uint256(1)
            )
        );
    }

    function test_constructor_ofOperatorRegistryBoundsTheEpoch() public {
        string memory artifact = "OperatorRegistry.sol:OperatorRegistry";
        _expect(
            artifact,
            abi.encode(address(0), 1),
            abi.encodeWithSelector(IOperatorRegistryErrors.ZeroAddress.selector)
        );
        _expect(artifact, abi.encode(SOMEBODY, 0), _epochOutOfBounds(0));
        _expect(artifact, abi.encode(SOMEBODY, 50_401), _epochOutOfBounds(50_401));
    }

    function test_constructor_ofAvsLogicNeedsItsLinks() public {
        bytes memory zero = abi.encodeWithSelector(IAvsLogicErrors.ZeroAddress.selector);
        _expect("AvsLogic.sol:AvsLogic", abi.encode(address(0), SOMEBODY), zero);
        _expect("AvsLogic.sol:AvsLogic", abi.encode(SOMEBODY, address(0)), zero);
    }

    function test_constructor_ofAMessageHandlerNeedsItsLinks() public {
        bytes memory zero = abi.encodeWithSelector(IMessageHandlerErrors.ZeroAddress.selector);
        string memory artifact = "DirectMessageHandler.sol:DirectMessageHandler";
        _expect(artifact, abi.encode(address(0), SOMEBODY), zero);
        _expect(artifact, abi.encode(SOMEBODY, address(0)), zero);
    }

    function test_constructor_ofASlasherNeedsItsLinks() public {
        bytes memory zero = abi.encodeWithSelector(ISlasherErrors.ZeroAddress.selector);
        _expect("Slasher.sol:Slasher", abi.encode(address(0), SOMEBODY, 1, 1, 1), zero);
        _expect("Slasher.sol:Slasher", abi.encode(SOMEBODY, address(0), 1, 1, 1), zero);
    }

    function test_constructor_ofGovernanceNeedsAnAdministratorATokenAndBoundsOfStake() public {
        bytes memory zero = abi.encodeWithSelector(IAvsGovernanceErrors.ZeroAddress.selector);
        AvsGovernance.Configuration memory configuration = _configuration();
        configuration.admin = address(0);
        _expect("AvsGovernance.sol:AvsGovernance", abi.encode(configuration), zero);
        configuration = _configuration();
        configuration.stakeToken = address(0);
        _expect("AvsGovernance.sol:AvsGovernance", abi.encode(configuration), zero);
        configuration = _configuration();
        configuration.minimumStake = 0;
        _expect(
            "AvsGovernance.sol:AvsGovernance",
            abi.encode(configuration),
            abi.encodeWithSelector(IAvsGovernanceErrors.StakeBoundsInvalid.selector, uint256(0), STAKE)
        );
    }

    function test_constructor_ofTheTimelockKeepsNoAdministratorButItself() public {
        address[] memory proposers = new address[](1);
        proposers[0] = SOMEBODY;
        GovernanceTimelock timelock = GovernanceTimelock(
            payable(
                Artifacts.deploy(
                    "GovernanceTimelock.sol:GovernanceTimelock",
                    abi.encode(1 days, proposers, new address[](1))
                )
            )
        );
        bytes32 admin = timelock.DEFAULT_ADMIN_ROLE();
        assertEq(timelock.getMinDelay(), 1 days, "delay");
        assertTrue(timelock.hasRole(admin, address(timelock)), "its own administrator");
        assertTrue(!timelock.hasRole(admin, address(this)), "not whoever deployed it");
        assertTrue(timelock.hasRole(timelock.PROPOSER_ROLE(), SOMEBODY), "the council proposes");
        assertTrue(timelock.hasRole(timelock.EXECUTOR_ROLE(), address(0)), "anyone executes");
    }

    function test_faucet_givesALimitedAmount() public {
        uint256 limit = token.FAUCET_LIMIT();
        vm.expectRevert(abi.encodeWithSelector(TestToken.FaucetLimitExceeded.selector, limit + 1, limit));
        token.faucet(limit + 1);
    }

    function _expect(string memory artifact, bytes memory arguments, bytes memory reason) private {
        assertEq(keccak256(Artifacts.refusal(artifact, arguments)), keccak256(reason), artifact);
    }

    function _epochOutOfBounds(uint256 epochBlocks) private pure returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IOperatorRegistryErrors.EpochBlocksOutOfBounds.selector,
                epochBlocks,
                uint256(50_400)
            );
    }

    function _configuration() private view returns (AvsGovernance.Configuration memory) {
        return
            AvsGovernance.Configuration({
                admin: governor,
                stakeToken: address(stakeToken),
                minimumStake: STAKE,
                maximumStake: STAKE,
                operatorLimit: 1,
                unbondingSeconds: 1 days,
                rewardsReceiverDelaySeconds: 1 days
            });
    }
}
