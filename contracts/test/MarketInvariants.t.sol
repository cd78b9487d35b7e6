// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Whether a call succeeds is what is asked here.
// solhint-disable avoid-low-level-calls

import {IAttestationCenterEvents, IAttestationCenterTypes} from "../interfaces/IAttestationCenter.sol";
import {IModelSubmissionTypes} from "../interfaces/IModelSubmission.sol";
import {IPausableFlowsTypes} from "../interfaces/IPausableFlows.sol";
import {PauseClock} from "../libraries/PauseClock.sol";
import {Outcome, Verdict} from "../types/Verdict.sol";
import {InvariantTargets} from "./support/InvariantTargets.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice Everybody acts in any order, with verdicts that are really signed and posted. A model of the rules, written
/// from the table of outcomes, predicts of every call whether it succeeds and what everybody is due; after every call
/// the contracts must agree with it.
contract MarketInvariantsTest is Marketplace, InvariantTargets {
    uint256 private constant MAXIMUM_TASKS = 6;
    uint256 private constant MAXIMUM_SUBMISSIONS = 96;
    /// @dev Older block hashes cannot be set; the contract's own limit is tested elsewhere.
    uint256 private constant BLOCK_HASHES = 256;

    /// @dev What a campaign should have got to.
    enum Step {
        Opened,
        Voided,
        ToppedUp,
        Closed,
        Forfeited,
        Expired,
        NotImproved,
        Invalid,
        Unavailable,
        Improved,
        ImprovedOnceMore,
        Claimed,
        FeesClaimed,
        Paused,
        Resumed,
        RefusedByAPause,
        EndedByItself,
        RevealedLater
    }

    uint256 private constant STEPS = 18;
    /// @dev Those of model submission.
    uint256 private constant FLOWS = 5;
    /// @dev One in so many times that time passes, a longest pause does.
    uint16 private constant LONG_PASS = 512;

    struct ModelTask {
        uint32 id;
        address owner;
        uint256 pool;
        uint256 fee;
        uint256 rounds;
        uint256 requiredWins;
        uint256 target;
        uint256 minGapBps;
        uint256 maxPending;
        uint256 deadline;
        IModelSubmissionTypes.TaskStatus status;
        uint32 champion;
        uint256 headSince;
        uint256 championSince;
        uint256 seedBlock;
        bool baselineSettled;
        /// Unsettled submissions in commit order, as indices into `_submissions`.
        uint256[] pending;
    }

    struct ModelSubmitted {
        uint64 id;
        uint256 task;
        address optimizer;
        uint256 bond;
        uint256 commitBlock;
        uint256 seedBlock;
        uint32 championAtReveal;
        bool revealed;
        bool settled;
    }

    /// @dev The blocks from `start` on, before `end`.
    struct ModelPause {
        uint256 start;
        uint256 end;
    }

    ModelTask[] private _tasks;
    ModelSubmitted[] private _submissions;
    /// @dev What each account was ever credited by the table of outcomes, and what it took out.
    mapping(address account => uint256) private _due;
    mapping(address account => uint256) private _taken;
    mapping(address account => uint256) private _paidIn;
    uint256 private _totalPaidIn;
    uint256 private _totalTaken;
    uint256 private _operatorsDue;
    uint256 private _operatorsTaken;
    mapping(Step step => uint256 times) private _reached;
    mapping(IPausableFlowsTypes.Flow flow => ModelPause[]) private _pauses;
    address[] private _actors;
    address[] private _treasuries;
    /// @dev The compiler takes the block's number and time for constant within a call.
    uint256 private _height;
    uint256 private _time;

    error Unpredicted(string call, bool succeeded, bytes answer);

    function setUp() public override {
        super.setUp();
        (_height, _time) = (2_000, 1_900_000_000);
        _actors = [owner, optimizer, rival];
        _treasuries = [treasury, vm.addr(1_007)];
        bytes4[] memory calls = new bytes4[](19);
        calls[0] = this.createTask.selector;
        calls[1] = this.judgeBaseline.selector;
        calls[2] = this.topUp.selector;
        calls[3] = this.commit.selector;
        calls[4] = this.commit.selector;
        calls[5] = this.reveal.selector;
        calls[6] = this.reveal.selector;
        calls[7] = this.judge.selector;
        calls[8] = this.judge.selector;
        calls[9] = this.improve.selector;
        calls[10] = this.forfeit.selector;
        calls[11] = this.expire.selector;
        calls[12] = this.close.selector;
        calls[13] = this.claim.selector;
        calls[14] = this.pass.selector;
        calls[15] = this.govern.selector;
        calls[16] = this.pause.selector;
        calls[17] = this.resume.selector;
        calls[18] = this.resume.selector;
        _target(address(this), calls);
    }

    // ---------------------------------------------------------------- invariants

    /// @dev One function, since the runner plays the whole campaign again for each.
    function invariant_contractsAgreeWithTheModel() public view {
        _checkBalanceIsPoolsBondsCreditsAndTheOperatorsBucket();
        _checkNobodyIsCreditedAnythingButWhatVerdictsAndRulesGrant();
        _checkOperatorsEarnNoMoreThanTheirBucketHolds();
    }

    function test_model_followsAnInvalidSubmission() public {
        this.createTask(0, 100 ether, 0, true);
        this.pass(1, 1);
        this.pass(1, 1);
        this.judgeBaseline(0, 0, 2, 1);
        this.commit(0, 1);
        this.pass(1, 1);
        this.reveal(0);
        this.pass(1, 1);
        this.pass(1, 1);
        this.judge(0, 0, 1, 1);
        assertEq(_reached[Step.Invalid], 1, "judged invalid");
        this.invariant_contractsAgreeWithTheModel();
    }

    function test_model_followsARevealThatAPausePutOff() public {
        this.createTask(0, 100 ether, 0, true);
        this.pass(1, 1);
        this.pass(1, 1);
        this.judgeBaseline(0, 0, 2, 1);
        this.commit(0, 1);
        uint256 flow = 256 + 2;
        assertEq(flow % FLOWS, uint256(IPausableFlowsTypes.Flow.Reveal), "flow");
        this.pause(flow);
        this.pass(144, 1);
        this.reveal(0);
        this.resume(flow);
        this.reveal(0);
        assertEq(_reached[Step.RefusedByAPause], 1, "refused while paused");
        assertEq(_reached[Step.RevealedLater], 1, "revealed when the window without pauses was over");
        this.invariant_contractsAgreeWithTheModel();
    }

    /// @dev The invariants are worth what the calls reach: a fixed campaign must get everywhere.
    function test_model_reachesEveryOutcome() public {
        for (uint256 i; i < 3_000; ++i) {
            uint256 random = uint256(keccak256(abi.encode("campaign", i)));
            uint256 more = uint256(keccak256(abi.encode(random)));
            uint256 choice = random % 30;
            if (choice == 0) this.createTask(random >> 8, uint128(more), more, true);
            else if (choice == 1) this.improve(random >> 8, more, random >> 40, false);
            else if (choice == 2) this.topUp(random >> 8, random >> 16, uint128(more));
            else if (choice < 6) this.commit(random >> 8, random >> 40);
            else if (choice < 10) this.reveal(random >> 8);
            else if (choice < 12) this.judge(random >> 8, more, random >> 40, random >> 64);
            else if (choice < 15) this.improve(random >> 8, more, random >> 40, random % 7 == 0);
            else if (choice == 15) this.forfeit(random >> 8);
            else if (choice < 18) this.expire(random >> 8, random % 2 == 0);
            else if (choice == 18) this.close(random >> 8, random >> 16);
            else if (choice == 19) this.claim(random >> 8, more % 2 == 0);
            else if (choice == 20) this.govern(random >> 8, uint128(more));
            else if (choice == 21) this.pause(random >> 8);
            else if (choice < 24) this.resume(random >> 8);
            else if (choice < 26)
                this.judgeBaseline(random >> 8, more % 0.6e18, (random >> 8) % 4 == 3 ? 0 : 2, random >> 64);
            else this.pass(uint16(random >> 8), uint32(random >> 40));
            if (i % 1_400 == 1_399) this.pass(LONG_PASS - 1, 1);
            if (i % 100 == 0) this.invariant_contractsAgreeWithTheModel();
        }
        this.invariant_contractsAgreeWithTheModel();
        string memory missed;
        for (uint256 i; i < STEPS; ++i) {
            // Two have tests of their own.
            bool apart = Step(i) == Step.Invalid || Step(i) == Step.RevealedLater;
            if (_reached[Step(i)] == 0 && !apart) missed = string.concat(missed, " ", vm.toString(i));
        }
        assertTrue(bytes(missed).length == 0, string.concat("steps not reached:", missed));
    }

    function _checkBalanceIsPoolsBondsCreditsAndTheOperatorsBucket() private view {
        uint256 owed = modelSubmission.operatorsBucket(address(token));
        for (uint256 i; i < _tasks.length; ++i) {
            IModelSubmissionTypes.Task memory task = modelSubmission.getTask(_tasks[i].id);
            owed += task.pool;
            assertEq(task.pool, _tasks[i].pool, "pool");
            assertEq(task.pending, _tasks[i].pending.length, "pending");
            assertEq(uint256(task.status), uint256(_tasks[i].status), "status");
            assertEq(
                task.championId,
                id(_tasks[i].id, _tasks[i].champion),
                "champion: by a verified win at the head"
            );
            for (uint256 j; j < _tasks[i].pending.length; ++j) {
                owed += _submissions[_tasks[i].pending[j]].bond;
            }
        }
        for (uint256 i; i < _actors.length; ++i) owed += credit(_actors[i]);
        for (uint256 i; i < _treasuries.length; ++i) owed += credit(_treasuries[i]);
        assertEq(token.balanceOf(address(modelSubmission)), owed, "balance");
        assertEq(modelSubmission.liabilities(address(token)), owed, "liabilities");
        assertEq(_totalPaidIn - _totalTaken, owed, "what came in and did not go out");
    }

    function _checkNobodyIsCreditedAnythingButWhatVerdictsAndRulesGrant() private view {
        for (uint256 i; i < _actors.length; ++i) {
            assertEq(credit(_actors[i]) + _taken[_actors[i]], _due[_actors[i]], "actor");
            assertEq(
                token.balanceOf(_actors[i]) + _paidIn[_actors[i]],
                token.FAUCET_LIMIT() + _taken[_actors[i]],
                "actor's own tokens"
            );
        }
        for (uint256 i; i < _treasuries.length; ++i) {
            assertEq(credit(_treasuries[i]) + _taken[_treasuries[i]], _due[_treasuries[i]], "treasury");
        }
    }

    function _checkOperatorsEarnNoMoreThanTheirBucketHolds() private view {
        uint256 bucket = modelSubmission.operatorsBucket(address(token));
        assertEq(bucket + _operatorsTaken, _operatorsDue, "bucket");
        uint256 total;
        for (uint256 i; i < OPERATOR_COUNT; ++i) total += earned(account(i));
        for (uint256 i; i < _actors.length; ++i) total += earned(_actors[i]);
        for (uint256 i; i < _treasuries.length; ++i) total += earned(_treasuries[i]);
        assertLe(total, bucket, "earnings");
        // A fraction an account and the ledger's remainder.
        assertLe(bucket, total + OPERATOR_COUNT + 6, "nothing is lost");
    }

    // ---------------------------------------------------------------- owner

    function createTask(uint256 who, uint128 bounty, uint256 shape, bool solvable) external atHeight {
        if (_tasks.length == MAXIMUM_TASKS) return;
        IModelSubmissionTypes.TaskTerms memory wanted = terms();
        wanted.bounty = uint128(_between(bounty, 1 ether, 2_000 ether));
        wanted.minGapBps = uint16(_between(shape, 1_000, 10_000));
        wanted.operatorFee = uint128(
            _between(shape >> 16, 0.1 ether, (uint256(wanted.bounty) * wanted.minGapBps) / 10_000)
        );
        if (wanted.operatorFee == wanted.bounty) wanted.operatorFee -= 1;
        wanted.bond = uint128((shape >> 32) % 3 ether);
        wanted.rounds = uint8(_between(shape >> 64, 1, 64));
        wanted.requiredWins = uint8(_between(shape >> 72, wanted.rounds / 2 + 1, wanted.rounds));
        wanted.targetScore = solvable ? 1e18 : uint64(_between(shape >> 80, 0.01e18, 1e18));
        wanted.quorumBps = uint16(_between(shape >> 96, 6_667, 7_499));
        wanted.maxPending = uint16(_between(shape >> 112, 1, 5));
        wanted.deadline = uint48(_time + _between(shape >> 128, 1 days, 20 days));
        address creator = _actors[who % _actors.length];
        uint256 cost =
            uint256(wanted.bounty) +
                modelSubmission.tokenTerms(address(token)).creationFee +
                10 * uint256(modelSubmission.tokenTerms(address(token)).storageFeePerMebibyte);
        uint256 maximum = cost - ((shape >> 160) % 8 == 7 ? 1 : 0);
        bool predicted = _runs(
            IPausableFlowsTypes.Flow.CreateTask,
            token.balanceOf(creator) >= cost && maximum == cost
        );
        _call(
            "createTask",
            creator,
            abi.encodeCall(modelSubmission.createTask, (wanted, maximum)),
            predicted
        );
        if (!predicted) return;

        _pay(creator, cost);
        _due[modelSubmission.treasury()] += modelSubmission.tokenTerms(address(token)).creationFee;
        _operatorsDue += 10 * uint256(modelSubmission.tokenTerms(address(token)).storageFeePerMebibyte);
        ModelTask storage task = _tasks.push();
        task.id = modelSubmission.taskCount();
        task.owner = creator;
        task.pool = wanted.bounty;
        task.fee = wanted.operatorFee;
        task.rounds = wanted.rounds;
        task.requiredWins = wanted.requiredWins;
        task.target = wanted.targetScore;
        task.minGapBps = wanted.minGapBps;
        task.maxPending = wanted.maxPending;
        task.deadline = wanted.deadline;
        task.status = IModelSubmissionTypes.TaskStatus.Created;
        task.seedBlock = _height + SEED_DELAY;
    }

    function topUp(uint256 which, uint256 who, uint128 amount) external atHeight {
        if (_tasks.length == 0) return;
        ModelTask storage task = _tasks[which % _tasks.length];
        amount = uint128(amount % 500 ether);
        address payer = _actors[who % _actors.length];
        bool predicted =
            amount != 0 &&
                token.balanceOf(payer) >= amount &&
                (task.status == IModelSubmissionTypes.TaskStatus.Created ||
                    task.status == IModelSubmissionTypes.TaskStatus.Open);
        predicted = _runs(IPausableFlowsTypes.Flow.TopUp, predicted);
        _call("topUp", payer, abi.encodeCall(modelSubmission.topUp, (task.id, amount)), predicted);
        if (!predicted) return;
        _pay(payer, amount);
        task.pool += amount;
        ++_reached[Step.ToppedUp];
    }

    function close(uint256 which, uint256 who) external atHeight {
        if (_tasks.length == 0) return;
        ModelTask storage task = _tasks[which % _tasks.length];
        address closer = _actors[who % _actors.length];
        bool solved = task.status == IModelSubmissionTypes.TaskStatus.Solved;
        bool due =
            closer == task.owner ? solved || _time >= task.deadline : _time >= task.deadline + GRACE_PERIOD;
        bool predicted =
            due &&
                task.pending.length == 0 &&
                (solved || task.status == IModelSubmissionTypes.TaskStatus.Open);
        _call("closeTask", closer, abi.encodeCall(modelSubmission.closeTask, (task.id)), predicted);
        if (!predicted) return;
        task.status = IModelSubmissionTypes.TaskStatus.Closed;
        ++_reached[Step.Closed];
        _returnPool(task);
    }

    // ---------------------------------------------------------------- optimizers

    function commit(uint256 which, uint256 who) external atHeight {
        if (_tasks.length == 0 || _submissions.length == MAXIMUM_SUBMISSIONS) return;
        uint256 position = which % _tasks.length;
        ModelTask storage task = _tasks[position];
        address committer = _actors[who % _actors.length];
        uint256 bond = modelSubmission.requiredBond(task.id);
        uint64 submissionId = id(task.id, modelSubmission.getTask(task.id).submissionCount);
        bytes32 commitment = keccak256(
            abi.encode(
                block.chainid,
                address(modelSubmission),
                task.id,
                committer,
                parametersOf(submissionId),
                SALT
            )
        );
        bool predicted =
            task.status == IModelSubmissionTypes.TaskStatus.Open &&
                _time < task.deadline &&
                task.pending.length < task.maxPending &&
                token.balanceOf(committer) >= bond;
        predicted = _runs(IPausableFlowsTypes.Flow.Commit, predicted);
        _call(
            "commitSubmission",
            committer,
            abi.encodeCall(modelSubmission.commitSubmission, (task.id, commitment, type(uint128).max)),
            predicted
        );
        if (!predicted) return;
        _pay(committer, bond);
        if (task.pending.length == 0) task.headSince = _height;
        task.pending.push(_submissions.length);
        ModelSubmitted storage submitted = _submissions.push();
        submitted.id = submissionId;
        submitted.task = position;
        submitted.optimizer = committer;
        submitted.bond = bond;
        submitted.commitBlock = _height;
    }

    function reveal(uint256 which) external atHeight {
        if (_submissions.length == 0) return;
        ModelSubmitted storage submitted = _submissions[_pick(which)];
        bool predicted =
            !submitted.settled &&
                !submitted.revealed &&
                _height > submitted.commitBlock &&
                _height <= _latestReveal(submitted);
        predicted = _runs(IPausableFlowsTypes.Flow.Reveal, predicted);
        _call(
            "revealSubmission",
            address(this),
            abi.encodeCall(
                modelSubmission.revealSubmission,
                (submitted.id, parametersOf(submitted.id), SALT)
            ),
            predicted
        );
        if (!predicted) return;
        submitted.revealed = true;
        submitted.seedBlock = _height + SEED_DELAY;
        submitted.championAtReveal = _tasks[submitted.task].champion;
        if (_height > submitted.commitBlock + REVEAL_WINDOW) ++_reached[Step.RevealedLater];
    }

    // ---------------------------------------------------------------- anyone

    function forfeit(uint256 which) external atHeight {
        if (_submissions.length == 0) return;
        uint256 position = _pick(which);
        ModelSubmitted storage submitted = _submissions[position];
        bool predicted = !submitted.settled && !submitted.revealed && _height > _latestReveal(submitted);
        _call(
            "forfeitUnrevealed",
            address(this),
            abi.encodeCall(modelSubmission.forfeitUnrevealed, (submitted.id)),
            predicted
        );
        if (!predicted) return;
        _due[modelSubmission.treasury()] += submitted.bond;
        ++_reached[Step.Forfeited];
        _remove(position);
    }

    function expire(uint256 which, bool baseline) external atHeight {
        if (_tasks.length == 0) return;
        ModelTask storage task = _tasks[which % _tasks.length];
        if (baseline) {
            bool due = !task.baselineSettled && _height > _latestVerdict(task.seedBlock);
            _callExpire(id(task.id, 0), due);
            if (!due) return;
            task.baselineSettled = true;
            task.status = IModelSubmissionTypes.TaskStatus.Void;
            _returnPool(task);
            return;
        }
        if (_submissions.length == 0) return;
        uint256 position = _pick(which);
        ModelSubmitted storage submitted = _submissions[position];
        task = _tasks[submitted.task];
        bool head = task.pending.length != 0 && task.pending[0] == position;
        uint256 since = _maximum(submitted.seedBlock, _maximum(task.headSince, task.championSince));
        bool predicted = !submitted.settled && submitted.revealed && head && _height > _latestVerdict(since);
        _callExpire(submitted.id, predicted);
        if (!predicted) return;
        _due[submitted.optimizer] += submitted.bond;
        ++_reached[Step.Expired];
        _remove(position);
    }

    function claim(uint256 who, bool ofOperator) external atHeight {
        if (ofOperator) {
            address operator = who % 2 == 0 ? account(who % OPERATOR_COUNT) : _actors[who % _actors.length];
            uint256 earnings = earned(operator);
            uint256 before = token.balanceOf(operator);
            (bool paid, bytes memory answer) = address(attestationCenter).call(
                abi.encodeCall(attestationCenter.claimFees, (address(token), operator))
            );
            if (paid != (earnings != 0)) revert Unpredicted("claimFees", paid, answer);
            assertEq(token.balanceOf(operator) - before, earnings, "fees received");
            _operatorsTaken += earnings;
            _totalTaken += earnings;
            if (paid) ++_reached[Step.FeesClaimed];
            if (_isActor(operator)) _takenFees(operator, earnings);
            return;
        }
        uint256 count = _actors.length + _treasuries.length;
        address claimant =
            who % count < _actors.length ? _actors[who % count] : _treasuries[(who % count) - _actors.length];
        uint256 amount = credit(claimant);
        _call("claim", claimant, abi.encodeCall(modelSubmission.claim, (address(token))), amount != 0);
        _taken[claimant] += amount;
        _totalTaken += amount;
        if (amount != 0) ++_reached[Step.Claimed];
    }

    /// @dev Time passes: mostly some blocks, sometimes days, seldom the longest pause.
    function pass(uint16 blocks, uint32 time) external {
        if (blocks % LONG_PASS == LONG_PASS - 1) {
            for (uint256 i; i < FLOWS; ++i) {
                if (_isPaused(IPausableFlowsTypes.Flow(i))) ++_reached[Step.EndedByItself];
            }
            _height += PauseClock.MAXIMUM_PAUSE_BLOCKS;
        }
        _height += 1 + (blocks % 8 == 0 ? blocks % 150 : blocks % 12);
        _time += 12 + (time % 64 == 0 ? time % 10 days : time % 1 hours);
    }

    // ---------------------------------------------------------------- operators and aggregators

    function judgeBaseline(uint256 which, uint256 score, uint256 kind, uint256 missing) external atHeight {
        if (_tasks.length == 0) return;
        ModelTask storage task = _tasks[_pickTask(which)];
        Verdict memory verdict;
        verdict.submissionId = id(task.id, 0);
        verdict.championId = verdict.submissionId;
        verdict.seed = seedOf(verdict.submissionId);
        verdict.traceDigest = keccak256(abi.encode(score));
        kind = kind % 8;
        verdict.outcome =
            kind == 0
                ? Outcome.Invalid
                : kind == 1
                    ? Outcome.Unavailable
                    : Outcome.Baseline;
        if (kind == 1) verdict.traceDigest = keccak256("zarathustra.unavailable.v1");
        if (kind > 1) verdict.championDecidingSum = score % (task.rounds * 1e18 + 1);
        bool predicted = !task.baselineSettled && _height > task.seedBlock;
        if (_height > task.seedBlock + BLOCK_HASHES) return;
        predicted = _runs(IPausableFlowsTypes.Flow.Verdict, predicted);
        _submitVerdict(verdict, missing, predicted);
        if (!predicted) return;

        task.baselineSettled = true;
        bool opens = kind > 1 && task.rounds * task.target > verdict.championDecidingSum;
        if (kind != 1) {
            task.pool -= task.fee;
            _operatorsDue += task.fee;
        }
        task.status = opens ? IModelSubmissionTypes.TaskStatus.Open : IModelSubmissionTypes.TaskStatus.Void;
        if (opens) task.championSince = _height;
        else _returnPool(task);
        ++_reached[opens ? Step.Opened : Step.Voided];
    }

    /// @dev No improvement, invalid or unavailable.
    function judge(uint256 which, uint256 scores, uint256 kind, uint256 missing) external atHeight {
        if (_submissions.length == 0) return;
        uint256 position = _pick(which);
        ModelSubmitted storage submitted = _submissions[position];
        ModelTask storage task = _tasks[submitted.task];
        if (_height > submitted.seedBlock + BLOCK_HASHES) return;
        Verdict memory verdict = _verdictOn(submitted, scores);
        kind = kind % 5;
        if (kind == 0) {
            verdict.outcome = Outcome.Unavailable;
            verdict.traceDigest = keccak256("zarathustra.unavailable.v1");
        } else if (kind == 1) {
            verdict.outcome = Outcome.Invalid;
        } else {
            verdict.outcome = Outcome.NotImproved;
            verdict.wins = uint8(scores % task.requiredWins);
            verdict.championDecidingSum = (scores >> 8) % (task.rounds * 1e18 + 1);
            verdict.challengerDecidingSum = (scores >> 80) % (task.rounds * 1e18 + 1);
            if (kind == 2) verdict.championId = id(task.id, task.champion);
        }
        bool predicted = submitted.revealed && !submitted.settled && _height > submitted.seedBlock;
        predicted = _runs(IPausableFlowsTypes.Flow.Verdict, predicted);
        _submitVerdict(verdict, missing, predicted);
        if (!predicted) return;

        uint256 fee = kind == 0 ? 0 : task.fee;
        ++_reached[
            kind == 0
                ? Step.Unavailable
                : kind == 1
                    ? Step.Invalid
                    : Step.NotImproved
        ];
        _operatorsDue += fee;
        _due[modelSubmission.treasury()] += submitted.bond - fee;
        _remove(position);
    }

    function improve(uint256 which, uint256 scores, uint256 missing, bool outdated) external atHeight {
        if (_submissions.length == 0) return;
        uint256 position = _pick(which);
        ModelSubmitted storage submitted = _submissions[position];
        ModelTask storage task = _tasks[submitted.task];
        if (_height > submitted.seedBlock + BLOCK_HASHES) return;
        Verdict memory verdict = _verdictOn(submitted, scores);
        _improve(verdict, task, scores);
        verdict.championId = id(task.id, outdated ? submitted.championAtReveal : task.champion);
        bool head = task.pending.length != 0 && task.pending[0] == position;
        bool predicted =
            submitted.revealed &&
                !submitted.settled &&
                _height > submitted.seedBlock &&
                head &&
                verdict.championId == id(task.id, task.champion);
        predicted = _runs(IPausableFlowsTypes.Flow.Verdict, predicted);
        _submitVerdict(verdict, missing, predicted);
        if (!predicted) return;

        uint256 refund = task.fee < task.pool ? task.fee : task.pool;
        uint256 available = task.pool - refund;
        uint256 payment = available;
        if (task.rounds * task.target > verdict.championPricingSum) {
            uint256 distance = task.rounds * task.target - verdict.championPricingSum;
            uint256 gain = verdict.challengerPricingSum - verdict.championPricingSum;
            if (gain < distance) payment = (available * gain) / distance;
        }
        task.pool = available - payment;
        ++_reached[task.champion == 0 ? Step.Improved : Step.ImprovedOnceMore];
        _operatorsDue += task.fee;
        _due[submitted.optimizer] += submitted.bond - task.fee + refund + payment;
        task.champion = uint32(submitted.id);
        task.championSince = _height;
        if (task.pool == 0 && task.status == IModelSubmissionTypes.TaskStatus.Open) {
            task.status = IModelSubmissionTypes.TaskStatus.Solved;
        }
        _remove(position);
    }

    // ---------------------------------------------------------------- governor

    function govern(uint256 what, uint128 fee) external atHeight {
        vm.startPrank(governor);
        if (what % 2 == 0) {
            modelSubmission.setTreasury(_treasuries[(what >> 8) % _treasuries.length]);
        } else {
            IModelSubmissionTypes.TokenTerms memory changed = tokenTerms();
            changed.creationFee = fee % 10 ether;
            changed.storageFeePerMebibyte = (fee >> 64) % 1 ether;
            modelSubmission.setTokenTerms(address(token), changed);
        }
        vm.stopPrank();
    }

    /// @dev Mostly by the governor; a flow runs for as long as it was paused before it is paused again.
    function pause(uint256 which) external atHeight {
        IPausableFlowsTypes.Flow flow = IPausableFlowsTypes.Flow(which % FLOWS);
        bool byGovernor = (which >> 8) % 4 != 0;
        ModelPause[] storage pauses = _pauses[flow];
        uint256 count = pauses.length;
        bool predicted =
            byGovernor && (count == 0 || _height >= 2 * pauses[count - 1].end - pauses[count - 1].start);
        _call(
            "pause",
            byGovernor ? governor : _actors[which % _actors.length],
            abi.encodeCall(modelSubmission.pause, (flow)),
            predicted
        );
        if (!predicted) return;
        pauses.push(ModelPause(_height, _height + PauseClock.MAXIMUM_PAUSE_BLOCKS));
        ++_reached[Step.Paused];
    }

    /// @dev Mostly a flow that is paused.
    function resume(uint256 which) external atHeight {
        IPausableFlowsTypes.Flow flow = IPausableFlowsTypes.Flow(which % FLOWS);
        for (uint256 i; i < FLOWS && (which >> 16) % 8 != 0 && !_isPaused(flow); ++i) {
            flow = IPausableFlowsTypes.Flow(((which % FLOWS) + i) % FLOWS);
        }
        bool byGovernor = (which >> 8) % 8 != 0;
        bool predicted = byGovernor && _isPaused(flow);
        _call(
            "resume",
            byGovernor ? governor : _actors[which % _actors.length],
            abi.encodeCall(modelSubmission.resume, (flow)),
            predicted
        );
        if (!predicted) return;
        _pauses[flow][_pauses[flow].length - 1].end = _height;
        ++_reached[Step.Resumed];
    }

    // ---------------------------------------------------------------- private: pauses

    function _isPaused(IPausableFlowsTypes.Flow flow) private view returns (bool) {
        uint256 count = _pauses[flow].length;
        return count != 0 && _height < _pauses[flow][count - 1].end;
    }

    /// @dev Whether a call that could succeed also does while flows are paused.
    function _runs(IPausableFlowsTypes.Flow flow, bool could) private returns (bool) {
        if (!could || !_isPaused(flow)) return could;
        ++_reached[Step.RefusedByAPause];
        return false;
    }

    /// @dev Paused blocks from `since` on, before this one: the overlap with each pause.
    function _pausedBlocks(
        IPausableFlowsTypes.Flow flow,
        uint256 since
    ) private view returns (uint256 blocks) {
        ModelPause[] storage pauses = _pauses[flow];
        for (uint256 i; i < pauses.length; ++i) {
            uint256 start = _maximum(pauses[i].start, since);
            uint256 end = pauses[i].end < _height ? pauses[i].end : _height;
            if (start < end) blocks += end - start;
        }
    }

    function _latestReveal(ModelSubmitted storage submitted) private view returns (uint256) {
        uint256 since = submitted.commitBlock;
        return since + REVEAL_WINDOW + _pausedBlocks(IPausableFlowsTypes.Flow.Reveal, since);
    }

    function _latestVerdict(uint256 since) private view returns (uint256) {
        return since + VERDICT_WINDOW + _pausedBlocks(IPausableFlowsTypes.Flow.Verdict, since);
    }

    // ---------------------------------------------------------------- private

    modifier atHeight() {
        vm.roll(_height);
        vm.warp(_time);
        _;
    }

    function _call(string memory name, address by, bytes memory data, bool predicted) private {
        vm.prank(by);
        (bool succeeded, bytes memory answer) = address(modelSubmission).call(data);
        if (succeeded != predicted) revert Unpredicted(name, succeeded, answer);
    }

    function _callExpire(uint64 submissionId, bool predicted) private {
        _call(
            "expireSubmission",
            address(this),
            abi.encodeCall(modelSubmission.expireSubmission, (submissionId)),
            predicted
        );
    }

    /// @dev By a random sender, claimed or not, with at most one operator missing, so that the quorum is there.
    function _submitVerdict(Verdict memory verdict, uint256 random, bool predicted) private {
        Posting memory posting;
        posting.verdict = verdict;
        posting.claimed = random % 3 != 0;
        if (random % 5 == 0) {
            posting.nonSigners = new uint256[](1);
            posting.nonSigners[0] = (random >> 8) % OPERATOR_COUNT;
        }
        uint256 seedBlock = modelSubmission.getSubmission(verdict.submissionId).seedBlock;
        bytes memory header =
            seedBlock != 0 && seedBlock < _height ? _seedHeader(verdict.submissionId) : bytes("");
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(posting, header);
        address sender = _actors[(random >> 16) % _actors.length];
        if (predicted) _expectPowerOfTheSigners(verdict, info, posting.nonSigners, sender);
        vm.prank(sender);
        (bool succeeded, bytes memory answer) = address(attestationCenter).call(
            abi.encodeCall(attestationCenter.submitTask, (info, details))
        );
        if (succeeded != predicted) revert Unpredicted("submitTask", succeeded, answer);
    }

    function _expectPowerOfTheSigners(
        Verdict memory verdict,
        IAttestationCenterTypes.TaskInfo memory info,
        uint256[] memory missing,
        address sender
    ) private {
        address[] memory nonSigners = new address[](missing.length);
        for (uint256 i; i < missing.length; ++i) nonSigners[i] = account(missing[i]);
        bytes32 hash = attestationCenter.verdictHash(info.taskDefinitionId, info.data);
        vm.expectEmit();
        emit IAttestationCenterEvents.TaskSubmitted(
            verdict.submissionId,
            hash,
            info.taskPerformer,
            sender,
            (OPERATOR_COUNT - missing.length) * STAKE,
            OPERATOR_COUNT * STAKE,
            nonSigners
        );
    }

    function _verdictOn(
        ModelSubmitted storage submitted,
        uint256 random
    ) private view returns (Verdict memory verdict) {
        verdict.submissionId = submitted.id;
        verdict.seed = seedOf(submitted.id);
        verdict.championId = id(uint32(submitted.id >> 32), submitted.championAtReveal);
        verdict.traceDigest = keccak256(abi.encode(random));
    }

    /// @dev Any numbers that pass under the task's terms.
    function _improve(Verdict memory verdict, ModelTask storage task, uint256 scores) private view {
        uint256 full = task.rounds * 1e18;
        uint256 target = task.rounds * task.target;
        verdict.outcome = Outcome.Improved;
        verdict.wins = uint8(_between(scores, task.requiredWins, task.rounds));
        verdict.championDecidingSum = (scores >> 8) % target;
        uint256 needed = ((target - verdict.championDecidingSum) * task.minGapBps + 9_999) / 10_000;
        verdict.challengerDecidingSum =
            verdict.championDecidingSum + _between(scores >> 72, needed, full - verdict.championDecidingSum);
        verdict.championPricingSum = (scores >> 136) % full;
        uint256 most = full - verdict.championPricingSum;
        // Mostly small steps: else the first win solves the task.
        if (scores % 4 != 0) most = most / 8 + 1;
        verdict.challengerPricingSum = verdict.championPricingSum + _between(scores >> 200, 1, most);
    }

    function _pay(address from, uint256 amount) private {
        _paidIn[from] += amount;
        _totalPaidIn += amount;
    }

    /// @dev Fees that an actor earned as an aggregator go to its own account.
    function _takenFees(address actor, uint256 amount) private {
        _taken[actor] += amount;
        _due[actor] += amount;
    }

    function _returnPool(ModelTask storage task) private {
        _due[task.owner] += task.pool;
        task.pool = 0;
    }

    function _remove(uint256 position) private {
        ModelSubmitted storage submitted = _submissions[position];
        submitted.settled = true;
        uint256[] storage pending = _tasks[submitted.task].pending;
        uint256 place;
        while (pending[place] != position) ++place;
        if (place == 0) _tasks[submitted.task].headSince = _height;
        for (; place + 1 < pending.length; ++place) pending[place] = pending[place + 1];
        pending.pop();
    }

    /// @dev Mostly one that is pending, and of these mostly a head: any other is settled already.
    function _pick(uint256 which) private view returns (uint256) {
        uint256[] storage pending = _tasks[(which >> 8) % _tasks.length].pending;
        if (which % 4 == 0 || pending.length == 0) return which % _submissions.length;
        return which % 4 == 1 ? pending[(which >> 16) % pending.length] : pending[0];
    }

    /// @dev Mostly one whose baseline is not settled, as long as there is one.
    function _pickTask(uint256 which) private view returns (uint256 position) {
        position = which % _tasks.length;
        for (uint256 i; i < _tasks.length && (which >> 16) % 4 != 0; ++i) {
            if (!_tasks[position].baselineSettled) break;
            position = (position + 1) % _tasks.length;
        }
    }

    function _isActor(address who) private view returns (bool) {
        for (uint256 i; i < _actors.length; ++i) if (_actors[i] == who) return true;
        return false;
    }

    function _between(uint256 random, uint256 least, uint256 most) private pure returns (uint256) {
        return least + (random % (most - least + 1));
    }

    function _maximum(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a : b;
    }
}
