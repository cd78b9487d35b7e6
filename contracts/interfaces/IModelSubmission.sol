// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ContentPointer} from "../types/ContentPointer.sol";
import {Outcome, Verdict} from "../types/Verdict.sol";

interface IModelSubmissionTypes {
    /// @notice Where a task stands. An open task past its deadline takes no commits ("closing"); that needs no state.
    enum TaskStatus {
        None,
        Created,
        Open,
        Solved,
        Closed,
        Void
    }

    /// @notice Where a submission stands. Everything after `Revealed` is final.
    enum SubmissionStatus {
        None,
        Committed,
        Revealed,
        Baseline,
        Improved,
        NotImproved,
        Invalid,
        Unavailable,
        NotRevealed,
        Expired
    }

    /// @notice Why an account was credited.
    enum CreditReason {
        BondReturned,
        FeeRefunded,
        Payment,
        BondForfeited,
        PoolReturned,
        CreationFee
    }

    /// @notice What an owner fixes for good when creating a task.
    /// @param architecture The network: `architecture.json`, or a folder with it and an ONNX graph.
    /// @param parameters The initial parameters, submission 0 of the task: the baseline.
    /// @param evaluation The evaluation code: `evaluation.js`, or a folder with it and `data/`.
    /// @param metadata `task.json`: title, description, tags, licence.
    /// @param storageAddresses Gateways that hold the bundle besides the operators' own.
    /// @param storageQuotaBytes Bytes that the operators keep for the task's bundle.
    /// @param token The ERC-20 of every amount of the task; on governance's list.
    /// @param bounty What is escrowed for improvements, in the token's base units.
    /// @param bond The least bond of a submission beyond the operators' fee.
    /// @param operatorFee What one evaluation pays the operators.
    /// @param targetScore The score at which the task is solved, 1e18 = 1 (T).
    /// @param minGapBps The smallest share of the gap to the target that counts as better.
    /// @param rounds Deciding rounds; as many price (K).
    /// @param requiredWins Deciding rounds that an improvement must win (W).
    /// @param quorumBps Voting power that must sign, in basis points; always more than two thirds as well.
    /// @param maxPending Submissions that may be unsettled at once.
    /// @param deadline Unix seconds after which nothing can be committed.
    /// @param taskDefinitionId The attestation center's definition: runtime, budgets, windows.
    struct TaskTerms {
        ContentPointer architecture;
        ContentPointer parameters;
        ContentPointer evaluation;
        ContentPointer metadata;
        string[] storageAddresses;
        uint64 storageQuotaBytes;
        address token;
        uint128 bounty;
        uint128 bond;
        uint128 operatorFee;
        uint64 targetScore;
        uint16 minGapBps;
        uint8 rounds;
        uint8 requiredWins;
        uint16 quorumBps;
        uint16 maxPending;
        uint48 deadline;
        uint16 taskDefinitionId;
    }

    /// @notice A task as it stands.
    struct Task {
        address owner;
        TaskStatus status;
        address token;
        uint16 taskDefinitionId;
        address avsLogic;
        uint128 pool;
        uint128 bond;
        uint128 operatorFee;
        uint64 targetScore;
        uint16 minGapBps;
        uint8 rounds;
        uint8 requiredWins;
        uint16 quorumBps;
        uint16 maxPending;
        uint16 pending;
        uint48 deadline;
        uint64 championId;
        uint64 headId;
        uint64 tailId;
        uint48 headSince;
        uint48 championSince;
        uint32 submissionCount;
        ContentPointer architecture;
        ContentPointer evaluation;
        ContentPointer metadata;
    }

    /// @notice A submission as it stands.
    /// @param commitment The optimizer's commitment until a verdict stands; zero after, and for a baseline.
    /// @param parameters The revealed parameters; zero before.
    /// @param bond What was taken at commit, the operators' fee included.
    /// @param championAtReveal The champion when the parameters were revealed: no earlier one may be compared with.
    /// @param verdictHash The hash of the verdict that stands; zero before.
    struct Submission {
        uint32 taskId;
        address optimizer;
        SubmissionStatus status;
        bytes32 commitment;
        ContentPointer parameters;
        uint128 bond;
        uint48 commitBlock;
        uint48 revealBlock;
        uint48 seedBlock;
        bytes32 seed;
        uint64 championAtReveal;
        uint64 previousId;
        uint64 nextId;
        bytes32 verdictHash;
    }

    /// @notice Governance's terms for one ERC-20.
    /// @param listed Whether new tasks may use it.
    /// @param feeUnit What one fee unit of a task definition is worth in base units.
    /// @param creationFee What creating a task costs, to the treasury.
    /// @param storageFeePerMebibyte What each begun mebibyte of storage quota costs, to the operators.
    struct TokenTerms {
        bool listed;
        uint96 feeUnit;
        uint128 creationFee;
        uint128 storageFeePerMebibyte;
    }

    /// @notice An EIP-2612 permit for the exact amount that the call takes.
    struct Permit {
        uint256 value;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice What a verdict must meet, read by the AVS logic.
    /// @param seedBlock The block that gives the seed; 0 before the parameters are revealed.
    struct VerdictTerms {
        uint64 targetScore;
        uint16 minGapBps;
        uint8 rounds;
        uint8 requiredWins;
        uint16 quorumBps;
        uint16 taskDefinitionId;
        address token;
        uint128 operatorFee;
        address avsLogic;
        uint48 seedBlock;
    }
}

interface IModelSubmissionErrors is IModelSubmissionTypes {
    /// @notice A term is outside its bound: `term` names it, `value` is what was given, `bound` what it may be at most or at least.
    error TermOutOfBounds(bytes32 term, uint256 value, uint256 bound);
    error TokenNotListed(address token);
    error UnknownTask(uint32 taskId);
    error UnknownSubmission(uint64 submissionId);
    error UnexpectedTaskStatus(uint32 taskId, TaskStatus actual);
    error UnexpectedSubmissionStatus(uint64 submissionId, SubmissionStatus actual);
    error DeadlinePassed(uint32 taskId, uint48 deadline);
    error TooManyPending(uint32 taskId, uint16 maxPending);
    error BondAboveMaximum(uint256 bond, uint256 maximum);
    error TotalAboveMaximum(uint256 total, uint256 maximum);
    error CommitmentMismatch(uint64 submissionId, bytes32 expected, bytes32 actual);
    error RevealTooEarly(uint64 submissionId, uint48 earliestBlock);
    error RevealTooLate(uint64 submissionId, uint48 latestBlock);
    error InvalidContentPointer(bytes32 digest, uint8 codec);
    error SeedBlockNotMined(uint64 submissionId, uint48 seedBlock);
    error SeedBlockTooOld(uint64 submissionId, uint48 seedBlock);
    error SeedHeaderMismatch(uint64 submissionId, bytes32 expected, bytes32 actual);
    error SeedMismatch(uint64 submissionId, bytes32 expected, bytes32 actual);
    error NotAvsLogic(address caller, address expected);
    error NotAttestationCenter(address caller);
    error NotHeadOfList(uint64 submissionId, uint64 headId);
    error NotChampion(uint64 championId, uint64 expected);
    error NotExpired(uint64 submissionId, uint48 expiryBlock);
    error NotClosable(uint32 taskId, uint256 closableSince);
    error PendingSubmissions(uint32 taskId, uint16 pending);
    error OutcomeNotAllowed(uint64 submissionId, Outcome outcome);
    error TokenLimitReached(uint256 limit);
    error AttestationCenterAlreadySet(address attestationCenter);
    error NothingToClaim(address token, address account);
    error ZeroAmount();
    error ZeroAddress();
}

interface IModelSubmissionEvents is IModelSubmissionTypes {
    event TaskCreated(
        uint32 indexed taskId,
        address indexed owner,
        address indexed token,
        uint64 baselineId,
        uint48 seedBlock,
        TaskTerms terms
    );
    event TaskOpened(uint32 indexed taskId, uint256 championDecidingSum);
    event TaskVoided(uint32 indexed taskId);
    event TaskSolved(uint32 indexed taskId, uint64 indexed submissionId);
    event TaskClosed(uint32 indexed taskId, uint128 returned);
    event ToppedUp(uint32 indexed taskId, address indexed from, uint128 amount, uint128 pool);

    event SubmissionCommitted(
        uint64 indexed submissionId,
        uint32 indexed taskId,
        address indexed optimizer,
        bytes32 commitment,
        uint128 bond
    );
    event SubmissionRevealed(
        uint64 indexed submissionId,
        ContentPointer parameters,
        uint48 seedBlock,
        uint64 championAtReveal
    );
    event SeedFixed(uint64 indexed submissionId, bytes32 seed, bytes32 prevRandao);
    /// @param payment What the optimizer was paid from the pool, beyond the refund of the fee.
    /// @param pool What is left in the pool.
    event SubmissionSettled(
        uint64 indexed submissionId,
        uint32 indexed taskId,
        bytes32 verdictHash,
        Verdict verdict,
        uint128 payment,
        uint128 pool
    );
    event ChampionChanged(uint32 indexed taskId, uint64 indexed previousId, uint64 indexed championId);
    event SubmissionNotRevealed(uint64 indexed submissionId, uint32 indexed taskId);
    event SubmissionExpired(uint64 indexed submissionId, uint32 indexed taskId);

    event Credited(
        address indexed token,
        address indexed account,
        CreditReason indexed reason,
        uint64 submissionId,
        uint256 amount
    );
    event CreditClaimed(address indexed token, address indexed account, uint256 amount);
    /// @param submissionId The submission whose evaluation paid; 0 for a task's storage fee.
    event OperatorsPaid(address indexed token, uint64 indexed submissionId, uint256 amount);
    event FeesReleased(address indexed token, address indexed to, uint256 amount);
    event TokenTermsChanged(address indexed token, TokenTerms terms);
    event TreasuryChanged(address treasury);
    event AttestationCenterSet(address attestationCenter);
}

/// @title Model submission: tasks, submissions, the escrow and the champion pointer
/// @notice The brain of the marketplace. It holds all the money: at any time its balance of a token is at least
/// pools + bonds + credits + the operators' bucket.
interface IModelSubmission is IModelSubmissionErrors, IModelSubmissionEvents {
    /// @notice Creates a task and escrows bounty, creation fee and storage fee. The baseline's seed block is
    /// `block.number + seedDelay`; the task opens when the operators have measured the baseline.
    /// @param maximumTotal The most that may be taken: governance can change the two fees at any time.
    function createTask(TaskTerms calldata terms, uint256 maximumTotal) external returns (uint32 taskId);
    /// @notice As `createTask`, approving by permit. A permit that somebody else already used does no harm.
    function createTaskWithPermit(
        TaskTerms calldata terms,
        uint256 maximumTotal,
        Permit calldata permit
    ) external returns (uint32 taskId);
    /// @notice Adds to the pool of a task that is created or open; by anyone.
    function topUp(uint32 taskId, uint128 amount) external;
    function topUpWithPermit(uint32 taskId, uint128 amount, Permit calldata permit) external;

    /// @notice Commits to parameters without showing them; takes the bond.
    /// @param commitment `keccak256(abi.encode(chainid, this, taskId, optimizer, parameters, salt))`.
    /// @param maximumBond The most that may be taken, since the bond follows the pool.
    function commitSubmission(
        uint32 taskId,
        bytes32 commitment,
        uint128 maximumBond
    ) external returns (uint64 submissionId);
    function commitSubmissionWithPermit(
        uint32 taskId,
        bytes32 commitment,
        uint128 maximumBond,
        Permit calldata permit
    ) external returns (uint64 submissionId);
    /// @notice Opens a commitment; by anyone who knows the salt, after the commit's block, within the reveal window.
    function revealSubmission(uint64 submissionId, ContentPointer calldata parameters, bytes32 salt) external;
    /// @notice Fixes the seed from the seed block's header (RLP). Does nothing when it is fixed already.
    function fixSeed(uint64 submissionId, bytes calldata header) external returns (bytes32 seed);
    /// @notice Settles a submission by a verified verdict; only the AVS logic that the task was opened with.
    /// Moves the operators' fee into their bucket.
    /// @return feeToken The token of the fee.
    /// @return fee What the operators earned.
    function settle(
        Verdict calldata verdict,
        bytes32 verdictHash
    ) external returns (address feeToken, uint128 fee);
    /// @notice Forfeits a commitment that was not revealed in time; by anyone.
    function forfeitUnrevealed(uint64 submissionId) external;
    /// @notice Ends a submission that the operators failed to judge in time; the bond goes back; by anyone.
    function expireSubmission(uint64 submissionId) external;
    /// @notice Returns the pool to the owner once nothing is pending; the owner, after a grace period anyone.
    function closeTask(uint32 taskId) external;
    /// @notice Pays out what the caller was credited.
    function claim(address token) external returns (uint256 amount);
    /// @notice Pays from the operators' bucket; only the attestation center.
    function releaseFees(address token, address to, uint256 amount) external;

    function getTask(uint32 taskId) external view returns (Task memory);
    function getSubmission(uint64 submissionId) external view returns (Submission memory);
    function verdictTerms(uint64 submissionId) external view returns (VerdictTerms memory);
    function taskCount() external view returns (uint32);
    /// @notice What committing would take right now.
    function requiredBond(uint32 taskId) external view returns (uint128);
    /// @notice `keccak256(abi.encode(prevRandao, chainid, this, submissionId))`, once fixed; zero before.
    function seedOf(uint64 submissionId) external view returns (bytes32);
    /// @notice The first block in which `expireSubmission` succeeds; the maximum while the submission is not at the head.
    /// While verdicts are paused it moves on with every block.
    function expiryBlock(uint64 submissionId) external view returns (uint48);
    function creditOf(address token, address account) external view returns (uint256);
    function operatorsBucket(address token) external view returns (uint256);
    /// @notice Pools + bonds + credits + operators' bucket: what the contract owes in a token.
    function liabilities(address token) external view returns (uint256);
    function tokenTerms(address token) external view returns (TokenTerms memory);
    function listedTokens() external view returns (address[] memory);
    function treasury() external view returns (address);
    function attestationCenter() external view returns (address);

    /// @notice Lists, changes or delists a token; governance. At most 16 tokens are ever listed.
    function setTokenTerms(address token, TokenTerms calldata terms) external;
    function setTreasury(address treasury) external;
    /// @notice Links the attestation center, once, after deployment.
    function setAttestationCenter(address attestationCenter) external;
}
