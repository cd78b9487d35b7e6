// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Whether a call succeeds is what is asked here.
// solhint-disable avoid-low-level-calls

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {IAvsGovernanceTypes} from "../interfaces/IAvsGovernance.sol";
import {BlsSigner} from "./support/BlsSigner.sol";
import {InvariantTargets} from "./support/InvariantTargets.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice Operators come, grow, leave and are thrown out in any order, while fees flow: the set that verdicts are
/// checked against is always the set that stakes stand behind.
contract OperatorInvariantsTest is Marketplace, InvariantTargets {
    uint256 private constant CANDIDATES = 7;
    uint256 private constant TASKS = 30;

    uint256 private _height = 2_000;
    uint256 private _time = 1_900_000_000;
    uint256 private _stakesIn;
    uint256 private _stakesOut;
    uint256 private _feesIn;
    uint256 private _feesOut;
    uint256 private _quorums;

    function setUp() public override {
        super.setUp();
        _stakesIn = OPERATOR_COUNT * STAKE;
        bytes4[] memory calls = new bytes4[](9);
        calls[0] = this.register.selector;
        calls[1] = this.increase.selector;
        calls[2] = this.leave.selector;
        calls[3] = this.eject.selector;
        calls[4] = this.withdraw.selector;
        calls[5] = this.applyDue.selector;
        calls[6] = this.share.selector;
        calls[7] = this.claimFees.selector;
        calls[8] = this.signBy.selector;
        _target(address(this), calls);
    }

    function invariant_theAppliedSetIsBackedAndItsKeysAddUp() public view {
        uint256 secret;
        uint256 power;
        uint256 count = operatorRegistry.operatorCount();
        for (uint256 i; i < count; ++i) {
            uint256 candidate = _candidate(operatorRegistry.operatorAt(i));
            secret = BlsSigner.addSecrets(secret, blsSecret(candidate));
            power += operatorRegistry.powerOf(account(candidate));
        }
        assertEq(operatorRegistry.totalPower(), power, "total power");
        assertEq(
            keccak256(abi.encode(operatorRegistry.aggregateKey())),
            keccak256(abi.encode(BlsSigner.publicKey(secret))),
            "the running sum is the sum of the applied keys"
        );
        uint256 stakes;
        uint256 earnings;
        for (uint256 i; i < CANDIDATES; ++i) {
            address operator = account(i);
            uint256 stake = avsGovernance.getOperatorRecord(operator).stake;
            assertLe(operatorRegistry.powerOf(operator), stake, "power has stake behind it");
            stakes += stake;
            earnings += earned(operator);
        }
        assertEq(stakes, _stakesIn - _stakesOut, "stakes");
        assertEq(stakeToken.balanceOf(address(avsGovernance)), stakes, "tokens of the stakes");
        uint256 bucket = modelSubmission.operatorsBucket(address(token));
        assertEq(bucket, _feesIn - _feesOut, "bucket");
        assertLe(earnings, bucket, "earnings");
        assertLe(bucket, earnings + CANDIDATES + 1, "nothing is lost but fractions");
    }

    /// @dev Everything happens in a fixed campaign, and each check is reached.
    function test_campaign_reachesQuorumsWithdrawalsAndFees() public {
        for (uint256 i; i < 400; ++i) {
            uint256 random = uint256(keccak256(abi.encode("operators", i)));
            uint256 choice = random % 12;
            if (choice < 2) this.register(random >> 8, uint128(random >> 100));
            else if (choice == 2) this.increase(random >> 8, uint128(random >> 100));
            else if (choice == 3) this.leave(random >> 8);
            else if (choice == 4 && random % 5 == 0) this.eject(random >> 8);
            else if (choice == 5) this.withdraw(random >> 8, true);
            else if (choice < 8) this.applyDue(random >> 8, random % 3);
            else if (choice == 8) this.share(random >> 8);
            else if (choice == 9) this.claimFees(random >> 8);
            else this.signBy(random >> 8, bytes32(random));
            if (i % 20 == 0) this.invariant_theAppliedSetIsBackedAndItsKeysAddUp();
        }
        assertTrue(_quorums > 20, "signer sets were checked");
        assertTrue(_stakesOut > 0, "stakes went out");
        assertTrue(_feesOut > 0, "fees went out");
    }

    // ---------------------------------------------------------------- operators

    function register(uint256 which, uint128 stake) external atHeight {
        uint256 candidate = which % CANDIDATES;
        IAvsGovernanceTypes.OperatorStatus status = avsGovernance
            .getOperatorRecord(account(candidate))
            .status;
        if (
            status != IAvsGovernanceTypes.OperatorStatus.None &&
            status != IAvsGovernanceTypes.OperatorStatus.Withdrawn
        ) return;
        stake = uint128(STAKE + (stake % (9 * STAKE)));
        _register(candidate, stake);
        _stakesIn += stake;
    }

    function increase(uint256 which, uint128 amount) external atHeight {
        address operator = account(which % CANDIDATES);
        IAvsGovernanceTypes.OperatorRecord memory record = avsGovernance.getOperatorRecord(operator);
        if (record.status != IAvsGovernanceTypes.OperatorStatus.Registered) return;
        amount = 1 + (amount % STAKE);
        if (record.stake + amount > avsGovernance.maximumStake()) return;
        vm.startPrank(operator);
        stakeToken.faucet(amount);
        stakeToken.approve(address(avsGovernance), amount);
        avsGovernance.increaseStake(amount);
        vm.stopPrank();
        _stakesIn += amount;
    }

    function leave(uint256 which) external atHeight {
        address operator = account(which % CANDIDATES);
        if (
            avsGovernance.getOperatorRecord(operator).status !=
                IAvsGovernanceTypes.OperatorStatus.Registered ||
            avsGovernance.operatorCount() < 3
        ) return;
        vm.prank(operator);
        avsGovernance.requestDeregistration();
    }

    /// @dev A stake comes out exactly when it is unbonded and no voting power is left or queued.
    function withdraw(uint256 which, bool patient) external atHeight {
        address operator = account(which % CANDIDATES);
        IAvsGovernanceTypes.OperatorRecord memory record = avsGovernance.getOperatorRecord(operator);
        if (patient) {
            _time += 8 days;
            vm.warp(_time);
        }
        bool predicted =
            (record.status == IAvsGovernanceTypes.OperatorStatus.Unbonding ||
                record.status == IAvsGovernanceTypes.OperatorStatus.Ejected) &&
                record.stake != 0 &&
                _time >= record.withdrawableSince &&
                operatorRegistry.hasLeft(operator);
        vm.prank(operator);
        (bool succeeded, ) = address(avsGovernance).call(abi.encodeCall(avsGovernance.withdrawStake, ()));
        assertTrue(succeeded == predicted, "a withdrawal as predicted");
        if (succeeded) _stakesOut += record.stake;
    }

    // ---------------------------------------------------------------- governor

    /// @dev Two candidates at most: who is thrown out does not come back.
    function eject(uint256 which) external atHeight {
        address operator = account(which % 2);
        IAvsGovernanceTypes.OperatorStatus status = avsGovernance.getOperatorRecord(operator).status;
        if (
            status != IAvsGovernanceTypes.OperatorStatus.Registered &&
            status != IAvsGovernanceTypes.OperatorStatus.Unbonding
        ) return;
        vm.prank(governor);
        avsGovernance.ejectOperator(operator);
    }

    // ---------------------------------------------------------------- anyone

    function applyDue(uint256 limit, uint256 blocks) external {
        _height += blocks % 3;
        vm.roll(_height);
        operatorRegistry.applyChanges(limit % 4);
    }

    /// @dev A storage fee is shared by the power that is applied.
    function share(uint256) external atHeight {
        if (modelSubmission.taskCount() >= TASKS || operatorRegistry.totalPower() == 0) return;
        uint256 before = modelSubmission.operatorsBucket(address(token));
        _createTask();
        _feesIn += modelSubmission.operatorsBucket(address(token)) - before;
    }

    function claimFees(uint256 which) external atHeight {
        address operator = account(which % CANDIDATES);
        uint256 amount = earned(operator);
        if (amount == 0) return;
        assertEq(attestationCenter.claimFees(address(token), operator), amount, "claimed");
        _feesOut += amount;
    }

    /// @dev Any set of signers: the power counted is the power of those who signed, and a signer more or less is refused.
    function signBy(uint256 signers, bytes32 message) external atHeight {
        uint256 count = operatorRegistry.operatorCount();
        if (count == 0) return;
        uint256 secret;
        uint256 power;
        uint256 missing;
        address[] memory absent = new address[](count);
        for (uint256 i; i < count; ++i) {
            address operator = operatorRegistry.operatorAt(i);
            if (signers & (1 << i) == 0) {
                absent[missing++] = operator;
                continue;
            }
            secret = BlsSigner.addSecrets(secret, blsSecret(_candidate(operator)));
            power += operatorRegistry.powerOf(operator);
        }
        if (missing == count) return;
        ++_quorums;
        BLS.G1Point[] memory nonSigners = _sortedKeys(absent, missing);
        (uint256 signedPower, uint256 totalPower, , ) = operatorRegistry.verifyAggregate(
            message,
            nonSigners,
            BlsSigner.sign(secret, message)
        );
        assertEq(signedPower, power, "signed power");
        assertEq(totalPower, operatorRegistry.totalPower(), "total power");
        (bool accepted, ) = address(operatorRegistry).staticcall(
            abi.encodeCall(
                operatorRegistry.verifyAggregate,
                (message, nonSigners, BlsSigner.sign(BlsSigner.addSecrets(secret, 1), message))
            )
        );
        assertTrue(!accepted, "a signature of other keys");
    }

    // ---------------------------------------------------------------- private

    modifier atHeight() {
        vm.roll(_height);
        vm.warp(_time);
        _;
    }

    function _candidate(address operator) private pure returns (uint256) {
        for (uint256 i; i < CANDIDATES; ++i) if (account(i) == operator) return i;
        revert NotTrue("an operator is a candidate");
    }

    /// @dev Ascending by account, as the registry asks for them.
    function _sortedKeys(
        address[] memory operators,
        uint256 count
    ) private view returns (BLS.G1Point[] memory keys) {
        keys = new BLS.G1Point[](count);
        for (uint256 i; i < count; ++i) {
            for (uint256 j = i + 1; j < count; ++j) {
                if (operators[j] < operators[i]) (operators[i], operators[j]) = (operators[j], operators[i]);
            }
            keys[i] = BlsSigner.publicKey(blsSecret(_candidate(operators[i])));
        }
    }
}
