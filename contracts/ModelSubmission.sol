// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Blockhash} from "@openzeppelin/contracts/utils/Blockhash.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {PausableFlows} from "./PausableFlows.sol";
import {IAttestationCenter} from "./interfaces/IAttestationCenter.sol";
import {IModelSubmission} from "./interfaces/IModelSubmission.sol";
import {BinomialTail} from "./libraries/BinomialTail.sol";
import {ContentPointers} from "./libraries/ContentPointers.sol";
import {ExactTransfer} from "./libraries/ExactTransfer.sol";
import {Gap} from "./libraries/Gap.sol";
import {Messages} from "./libraries/Messages.sol";
import {SeedHeader} from "./libraries/SeedHeader.sol";
import {SubmissionList} from "./libraries/SubmissionList.sol";
import {TaskCreation} from "./libraries/TaskCreation.sol";
import {TermBounds} from "./libraries/TermBounds.sol";
import {ContentPointer} from "./types/ContentPointer.sol";
import {GOVERNOR_ROLE} from "./types/Roles.sol";
import {SubmissionId} from "./types/SubmissionId.sol";
import {SubmissionRecord, TaskProgress, TaskRecord} from "./types/TaskRecord.sol";
import {Outcome, Verdict} from "./types/Verdict.sol";

/// @title Model submission
/// @notice See `IModelSubmission` and docs/contracts.md.
contract ModelSubmission is IModelSubmission, PausableFlows, ReentrancyGuardTransient {
    using ExactTransfer for IERC20;
    using SafeCast for uint256;
    using SubmissionId for uint64;
    using SubmissionList for TaskProgress;

    /// @notice Tokens that can ever be listed: it bounds what a change of an operator's power has to settle.
    uint256 public constant MAXIMUM_TOKENS = 16;

    uint256 private constant MEBIBYTE = 1 << 20;

    /// @dev `owed` is everything the contract owes in a token; `operators` is the part in the operators' bucket.
    struct TokenBook {
        uint128 owed;
        uint128 operators;
    }

    // With the flows that are paused, in one slot: most of what happens reads it.
    address public override treasury;
    uint32 public override taskCount;
    address public override attestationCenter;

    mapping(uint32 taskId => TaskRecord) private _tasks;
    mapping(uint64 submissionId => SubmissionRecord) private _submissions;
    mapping(address token => TokenBook) private _books;
    mapping(address token => mapping(address account => uint256)) public override creditOf;
    mapping(address token => TokenTerms) private _tokenTerms;
    address[] private _listedTokens;
    mapping(address token => bool) private _everListed;

    constructor(address admin, address treasury_) {
        if (admin == address(0)) revert ZeroAddress();
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(GOVERNOR_ROLE, admin);
        _setTreasury(treasury_);
    }

    // ---------------------------------------------------------------- tasks

    /// @inheritdoc IModelSubmission
    function createTask(
        TaskTerms calldata terms,
        uint256 maximumTotal
    ) external override nonReentrant returns (uint32 taskId) {
        return _createTask(terms, maximumTotal);
    }

    /// @inheritdoc IModelSubmission
    function createTaskWithPermit(
        TaskTerms calldata terms,
        uint256 maximumTotal,
        Permit calldata permit
    ) external override nonReentrant returns (uint32 taskId) {
        _usePermit(terms.token, permit);
        return _createTask(terms, maximumTotal);
    }

    /// @inheritdoc IModelSubmission
    function topUp(uint32 taskId, uint128 amount) external override nonReentrant {
        _topUp(taskId, amount);
    }

    /// @inheritdoc IModelSubmission
    function topUpWithPermit(
        uint32 taskId,
        uint128 amount,
        Permit calldata permit
    ) external override nonReentrant {
        _usePermit(_task(taskId).token, permit);
        _topUp(taskId, amount);
    }

    /// @inheritdoc IModelSubmission
    function closeTask(uint32 taskId) external override {
        TaskRecord storage task = _task(taskId);
        TaskStatus status = task.progress.status;
        if (status != TaskStatus.Open && status != TaskStatus.Solved) {
            revert UnexpectedTaskStatus(taskId, status);
        }
        uint256 closableSince = status == TaskStatus.Solved ? 0 : task.deadline;
        address owner = task.owner;
        if (msg.sender != owner) closableSince = uint256(task.deadline) + task.gracePeriodSeconds;
        if (block.timestamp < closableSince) revert NotClosable(taskId, closableSince);
        uint16 pending = task.progress.pending;
        if (pending != 0) revert PendingSubmissions(taskId, pending);

        task.progress.status = TaskStatus.Closed;
        emit TaskClosed(taskId, task.pool);
        _returnPool(task, taskId);
    }

    // ---------------------------------------------------------------- submissions

    /// @inheritdoc IModelSubmission
    function commitSubmission(
        uint32 taskId,
        bytes32 commitment,
        uint128 maximumBond
    ) external override nonReentrant returns (uint64 submissionId) {
        return _commit(taskId, commitment, maximumBond);
    }

    /// @inheritdoc IModelSubmission
    function commitSubmissionWithPermit(
        uint32 taskId,
        bytes32 commitment,
        uint128 maximumBond,
        Permit calldata permit
    ) external override nonReentrant returns (uint64 submissionId) {
        _usePermit(_task(taskId).token, permit);
        return _commit(taskId, commitment, maximumBond);
    }

    /// @inheritdoc IModelSubmission
    function revealSubmission(
        uint64 submissionId,
        ContentPointer calldata parameters,
        bytes32 salt
    ) external override {
        _requireRunning(Flow.Reveal);
        SubmissionRecord storage submission = _submission(submissionId);
        if (submission.status != SubmissionStatus.Committed) {
            revert UnexpectedSubmissionStatus(submissionId, submission.status);
        }
        ContentPointers.check(parameters);
        uint32 taskId = submissionId.taskOf();
        TaskRecord storage task = _tasks[taskId];

        uint256 commitBlock = submission.commitBlock;
        if (block.number <= commitBlock) revert RevealTooEarly(submissionId, uint48(commitBlock + 1));
        // Whoever is in time without the pauses need not pay for looking them up.
        if (block.number > commitBlock + task.revealWindowBlocks) {
            uint256 latestBlock = _latestRevealBlock(task, submission);
            if (block.number > latestBlock) revert RevealTooLate(submissionId, uint48(latestBlock));
        }

        bytes32 expected = submission.commitmentOrVerdict;
        bytes32 actual = Messages.commitment(address(this), taskId, submission.optimizer, parameters, salt);
        if (actual != expected) revert CommitmentMismatch(submissionId, expected, actual);

        uint40 seedBlock = uint40(block.number + task.seedDelayBlocks);
        uint32 champion = task.progress.champion;
        submission.status = SubmissionStatus.Revealed;
        submission.parametersCodec = parameters.codec;
        submission.revealBlock = uint40(block.number);
        submission.seedBlock = seedBlock;
        submission.championAtReveal = champion;
        submission.parametersDigest = parameters.digest;
        emit SubmissionRevealed(submissionId, parameters, seedBlock, SubmissionId.pack(taskId, champion));
    }

    /// @inheritdoc IModelSubmission
    function fixSeed(uint64 submissionId, bytes calldata header) external override returns (bytes32 seed) {
        SubmissionRecord storage submission = _submission(submissionId);
        seed = submission.seed;
        if (seed != 0) return seed;
        if (submission.status != SubmissionStatus.Revealed) {
            revert UnexpectedSubmissionStatus(submissionId, submission.status);
        }
        uint40 seedBlock = submission.seedBlock;
        if (block.number <= seedBlock) revert SeedBlockNotMined(submissionId, seedBlock);
        bytes32 expected = Blockhash.blockHash(seedBlock);
        if (expected == 0) revert SeedBlockTooOld(submissionId, seedBlock);
        bytes32 actual = keccak256(header);
        if (actual != expected) revert SeedHeaderMismatch(submissionId, expected, actual);

        bytes32 prevRandao = SeedHeader.prevRandao(header);
        seed = Messages.seed(prevRandao, address(this), submissionId);
        submission.seed = seed;
        emit SeedFixed(submissionId, seed, prevRandao);
    }

    /// @inheritdoc IModelSubmission
    function forfeitUnrevealed(uint64 submissionId) external override {
        SubmissionRecord storage submission = _submission(submissionId);
        if (submission.status != SubmissionStatus.Committed) {
            revert UnexpectedSubmissionStatus(submissionId, submission.status);
        }
        uint32 taskId = submissionId.taskOf();
        TaskRecord storage task = _tasks[taskId];
        uint256 latestBlock = _latestRevealBlock(task, submission);
        if (block.number <= latestBlock) revert NotExpired(submissionId, uint48(latestBlock + 1));

        submission.status = SubmissionStatus.NotRevealed;
        TaskProgress memory progress = task.progress;
        progress.remove(_submissions, taskId, submissionId.indexOf());
        task.progress = progress;
        emit SubmissionNotRevealed(submissionId, taskId);
        _credit(task.token, treasury, CreditReason.BondForfeited, submissionId, submission.bond);
    }

    /// @inheritdoc IModelSubmission
    function expireSubmission(uint64 submissionId) external override {
        SubmissionRecord storage submission = _submission(submissionId);
        if (submission.status != SubmissionStatus.Revealed) {
            revert UnexpectedSubmissionStatus(submissionId, submission.status);
        }
        uint48 firstBlock = expiryBlock(submissionId);
        if (block.number < firstBlock) revert NotExpired(submissionId, firstBlock);

        submission.status = SubmissionStatus.Expired;
        uint32 taskId = submissionId.taskOf();
        uint32 index = submissionId.indexOf();
        TaskRecord storage task = _tasks[taskId];
        emit SubmissionExpired(submissionId, taskId);
        if (index == 0) {
            _voidTask(task, taskId);
            return;
        }
        TaskProgress memory progress = task.progress;
        progress.remove(_submissions, taskId, index);
        task.progress = progress;
        _credit(task.token, submission.optimizer, CreditReason.BondReturned, submissionId, submission.bond);
    }

    // ---------------------------------------------------------------- verdicts

    /// @inheritdoc IModelSubmission
    function settle(
        Verdict calldata verdict,
        bytes32 verdictHash
    ) external override nonReentrant returns (address feeToken, uint128 fee) {
        _requireRunning(Flow.Verdict);
        uint64 submissionId = verdict.submissionId;
        SubmissionRecord storage submission = _submission(submissionId);
        TaskRecord storage task = _tasks[submissionId.taskOf()];
        if (msg.sender != task.avsLogic) revert NotAvsLogic(msg.sender, task.avsLogic);
        if (submission.status != SubmissionStatus.Revealed) {
            revert UnexpectedSubmissionStatus(submissionId, submission.status);
        }
        bytes32 seed = submission.seed;
        if (seed == 0 || seed != verdict.seed) revert SeedMismatch(submissionId, seed, verdict.seed);

        feeToken = task.token;
        submission.commitmentOrVerdict = verdictHash;
        fee =
            submissionId.indexOf() == 0
                ? _settleBaseline(verdict, verdictHash, task, submission)
                : _settleChallenger(verdict, verdictHash, task, submission);
        if (fee != 0) {
            _books[feeToken].operators += fee;
            emit OperatorsPaid(feeToken, submissionId, fee);
        }
    }

    // ---------------------------------------------------------------- money

    /// @inheritdoc IModelSubmission
    function claim(address token) external override nonReentrant returns (uint256 amount) {
        amount = creditOf[token][msg.sender];
        if (amount == 0) revert NothingToClaim(token, msg.sender);
        creditOf[token][msg.sender] = 0;
        _books[token].owed -= amount.toUint128();
        emit CreditClaimed(token, msg.sender, amount);
        IERC20(token).send(msg.sender, amount);
    }

    /// @inheritdoc IModelSubmission
    function releaseFees(address token, address to, uint256 amount) external override nonReentrant {
        if (msg.sender != attestationCenter) revert NotAttestationCenter(msg.sender);
        TokenBook storage book = _books[token];
        book.owed -= amount.toUint128();
        book.operators -= amount.toUint128();
        emit FeesReleased(token, to, amount);
        IERC20(token).send(to, amount);
    }

    // ---------------------------------------------------------------- governance

    /// @inheritdoc IModelSubmission
    function setTokenTerms(
        address token,
        TokenTerms calldata terms
    ) external override onlyRole(GOVERNOR_ROLE) {
        if (token == address(0)) revert ZeroAddress();
        if (!_everListed[token]) {
            if (_listedTokens.length == MAXIMUM_TOKENS) revert TokenLimitReached(MAXIMUM_TOKENS);
            _everListed[token] = true;
            _listedTokens.push(token);
        }
        _tokenTerms[token] = terms;
        emit TokenTermsChanged(token, terms);
    }

    /// @inheritdoc IModelSubmission
    function setTreasury(address treasury_) external override onlyRole(GOVERNOR_ROLE) {
        _setTreasury(treasury_);
    }

    /// @inheritdoc IModelSubmission
    function setAttestationCenter(address attestationCenter_) external override onlyRole(GOVERNOR_ROLE) {
        if (attestationCenter_ == address(0)) revert ZeroAddress();
        if (attestationCenter != address(0)) revert AttestationCenterAlreadySet(attestationCenter);
        attestationCenter = attestationCenter_;
        emit AttestationCenterSet(attestationCenter_);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IModelSubmission
    function getTask(uint32 taskId) external view override returns (Task memory result) {
        TaskRecord storage task = _task(taskId);
        TaskProgress memory progress = task.progress;
        bool empty = progress.pending == 0;
        // One by one: a struct literal of this size leaves the compiler no stack.
        result.owner = task.owner;
        result.status = progress.status;
        result.token = task.token;
        result.taskDefinitionId = task.taskDefinitionId;
        result.avsLogic = task.avsLogic;
        result.pool = task.pool;
        result.bond = task.bond;
        result.operatorFee = task.operatorFee;
        result.targetScore = task.targetScore;
        result.minGapBps = task.minGapBps;
        result.rounds = task.rounds;
        result.requiredWins = task.requiredWins;
        result.quorumBps = task.quorumBps;
        result.maxPending = task.maxPending;
        result.pending = progress.pending;
        result.deadline = task.deadline;
        result.championId = SubmissionId.pack(taskId, progress.champion);
        result.headId = empty ? 0 : SubmissionId.pack(taskId, progress.head);
        result.tailId = empty ? 0 : SubmissionId.pack(taskId, progress.tail);
        result.headSince = progress.headSince;
        result.championSince = progress.championSince;
        result.submissionCount = progress.submissionCount;
        result.architecture = ContentPointer(task.architectureDigest, task.architectureCodec);
        result.evaluation = ContentPointer(task.evaluationDigest, task.evaluationCodec);
        result.metadata = ContentPointer(task.metadataDigest, task.metadataCodec);
    }

    /// @inheritdoc IModelSubmission
    function getSubmission(uint64 submissionId) external view override returns (Submission memory) {
        SubmissionRecord storage submission = _submission(submissionId);
        uint32 taskId = submissionId.taskOf();
        uint32 index = submissionId.indexOf();
        TaskProgress memory progress = _tasks[taskId].progress;
        bool pending = _isPending(submission.status);
        bool listed = pending && index != 0;
        return
            Submission({
                taskId: taskId,
                optimizer: submission.optimizer,
                status: submission.status,
                commitment: pending ? submission.commitmentOrVerdict : bytes32(0),
                parameters: ContentPointer(submission.parametersDigest, submission.parametersCodec),
                bond: submission.bond,
                commitBlock: submission.commitBlock,
                revealBlock: submission.revealBlock,
                seedBlock: submission.seedBlock,
                seed: submission.seed,
                championAtReveal: SubmissionId.pack(taskId, submission.championAtReveal),
                previousId: listed && index != progress.head
                    ? SubmissionId.pack(taskId, submission.previous)
                    : 0,
                nextId: listed && index != progress.tail ? SubmissionId.pack(taskId, submission.next) : 0,
                verdictHash: _isJudged(submission.status) ? submission.commitmentOrVerdict : bytes32(0)
            });
    }

    /// @inheritdoc IModelSubmission
    function verdictTerms(uint64 submissionId) external view override returns (VerdictTerms memory) {
        SubmissionRecord storage submission = _submission(submissionId);
        TaskRecord storage task = _tasks[submissionId.taskOf()];
        return
            VerdictTerms({
                targetScore: task.targetScore,
                minGapBps: task.minGapBps,
                rounds: task.rounds,
                requiredWins: task.requiredWins,
                quorumBps: task.quorumBps,
                taskDefinitionId: task.taskDefinitionId,
                token: task.token,
                operatorFee: task.operatorFee,
                avsLogic: task.avsLogic,
                seedBlock: submission.seedBlock
            });
    }

    /// @inheritdoc IModelSubmission
    function requiredBond(uint32 taskId) external view override returns (uint128) {
        return _requiredBond(_task(taskId));
    }

    /// @inheritdoc IModelSubmission
    function seedOf(uint64 submissionId) external view override returns (bytes32) {
        return _submissions[submissionId].seed;
    }

    /// @inheritdoc IModelSubmission
    function expiryBlock(uint64 submissionId) public view override returns (uint48) {
        SubmissionRecord storage submission = _submission(submissionId);
        if (submission.status != SubmissionStatus.Revealed) return type(uint48).max;
        TaskRecord storage task = _tasks[submissionId.taskOf()];
        uint256 since = submission.seedBlock;
        uint32 index = submissionId.indexOf();
        if (index != 0) {
            TaskProgress memory progress = task.progress;
            if (progress.head != index) return type(uint48).max;
            since = Math.max(since, Math.max(progress.headSince, progress.championSince));
        }
        return uint48(since + task.verdictWindowBlocks + 1 + pausedBlocks(Flow.Verdict, since));
    }

    /// @inheritdoc IModelSubmission
    function operatorsBucket(address token) external view override returns (uint256) {
        return _books[token].operators;
    }

    /// @inheritdoc IModelSubmission
    function liabilities(address token) external view override returns (uint256) {
        return _books[token].owed;
    }

    /// @inheritdoc IModelSubmission
    function tokenTerms(address token) external view override returns (TokenTerms memory) {
        return _tokenTerms[token];
    }

    /// @inheritdoc IModelSubmission
    function listedTokens() external view override returns (address[] memory) {
        return _listedTokens;
    }

    // ---------------------------------------------------------------- private: tasks

    function _createTask(TaskTerms calldata terms, uint256 maximumTotal) private returns (uint32 taskId) {
        _requireRunning(Flow.CreateTask);
        TokenTerms memory tokenTerms_ = _tokenTerms[terms.token];
        if (!tokenTerms_.listed) revert TokenNotListed(terms.token);
        taskId = ++taskCount;
        uint64 baselineId = SubmissionId.pack(taskId, 0);
        TaskCreation.create(
            _tasks[taskId],
            _submissions[baselineId],
            taskId,
            terms,
            IAttestationCenter(attestationCenter),
            tokenTerms_.feeUnit
        );

        uint256 mebibytes = Math.ceilDiv(terms.storageQuotaBytes, MEBIBYTE);
        uint256 storageFee = mebibytes * tokenTerms_.storageFeePerMebibyte;
        uint256 creationFee = tokenTerms_.creationFee;
        uint256 total = terms.bounty + creationFee + storageFee;
        // Governance may have changed the fees since the caller looked.
        if (total > maximumTotal) revert TotalAboveMaximum(total, maximumTotal);
        TokenBook storage book = _books[terms.token];
        book.owed += total.toUint128();
        book.operators += storageFee.toUint128();
        _credit(terms.token, treasury, CreditReason.CreationFee, baselineId, creationFee);
        if (storageFee != 0) {
            emit OperatorsPaid(terms.token, 0, storageFee);
            IAttestationCenter(attestationCenter).accrueStorageFee(terms.token, storageFee);
        }
        IERC20(terms.token).take(msg.sender, total);
    }

    function _topUp(uint32 taskId, uint128 amount) private {
        _requireRunning(Flow.TopUp);
        TaskRecord storage task = _task(taskId);
        TaskStatus status = task.progress.status;
        if (status != TaskStatus.Created && status != TaskStatus.Open) {
            revert UnexpectedTaskStatus(taskId, status);
        }
        if (amount == 0) revert ZeroAmount();
        uint256 pool = uint256(task.pool) + amount;
        if (pool > TermBounds.MAXIMUM_AMOUNT)
            revert TermOutOfBounds("bounty", pool, TermBounds.MAXIMUM_AMOUNT);
        task.pool = uint96(pool);
        address token = task.token;
        _books[token].owed += amount;
        emit ToppedUp(taskId, msg.sender, amount, uint128(pool));
        IERC20(token).take(msg.sender, amount);
    }

    /// @dev A baseline that cannot be the start of anything ends its task; what is left goes back to the owner.
    function _voidTask(TaskRecord storage task, uint32 taskId) private {
        task.progress.status = TaskStatus.Void;
        emit TaskVoided(taskId);
        _returnPool(task, taskId);
    }

    function _returnPool(TaskRecord storage task, uint32 taskId) private {
        uint256 pool = task.pool;
        task.pool = 0;
        _credit(task.token, task.owner, CreditReason.PoolReturned, SubmissionId.pack(taskId, 0), pool);
    }

    // ---------------------------------------------------------------- private: submissions

    function _commit(
        uint32 taskId,
        bytes32 commitment,
        uint128 maximumBond
    ) private returns (uint64 submissionId) {
        _requireRunning(Flow.Commit);
        TaskRecord storage task = _tasks[taskId];
        TaskProgress memory progress = task.progress;
        if (progress.status == TaskStatus.None) revert UnknownTask(taskId);
        if (progress.status != TaskStatus.Open) revert UnexpectedTaskStatus(taskId, progress.status);
        if (block.timestamp >= task.deadline) revert DeadlinePassed(taskId, task.deadline);
        if (progress.pending >= task.maxPending) revert TooManyPending(taskId, task.maxPending);
        uint96 bond = _requiredBond(task);
        if (bond > maximumBond) revert BondAboveMaximum(bond, maximumBond);

        (uint32 index, uint32 previous) = progress.append();
        task.progress = progress;
        submissionId = SubmissionId.pack(taskId, index);
        SubmissionRecord storage submission = _submissions[submissionId];
        submission.optimizer = msg.sender;
        submission.bond = bond;
        submission.status = SubmissionStatus.Committed;
        submission.commitBlock = uint40(block.number);
        submission.previous = previous;
        submission.next = index + 1;
        submission.commitmentOrVerdict = commitment;
        address token = task.token;
        _books[token].owed += bond;
        emit SubmissionCommitted(submissionId, taskId, msg.sender, commitment, bond);
        IERC20(token).take(msg.sender, bond);
    }

    /// @dev The last block in which a commitment can be revealed; later by as much as revealing was paused.
    function _latestRevealBlock(
        TaskRecord storage task,
        SubmissionRecord storage submission
    ) private view returns (uint256) {
        uint256 commitBlock = submission.commitBlock;
        return commitBlock + task.revealWindowBlocks + pausedBlocks(Flow.Reveal, commitBlock);
    }

    function _requiredBond(TaskRecord storage task) private view returns (uint96) {
        uint256 fairPrice = BinomialTail.fairPrice(task.pool, task.passNumerator, task.rounds);
        return (task.operatorFee + Math.max(task.bond, fairPrice)).toUint96();
    }

    // ---------------------------------------------------------------- private: verdicts

    function _settleBaseline(
        Verdict calldata verdict,
        bytes32 verdictHash,
        TaskRecord storage task,
        SubmissionRecord storage baseline
    ) private returns (uint96 fee) {
        uint32 taskId = verdict.submissionId.taskOf();
        bool opens;
        if (verdict.outcome == Outcome.Baseline) {
            fee = task.operatorFee;
            baseline.status = SubmissionStatus.Baseline;
            opens = Gap.distance(task.rounds, task.targetScore, verdict.championDecidingSum) > 0;
        } else if (verdict.outcome == Outcome.Invalid) {
            fee = task.operatorFee;
            baseline.status = SubmissionStatus.Invalid;
        } else if (verdict.outcome == Outcome.Unavailable) {
            baseline.status = SubmissionStatus.Unavailable;
        } else {
            revert OutcomeNotAllowed(verdict.submissionId, verdict.outcome);
        }
        // The fee is at most a share of the bounty, and a created task's pool only grows.
        uint96 pool = task.pool - fee;
        task.pool = pool;
        emit SubmissionSettled(verdict.submissionId, taskId, verdictHash, verdict, 0, pool);
        if (!opens) {
            _voidTask(task, taskId);
            return fee;
        }
        task.progress.status = TaskStatus.Open;
        task.progress.championSince = uint40(block.number);
        emit TaskOpened(taskId, verdict.championDecidingSum);
    }

    function _settleChallenger(
        Verdict calldata verdict,
        bytes32 verdictHash,
        TaskRecord storage task,
        SubmissionRecord storage submission
    ) private returns (uint96 fee) {
        uint64 submissionId = verdict.submissionId;
        TaskProgress memory progress = task.progress;
        Outcome outcome = verdict.outcome;
        uint96 bond = submission.bond;
        uint96 pool = task.pool;
        uint96 payment;
        address token = task.token;
        fee = task.operatorFee;
        if (outcome == Outcome.Improved) {
            submission.status = SubmissionStatus.Improved;
            (payment, pool) = _payImprovement(verdict, task, submission.optimizer, bond, progress);
        } else if (outcome == Outcome.NotImproved) {
            _checkChampion(verdict, submission.championAtReveal);
            submission.status = SubmissionStatus.NotImproved;
            _credit(token, treasury, CreditReason.BondForfeited, submissionId, bond - fee);
        } else if (outcome == Outcome.Invalid) {
            submission.status = SubmissionStatus.Invalid;
            _credit(token, treasury, CreditReason.BondForfeited, submissionId, bond - fee);
        } else if (outcome == Outcome.Unavailable) {
            fee = 0;
            submission.status = SubmissionStatus.Unavailable;
            _credit(token, treasury, CreditReason.BondForfeited, submissionId, bond);
        } else {
            revert OutcomeNotAllowed(submissionId, outcome);
        }
        progress.remove(_submissions, submissionId.taskOf(), submissionId.indexOf());
        task.progress = progress;
        emit SubmissionSettled(submissionId, submissionId.taskOf(), verdictHash, verdict, payment, pool);
    }

    /// @dev Redirects the champion and pays for the share of the gap that the pricing rounds measured.
    function _payImprovement(
        Verdict calldata verdict,
        TaskRecord storage task,
        address optimizer,
        uint96 bond,
        TaskProgress memory progress
    ) private returns (uint96 payment, uint96 pool) {
        uint64 submissionId = verdict.submissionId;
        uint32 taskId = submissionId.taskOf();
        uint32 index = submissionId.indexOf();
        if (progress.head != index) {
            revert NotHeadOfList(submissionId, SubmissionId.pack(taskId, progress.head));
        }
        uint64 championId = SubmissionId.pack(taskId, progress.champion);
        if (verdict.championId != championId) revert NotChampion(verdict.championId, championId);

        uint96 fee = task.operatorFee;
        pool = task.pool;
        uint96 refund = fee < pool ? fee : pool;
        uint96 available = pool - refund;
        payment = uint96(
            Gap.payment(
                available,
                verdict.challengerPricingSum - verdict.championPricingSum,
                Gap.distance(task.rounds, task.targetScore, verdict.championPricingSum)
            )
        );
        pool = available - payment;
        task.pool = pool;

        address token = task.token;
        _credit(token, optimizer, CreditReason.BondReturned, submissionId, bond - fee);
        _credit(token, optimizer, CreditReason.FeeRefunded, submissionId, refund);
        _credit(token, optimizer, CreditReason.Payment, submissionId, payment);

        progress.champion = index;
        progress.championSince = uint40(block.number);
        emit ChampionChanged(taskId, championId, submissionId);
        if (pool == 0 && progress.status == TaskStatus.Open) {
            progress.status = TaskStatus.Solved;
            emit TaskSolved(taskId, submissionId);
        }
    }

    /// @dev A verdict of no improvement stands against the champion at the reveal and against any later one: whoever
    /// does not beat a champion beats none that came after it.
    function _checkChampion(Verdict calldata verdict, uint32 championAtReveal) private view {
        uint64 expected = SubmissionId.pack(verdict.submissionId.taskOf(), championAtReveal);
        uint64 championId = verdict.championId;
        if (championId == expected) return;
        if (
            championId < expected ||
            championId.taskOf() != verdict.submissionId.taskOf() ||
            _submissions[championId].status != SubmissionStatus.Improved
        ) revert NotChampion(championId, expected);
    }

    function _isPending(SubmissionStatus status) private pure returns (bool) {
        return status == SubmissionStatus.Committed || status == SubmissionStatus.Revealed;
    }

    function _isJudged(SubmissionStatus status) private pure returns (bool) {
        return status >= SubmissionStatus.Baseline && status <= SubmissionStatus.Unavailable;
    }

    // ---------------------------------------------------------------- private: money

    function _credit(
        address token,
        address account,
        CreditReason reason,
        uint64 submissionId,
        uint256 amount
    ) private {
        if (amount == 0) return;
        creditOf[token][account] += amount;
        emit Credited(token, account, reason, submissionId, amount);
    }

    /// @dev Whoever sees a permit can use it first, which leaves the allowance that was wanted: so a failing permit is
    /// no reason to fail, and a missing allowance shows itself in the transfer.
    function _usePermit(address token, Permit calldata permit) private {
        if (!_everListed[token]) revert TokenNotListed(token);
        try
            IERC20Permit(token).permit(
                msg.sender,
                address(this),
                permit.value,
                permit.deadline,
                permit.v,
                permit.r,
                permit.s
            )
        {} catch {}
    }

    // ---------------------------------------------------------------- private: rest

    function _task(uint32 taskId) private view returns (TaskRecord storage task) {
        task = _tasks[taskId];
        if (task.progress.status == TaskStatus.None) revert UnknownTask(taskId);
    }

    function _submission(uint64 submissionId) private view returns (SubmissionRecord storage submission) {
        submission = _submissions[submissionId];
        if (submission.status == SubmissionStatus.None) revert UnknownSubmission(submissionId);
    }

    function _hasFlow(Flow flow) internal pure override returns (bool) {
        return flow != Flow.Registration;
    }

    function _setTreasury(address treasury_) private {
        if (treasury_ == address(0)) revert ZeroAddress();
        treasury = treasury_;
        emit TreasuryChanged(treasury_);
    }
}
