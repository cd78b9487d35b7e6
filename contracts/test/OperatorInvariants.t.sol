// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Whether a call succeeds is what is asked here.
// solhint-disable avoid-low-level-calls

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {IAvsGovernanceTypes} from "../interfaces/IAvsGovernance.sol";
import {IPausableFlowsTypes} from "../interfaces/IPausableFlows.sol";
import {ISlasherTypes} from "../interfaces/ISlasher.sol";
import {Messages} from "../libraries/Messages.sol";
import {PauseClock} from "../libraries/PauseClock.sol";
import {Verdict} from "../types/Verdict.sol";
import {BlsSigner} from "./support/BlsSigner.sol";
import {InvariantTargets} from "./support/InvariantTargets.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice Operators come, grow, leave, are slashed by evidence and thrown out in any order, while fees flow: the set
/// that verdicts are checked against is always the set that stakes stand behind, and what was slashed is all credited.
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
    uint256 private _slashed;
    /// @dev Taken since every queued change was applied: power follows a slashed stake with the next epoch.
    mapping(address operator => uint256) private _slashedSince;
    mapping(bytes32 offenceId => bool) private _proven;
    mapping(address account => uint256) private _creditsDue;
    mapping(address account => uint256) private _creditsTaken;
    uint256 private _creditsOut;
    /// @dev Verdicts that stand, to contradict.
    Verdict[] private _standing;
    uint256 private _pauseStart;
    uint256 private _pauseEnd;
    uint256 private _equivocations;
    uint256 private _contradictions;
    uint256 private _refusals;

    function setUp() public override {
        super.setUp();
        _stakesIn = OPERATOR_COUNT * STAKE;
        uint32 taskId = _createTask();
        _stand(baselineVerdict(taskId, 0.5e18));
        for (uint256 i; i < 3; ++i) _stand(notImprovedVerdict(_submit(taskId, optimizer)));
        _feesIn = modelSubmission.operatorsBucket(address(token));
        bytes4[] memory calls = new bytes4[](15);
        calls[0] = this.register.selector;
        calls[1] = this.increase.selector;
        calls[2] = this.quit.selector;
        calls[3] = this.eject.selector;
        calls[4] = this.withdraw.selector;
        calls[5] = this.applyDue.selector;
        calls[6] = this.share.selector;
        calls[7] = this.claimFees.selector;
        calls[8] = this.signBy.selector;
        calls[9] = this.equivocate.selector;
        calls[10] = this.contradict.selector;
        calls[11] = this.claimCredit.selector;
        calls[12] = this.pause.selector;
        calls[13] = this.resume.selector;
        calls[14] = this.register.selector;
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
            assertLe(
                operatorRegistry.powerOf(operator),
                stake + _slashedSince[operator],
                "power has stake behind it, or what was slashed since the last epoch"
            );
            stakes += stake;
            earnings += earned(operator);
        }
        assertEq(stakes, _stakesIn - _stakesOut - _slashed, "stakes");
        uint256 credits;
        for (uint256 i; i < 2; ++i) {
            address creditor = _creditor(i);
            uint256 due = avsGovernance.creditOf(creditor);
            assertEq(due + _creditsTaken[creditor], _creditsDue[creditor], "credited");
            credits += due;
            earnings += earned(i == 0 ? treasury : aggregator);
        }
        assertEq(credits + _creditsOut, _slashed, "what was slashed is all credited");
        assertEq(stakeToken.balanceOf(address(avsGovernance)), stakes + credits, "tokens");
        uint256 bucket = modelSubmission.operatorsBucket(address(token));
        assertEq(bucket, _feesIn - _feesOut, "bucket");
        assertLe(earnings, bucket, "earnings");
        assertLe(bucket, earnings + CANDIDATES + 3, "nothing is lost but fractions");
    }

    /// @dev Everything happens in a fixed campaign, and each check is reached.
    function test_campaign_reachesQuorumsWithdrawalsSlashingAndFees() public {
        for (uint256 i; i < 600; ++i) {
            uint256 random = uint256(keccak256(abi.encode("operators", i)));
            uint256 choice = random % 18;
            if (choice < 2) this.register(random >> 8, uint128(random >> 100));
            else if (choice == 2) this.increase(random >> 8, uint128(random >> 100));
            else if (choice == 3) this.quit(random >> 8);
            else if (choice == 4 && random % 5 == 0) this.eject(random >> 8);
            else if (choice == 5) this.withdraw(random >> 8, true);
            else if (choice < 8) this.applyDue(random >> 8, random % 3);
            else if (choice == 8) this.share(random >> 8);
            else if (choice == 9) this.claimFees(random >> 8);
            else if (choice == 10 && i > 200) this.equivocate(random >> 8, uint64(random >> 64));
            else if (choice == 11 && i > 100) this.contradict(random >> 8, random >> 64);
            else if (choice == 12) this.claimCredit(random >> 8);
            else if (choice == 13) this.pause(random >> 8);
            else if (choice == 14) this.resume(random >> 8);
            else this.signBy(random >> 8, bytes32(random));
            if (i % 20 == 0) this.invariant_theAppliedSetIsBackedAndItsKeysAddUp();
        }
        assertTrue(_quorums > 20, "signer sets were checked");
        assertTrue(_stakesOut > 0, "stakes went out");
        assertTrue(_equivocations > 1, "equivocations were slashed");
        assertTrue(_contradictions > 5, "contradicting claims were slashed");
        assertTrue(_creditsOut > 0, "credits went out");
        assertTrue(_refusals > 0, "registrations were refused by a pause");
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
        address who = account(candidate);
        BLS.G1Point memory key = BlsSigner.publicKey(blsSecret(candidate));
        bytes memory data = abi.encodeCall(
            avsGovernance.registerOperator,
            (
                key,
                BlsSigner.sign(blsSecret(candidate), operatorRegistry.possessionMessage(who, key)),
                stake,
                who
            )
        );
        _stake(who, stake, data);
    }

    function increase(uint256 which, uint128 amount) external atHeight {
        address operator = account(which % CANDIDATES);
        IAvsGovernanceTypes.OperatorRecord memory record = avsGovernance.getOperatorRecord(operator);
        if (record.status != IAvsGovernanceTypes.OperatorStatus.Registered) return;
        amount = 1 + (amount % STAKE);
        if (record.stake + amount > avsGovernance.maximumStake()) return;
        _stake(operator, amount, abi.encodeCall(avsGovernance.increaseStake, (amount)));
    }

    function quit(uint256 which) external atHeight {
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

    function pause(uint256 which) external atHeight {
        bool byGovernor = which % 4 != 0;
        bool predicted = byGovernor && (_pauseEnd == 0 || _height >= 2 * _pauseEnd - _pauseStart);
        _callAs(
            byGovernor ? governor : account(0),
            abi.encodeCall(avsGovernance.pause, (IPausableFlowsTypes.Flow.Registration)),
            predicted
        );
        if (predicted) (_pauseStart, _pauseEnd) = (_height, _height + PauseClock.MAXIMUM_PAUSE_BLOCKS);
    }

    function resume(uint256 which) external atHeight {
        bool byGovernor = which % 4 != 0;
        bool predicted = byGovernor && _height < _pauseEnd;
        _callAs(
            byGovernor ? governor : account(0),
            abi.encodeCall(avsGovernance.resume, (IPausableFlowsTypes.Flow.Registration)),
            predicted
        );
        if (predicted) _pauseEnd = _height;
    }

    // ---------------------------------------------------------------- reporter

    /// @dev Two signatures on different verdicts of one evaluation; two candidates at most, since they do not come back.
    function equivocate(uint256 which, uint64 submission) external atHeight {
        uint256 offender = which % 2;
        ISlasherTypes.EquivocationEvidence memory evidence;
        evidence.key = BlsSigner.publicKey(blsSecret(offender));
        evidence.taskDefinitionId = taskDefinitionId;
        Verdict memory verdict = _standing[submission % _standing.length];
        // Of an evaluation that nobody posted a verdict of.
        verdict.seed = keccak256(abi.encode(submission % 3));
        evidence.first = verdict;
        evidence.firstSignature = BlsSigner.sign(blsSecret(offender), _hash(verdict));
        evidence.second = abi.decode(abi.encode(verdict), (Verdict));
        evidence.second.traceDigest = keccak256(abi.encode(which));
        evidence.secondSignature = BlsSigner.sign(blsSecret(offender), _hash(evidence.second));
        if (
            _slash(
                ISlasherTypes.Offence.Equivocation,
                account(offender),
                verdict,
                abi.encodeCall(slasher.slashEquivocation, (evidence))
            )
        ) ++_equivocations;
    }

    /// @dev A signed claim of another verdict than the one that stands.
    function contradict(uint256 which, uint256 verdict) external atHeight {
        uint256 offender = which % 4;
        ISlasherTypes.ClaimEvidence memory evidence;
        evidence.performer = account(offender);
        evidence.verdict = _standing[verdict % _standing.length];
        evidence.attempt = uint32(which >> 8) % 3;
        evidence.proofOfTask = Messages.proofOfTask(evidence.performer, keccak256(abi.encode(which)));
        evidence.signature = _signClaim(
            evidence.verdict,
            evidence.attempt,
            evidence.proofOfTask,
            accountSecret(offender)
        );
        if (
            _slash(
                ISlasherTypes.Offence.ContradictingClaim,
                evidence.performer,
                evidence.verdict,
                abi.encodeCall(slasher.slashContradictingClaim, (evidence))
            )
        ) ++_contradictions;
    }

    function claimCredit(uint256 who) external atHeight {
        address creditor = _creditor(who);
        uint256 due = avsGovernance.creditOf(creditor);
        uint256 before = stakeToken.balanceOf(creditor);
        _callAs(creditor, abi.encodeCall(avsGovernance.claimCredit, ()), due != 0);
        assertEq(stakeToken.balanceOf(creditor) - before, due, "credit received");
        _creditsTaken[creditor] += due;
        _creditsOut += due;
    }

    // ---------------------------------------------------------------- anyone

    function applyDue(uint256 limit, uint256 blocks) external {
        _height += blocks % 3;
        vm.roll(_height);
        operatorRegistry.applyChanges(limit % 4);
        if (operatorRegistry.queuedChanges() != 0) return;
        for (uint256 i; i < CANDIDATES; ++i) _slashedSince[account(i)] = 0;
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

    /// @dev Stakes tokens with a call that fails exactly while registrations are paused.
    function _stake(address operator, uint128 amount, bytes memory data) private {
        vm.startPrank(operator);
        stakeToken.faucet(amount);
        stakeToken.approve(address(avsGovernance), amount);
        vm.stopPrank();
        bool predicted = _height >= _pauseEnd;
        _callAs(operator, data, predicted);
        if (predicted) _stakesIn += amount;
        else ++_refusals;
    }

    /// @dev Whoever has a stake loses a share of it, once for an offence, whether it stays, is leaving or was thrown out.
    function _slash(
        ISlasherTypes.Offence offence,
        address operator,
        Verdict memory verdict,
        bytes memory data
    ) private returns (bool predicted) {
        IAvsGovernanceTypes.OperatorRecord memory record = avsGovernance.getOperatorRecord(operator);
        bytes32 offenceId = keccak256(
            abi.encode(offence, operator, verdict.submissionId, verdict.seed, verdict.championId)
        );
        predicted = record.stake != 0 && !_proven[offenceId];
        vm.prank(rival);
        (bool succeeded, ) = address(slasher).call(data);
        assertTrue(succeeded == predicted, "slashed as predicted");
        if (!predicted) return false;
        bool equivocation = offence == ISlasherTypes.Offence.Equivocation;
        uint256 share = equivocation ? EQUIVOCATION_BPS : CONTRADICTING_CLAIM_BPS;
        uint256 taken = (record.stake * share + 9_999) / 10_000;
        uint256 reward = (taken * REPORTER_BPS) / 10_000;
        _proven[offenceId] = true;
        _slashed += taken;
        _slashedSince[operator] += taken;
        _creditsDue[rival] += reward;
        _creditsDue[treasury] += taken - reward;
        bool ejected =
            equivocation ||
                (record.status == IAvsGovernanceTypes.OperatorStatus.Registered &&
                    record.stake - taken < STAKE);
        IAvsGovernanceTypes.OperatorStatus expected =
            ejected ? IAvsGovernanceTypes.OperatorStatus.Ejected : record.status;
        record = avsGovernance.getOperatorRecord(operator);
        assertEq(uint256(record.status), uint256(expected), "status after slashing");
    }

    /// @dev Posts a verdict that nobody claimed.
    function _stand(Verdict memory verdict) private {
        _standing.push(verdict);
        _post(Posting(verdict, 0, false, new uint256[](0)));
    }

    function _callAs(address by, bytes memory data, bool predicted) private {
        vm.prank(by);
        (bool succeeded, ) = address(avsGovernance).call(data);
        assertTrue(succeeded == predicted, "a call of governance as predicted");
    }

    function _creditor(uint256 which) private view returns (address) {
        return which % 2 == 0 ? rival : treasury;
    }

    function _hash(Verdict memory verdict) private view returns (bytes32) {
        return attestationCenter.verdictHash(taskDefinitionId, abi.encode(verdict));
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
