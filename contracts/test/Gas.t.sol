// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {IModelSubmissionTypes} from "../interfaces/IModelSubmission.sol";
import {BlsSigner} from "./support/BlsSigner.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice Named gas snapshots, of calls without the price of their transactions. `npm run test:gas` compares them with
/// those committed; whole transactions on a chain are in bench/results/contracts.json.
contract GasTest is Marketplace {
    string private constant GROUP = "contracts";

    function setUp() public override {
        super.setUp();
        // Slots that every task and account after the first finds in use.
        _post(notImprovedVerdict(_submit(_openTask(0.5e18), optimizer)));
    }

    function test_gas_ofATasksLife() public {
        IModelSubmissionTypes.TaskTerms memory wanted = terms();
        vm.prank(owner);
        uint32 taskId = modelSubmission.createTask(wanted, type(uint256).max);
        vm.snapshotGasLastCall(GROUP, "create-task");
        _post(baselineVerdict(taskId, 0.5e18));
        vm.snapshotGasLastCall(GROUP, "verdict-baseline");

        uint64 submissionId = id(taskId, 1);
        bytes32 commitment = keccak256(
            abi.encode(
                block.chainid,
                address(modelSubmission),
                taskId,
                optimizer,
                parametersOf(submissionId),
                SALT
            )
        );
        vm.prank(optimizer);
        modelSubmission.commitSubmission(taskId, commitment, type(uint128).max);
        vm.snapshotGasLastCall(GROUP, "commit");
        vm.roll(block.number + 1);
        _reveal(submissionId);
        vm.snapshotGasLastCall(GROUP, "reveal");
        _post(notImprovedVerdict(submissionId));
        vm.snapshotGasLastCall(GROUP, "verdict-not-improved");
        _post(improvedVerdict(_submit(taskId, optimizer), 0.5e18, 0.75e18));
        vm.snapshotGasLastCall(GROUP, "verdict-improved");
        vm.prank(optimizer);
        modelSubmission.claim(address(token));
        vm.snapshotGasLastCall(GROUP, "claim");
    }

    function test_gas_ofVerifyingAnAggregateDoesNotGrowWithTheSigners() public {
        _addUpTo(10);
        uint256 ten = _verify(10, 0, "verify-aggregate-10");
        uint256 oneMissing = _verify(10, 1, "verify-aggregate-10-without-1");
        uint256 threeMissing = _verify(10, 3, "verify-aggregate-10-without-3");
        _addUpTo(100);
        uint256 hundred = _verify(100, 0, "verify-aggregate-100");
        assertLe(hundred, ten + ten / 50, "flat within two percent");
        assertLe(ten, hundred + hundred / 50, "flat within two percent");
        assertLe(ten, 172_000, "nobody missing");
        assertLe((threeMissing - oneMissing) / 2, 6_000, "for each non-signer");
    }

    function _addUpTo(uint256 count) private {
        for (uint256 i = operatorRegistry.operatorCount(); i < count; ++i) _register(i, STAKE);
        // The compiler takes the block's number for constant.
        vm.roll(10_000 * count);
        operatorRegistry.applyChanges(count);
        assertEq(operatorRegistry.operatorCount(), count, "operators");
    }

    /// @dev The operators with the lowest addresses are missing.
    function _verify(uint256 count, uint256 missing, string memory name) private returns (uint256) {
        bytes32 message = keccak256("message");
        bool[] memory absent = new bool[](count);
        BLS.G1Point[] memory nonSigners = new BLS.G1Point[](missing);
        for (uint256 i; i < missing; ++i) {
            uint256 lowest = type(uint256).max;
            for (uint256 j; j < count; ++j) {
                if (!absent[j] && (lowest == type(uint256).max || account(j) < account(lowest))) lowest = j;
            }
            absent[lowest] = true;
            nonSigners[i] = BlsSigner.publicKey(blsSecret(lowest));
        }
        uint256 secret;
        for (uint256 i; i < count; ++i) {
            if (!absent[i]) secret = BlsSigner.addSecrets(secret, blsSecret(i));
        }
        BLS.G2Point memory signature = BlsSigner.sign(secret, message);
        operatorRegistry.verifyAggregate(message, nonSigners, signature);
        return vm.snapshotGasLastCall(GROUP, name);
    }
}
