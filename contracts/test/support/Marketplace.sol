// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {AttestationCenter} from "../../AttestationCenter.sol";
import {AvsGovernance} from "../../AvsGovernance.sol";
import {AvsLogic} from "../../AvsLogic.sol";
import {DirectMessageHandler} from "../../DirectMessageHandler.sol";
import {ModelSubmission} from "../../ModelSubmission.sol";
import {OperatorRegistry} from "../../OperatorRegistry.sol";
import {Slasher} from "../../Slasher.sol";
import {TestToken} from "../../TestToken.sol";
import {IAttestationCenterTypes} from "../../interfaces/IAttestationCenter.sol";
import {IModelSubmissionTypes} from "../../interfaces/IModelSubmission.sol";
import {Messages} from "../../libraries/Messages.sol";
import {ContentPointer} from "../../types/ContentPointer.sol";
import {Outcome, Verdict} from "../../types/Verdict.sol";
import {Artifacts} from "./Artifacts.sol";
import {Assertions} from "./Assertions.sol";
import {BlsSigner} from "./BlsSigner.sol";
import {Headers} from "./Headers.sol";

/// @notice A deployed marketplace with four operators, an owner and two optimizers, and the steps of a task's life.
abstract contract Marketplace is Assertions {
    uint256 internal constant OPERATOR_COUNT = 4;
    uint128 internal constant STAKE = 100 ether;
    uint128 internal constant BOUNTY = 1_000 ether;
    uint128 internal constant OPERATOR_FEE = 1 ether;
    uint128 internal constant BOND = 2 ether;
    uint8 internal constant ROUNDS = 16;
    uint8 internal constant REQUIRED_WINS = 14;
    uint16 internal constant PERFORMER_BPS = 2_000;
    uint16 internal constant AGGREGATOR_BPS = 500;
    uint16 internal constant EQUIVOCATION_BPS = 5_000;
    uint16 internal constant CONTRADICTING_CLAIM_BPS = 1_000;
    uint16 internal constant REPORTER_BPS = 1_000;
    uint32 internal constant REVEAL_WINDOW = 50;
    uint32 internal constant SEED_DELAY = 2;
    uint32 internal constant RESPONSE_WINDOW = 10;
    uint32 internal constant VERDICT_WINDOW = 100;
    uint32 internal constant GRACE_PERIOD = 1 days;
    uint48 internal constant DEADLINE = 1_950_000_000;
    bytes32 internal constant SALT = keccak256("salt");

    address internal governor = vm.addr(1_001);
    address internal treasury = vm.addr(1_002);
    address internal owner = vm.addr(1_003);
    address internal optimizer = vm.addr(1_004);
    address internal rival = vm.addr(1_005);
    address internal aggregator = vm.addr(1_006);

    TestToken internal token;
    TestToken internal stakeToken;
    ModelSubmission internal modelSubmission;
    AttestationCenter internal attestationCenter;
    OperatorRegistry internal operatorRegistry;
    AvsLogic internal avsLogic;
    AvsGovernance internal avsGovernance;
    DirectMessageHandler internal messageHandler;
    Slasher internal slasher;
    uint16 internal taskDefinitionId;

    /// @dev A verdict on its way to the chain.
    struct Posting {
        Verdict verdict;
        uint32 attempt;
        bool claimed;
        /// Indices into `operatorAccounts`, whose accounts must ascend.
        uint256[] nonSigners;
    }

    function setUp() public virtual {
        vm.roll(1_000);
        vm.warp(1_900_000_000);
        _deploy();
        for (uint256 i; i < OPERATOR_COUNT; ++i) _register(i, STAKE);
        vm.roll(vm.getBlockNumber() + 1);
        operatorRegistry.applyChanges(OPERATOR_COUNT);
        _fund(owner);
        _fund(optimizer);
        _fund(rival);
    }

    // ---------------------------------------------------------------- deployment

    function _deploy() internal {
        vm.startPrank(governor);
        token = TestToken(Artifacts.deploy("TestToken.sol:TestToken", abi.encode("Test Token", "TT")));
        stakeToken = TestToken(Artifacts.deploy("TestToken.sol:TestToken", abi.encode("Stake Token", "ST")));
        modelSubmission = ModelSubmission(
            Artifacts.deploy("ModelSubmission.sol:ModelSubmission", abi.encode(governor, treasury))
        );
        operatorRegistry = OperatorRegistry(
            Artifacts.deploy("OperatorRegistry.sol:OperatorRegistry", abi.encode(governor, 1))
        );
        attestationCenter = AttestationCenter(
            Artifacts.deploy(
                "AttestationCenter.sol:AttestationCenter",
                abi.encode(governor, address(operatorRegistry), address(modelSubmission), uint96(STAKE))
            )
        );
        avsLogic = AvsLogic(
            Artifacts.deploy(
                "AvsLogic.sol:AvsLogic",
                abi.encode(address(attestationCenter), address(modelSubmission))
            )
        );
        avsGovernance = AvsGovernance(_deployGovernance(address(stakeToken)));
        messageHandler = DirectMessageHandler(
            Artifacts.deploy(
                "DirectMessageHandler.sol:DirectMessageHandler",
                abi.encode(address(avsGovernance), address(operatorRegistry))
            )
        );
        modelSubmission.setAttestationCenter(address(attestationCenter));
        modelSubmission.setTokenTerms(address(token), tokenTerms());
        operatorRegistry.setAttestationCenter(address(attestationCenter));
        operatorRegistry.setMessageHandler(address(messageHandler));
        attestationCenter.setAvsLogic(address(avsLogic));
        attestationCenter.setAvsGovernance(address(avsGovernance));
        avsGovernance.setMessageHandler(address(messageHandler));
        slasher = Slasher(
            Artifacts.deploy(
                "Slasher.sol:Slasher",
                abi.encode(
                    address(avsGovernance),
                    address(attestationCenter),
                    EQUIVOCATION_BPS,
                    CONTRADICTING_CLAIM_BPS,
                    REPORTER_BPS
                )
            )
        );
        avsGovernance.setSlasher(address(slasher));
        taskDefinitionId = attestationCenter.addTaskDefinition(definition());
        vm.stopPrank();
    }

    function _deployGovernance(address stakeToken_) internal returns (address) {
        return
            Artifacts.deploy(
                "AvsGovernance.sol:AvsGovernance",
                abi.encode(
                    AvsGovernance.Configuration({
                        admin: governor,
                        stakeToken: stakeToken_,
                        minimumStake: STAKE,
                        maximumStake: 10 * STAKE,
                        operatorLimit: 100,
                        unbondingSeconds: 7 days,
                        rewardsReceiverDelaySeconds: 1 days
                    })
                )
            );
    }

    function tokenTerms() internal pure returns (IModelSubmissionTypes.TokenTerms memory) {
        return
            IModelSubmissionTypes.TokenTerms({
                listed: true,
                feeUnit: 0.01 ether,
                creationFee: 5 ether,
                storageFeePerMebibyte: 0.1 ether
            });
    }

    function definition() internal view returns (IAttestationCenterTypes.TaskDefinition memory) {
        return
            IAttestationCenterTypes.TaskDefinition({
                runtimeId: keccak256("runtime"),
                avsLogic: address(avsLogic),
                enabled: true,
                minimumQuorumBps: 6_667,
                maximumQuorumBps: 7_500,
                performerBps: PERFORMER_BPS,
                aggregatorBps: AGGREGATOR_BPS,
                feeFloorUnits: 10,
                revealWindowBlocks: REVEAL_WINDOW,
                seedDelayBlocks: SEED_DELAY,
                responseWindowBlocks: RESPONSE_WINDOW,
                verdictWindowBlocks: VERDICT_WINDOW,
                gracePeriodSeconds: GRACE_PERIOD,
                maximumParameterBytes: 1 << 20,
                budget: IAttestationCenterTypes.EvaluationBudget({
                    ticks: 1_000_000,
                    nativeWork: 1_000_000,
                    tensorElements: 1_000_000,
                    modelRuns: 100,
                    memoryBytes: 1 << 24,
                    stackBytes: 1 << 16
                })
            });
    }

    function terms() internal view returns (IModelSubmissionTypes.TaskTerms memory result) {
        result.architecture = pointer("architecture");
        result.parameters = pointer("baseline");
        result.evaluation = pointer("evaluation");
        result.metadata = pointer("metadata");
        result.storageAddresses = new string[](1);
        result.storageAddresses[0] = "https://gateway.example";
        result.storageQuotaBytes = 10 << 20;
        result.token = address(token);
        result.bounty = BOUNTY;
        result.bond = BOND;
        result.operatorFee = OPERATOR_FEE;
        result.targetScore = 1e18;
        result.minGapBps = 500;
        result.rounds = ROUNDS;
        result.requiredWins = REQUIRED_WINS;
        result.quorumBps = 7_000;
        result.maxPending = 4;
        result.deadline = DEADLINE;
        result.taskDefinitionId = taskDefinitionId;
    }

    function pointer(string memory name) internal pure returns (ContentPointer memory) {
        return ContentPointer({digest: keccak256(bytes(name)), codec: 0x55});
    }

    function _fund(address who) internal {
        vm.startPrank(who);
        token.faucet(token.FAUCET_LIMIT());
        token.approve(address(modelSubmission), type(uint256).max);
        vm.stopPrank();
    }

    // ---------------------------------------------------------------- operators

    function accountSecret(uint256 operator) internal pure returns (uint256) {
        return 10_001 + operator;
    }

    function account(uint256 operator) internal pure returns (address) {
        return vm.addr(accountSecret(operator));
    }

    function blsSecret(uint256 operator) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode("bls", operator))) % BlsSigner.GROUP_ORDER;
    }

    function _register(uint256 operator, uint128 stake) internal {
        address who = account(operator);
        BLS.G1Point memory key = BlsSigner.publicKey(blsSecret(operator));
        BLS.G2Point memory proof = BlsSigner.sign(
            blsSecret(operator),
            operatorRegistry.possessionMessage(who, key)
        );
        vm.startPrank(who);
        stakeToken.faucet(stake);
        stakeToken.approve(address(avsGovernance), stake);
        avsGovernance.registerOperator(key, proof, stake, who);
        vm.stopPrank();
    }

    // ---------------------------------------------------------------- steps

    function _createTask() internal returns (uint32 taskId) {
        vm.prank(owner);
        return modelSubmission.createTask(terms(), type(uint256).max);
    }

    /// @dev A task with a baseline of `baselineScore` in every round.
    function _openTask(uint256 baselineScore) internal returns (uint32 taskId) {
        taskId = _createTask();
        _post(baselineVerdict(taskId, baselineScore));
    }

    function id(uint32 taskId, uint32 index) internal pure returns (uint64) {
        return (uint64(taskId) << 32) | index;
    }

    function parametersOf(uint64 submissionId) internal pure returns (ContentPointer memory) {
        return pointer(string(abi.encode(submissionId)));
    }

    function _commit(uint32 taskId, address by) internal returns (uint64 submissionId) {
        submissionId = id(taskId, modelSubmission.getTask(taskId).submissionCount);
        bytes32 commitment = keccak256(
            abi.encode(block.chainid, address(modelSubmission), taskId, by, parametersOf(submissionId), SALT)
        );
        vm.prank(by);
        uint64 actual = modelSubmission.commitSubmission(taskId, commitment, type(uint128).max);
        assertEq(actual, submissionId, "submission id");
    }

    function _reveal(uint64 submissionId) internal {
        modelSubmission.revealSubmission(submissionId, parametersOf(submissionId), SALT);
    }

    /// @dev Committed in one block, revealed in the next.
    function _submit(uint32 taskId, address by) internal returns (uint64 submissionId) {
        submissionId = _commit(taskId, by);
        vm.roll(vm.getBlockNumber() + 1);
        _reveal(submissionId);
    }

    function prevRandaoOf(uint256 blockNumber) internal pure returns (bytes32) {
        return keccak256(abi.encode("prevrandao", blockNumber));
    }

    /// @dev Moves on until the seed block is mined and gives its header, unless the seed is fixed.
    function _seedHeader(uint64 submissionId) internal returns (bytes memory header) {
        uint256 seedBlock = modelSubmission.getSubmission(submissionId).seedBlock;
        if (vm.getBlockNumber() <= seedBlock) vm.roll(seedBlock + 1);
        header = Headers.encode(seedBlock, prevRandaoOf(seedBlock));
        if (vm.getBlockNumber() - seedBlock <= 256) vm.setBlockhash(seedBlock, keccak256(header));
    }

    function seedOf(uint64 submissionId) internal view returns (bytes32) {
        uint256 seedBlock = modelSubmission.getSubmission(submissionId).seedBlock;
        return
            keccak256(
                abi.encode(prevRandaoOf(seedBlock), block.chainid, address(modelSubmission), submissionId)
            );
    }

    // ---------------------------------------------------------------- verdicts

    function _verdict(uint64 submissionId, Outcome outcome) internal view returns (Verdict memory result) {
        result.submissionId = submissionId;
        result.seed = seedOf(submissionId);
        result.championId = modelSubmission.getTask(uint32(submissionId >> 32)).championId;
        result.outcome = outcome;
        result.traceDigest =
            outcome == Outcome.Unavailable
                ? Messages.UNAVAILABLE_TRACE_DIGEST
                : keccak256(abi.encode("trace", submissionId));
    }

    function baselineVerdict(uint32 taskId, uint256 score) internal view returns (Verdict memory result) {
        result = _verdict(id(taskId, 0), Outcome.Baseline);
        result.championDecidingSum = ROUNDS * score;
    }

    /// @dev A win of every round, with the same scores in all of them.
    function improvedVerdict(
        uint64 submissionId,
        uint256 championScore,
        uint256 challengerScore
    ) internal view returns (Verdict memory result) {
        result = _verdict(submissionId, Outcome.Improved);
        result.wins = ROUNDS;
        result.championDecidingSum = ROUNDS * championScore;
        result.challengerDecidingSum = ROUNDS * challengerScore;
        result.championPricingSum = ROUNDS * championScore;
        result.challengerPricingSum = ROUNDS * challengerScore;
    }

    function notImprovedVerdict(uint64 submissionId) internal view returns (Verdict memory result) {
        result = _verdict(submissionId, Outcome.NotImproved);
        result.wins = 3;
        result.championDecidingSum = 8e18;
        result.challengerDecidingSum = 7e18;
    }

    function _post(Verdict memory verdict) internal {
        _post(Posting({verdict: verdict, attempt: 0, claimed: true, nonSigners: new uint256[](0)}));
    }

    function _post(Posting memory posting) internal {
        bytes memory header = _seedHeader(posting.verdict.submissionId);
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(posting, header);
        vm.prank(aggregator);
        attestationCenter.submitTask(info, details);
    }

    /// @dev The verdict as an aggregator would post it: claimed by the elected performer, signed by all but some.
    function _build(
        Posting memory posting,
        bytes memory header
    )
        internal
        view
        returns (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        )
    {
        info.data = abi.encode(posting.verdict);
        info.taskDefinitionId = taskDefinitionId;
        bytes32 hash = attestationCenter.verdictHash(taskDefinitionId, info.data);
        details.attempt = posting.attempt;
        details.seedHeader = header;
        if (posting.claimed) {
            address performer = operatorRegistry.performerOf(posting.verdict.seed, posting.attempt);
            info.taskPerformer = performer;
            info.proofOfTask = Messages.proofOfTask(performer, hash);
            details.tpSignature = _signClaim(
                posting.verdict,
                posting.attempt,
                info.proofOfTask,
                secretOf(performer)
            );
        }
        uint256 secret;
        uint256 count = operatorRegistry.operatorCount();
        bool[] memory missing = new bool[](count);
        details.nonSigners = new BLS.G1Point[](posting.nonSigners.length);
        for (uint256 i; i < posting.nonSigners.length; ++i) {
            missing[posting.nonSigners[i]] = true;
            details.nonSigners[i] = BlsSigner.publicKey(blsSecret(posting.nonSigners[i]));
        }
        for (uint256 i; i < count; ++i) {
            if (!missing[i]) secret = BlsSigner.addSecrets(secret, blsSecret(i));
        }
        details.taSignature = BlsSigner.sign(secret, hash);
    }

    function _signClaim(
        Verdict memory verdict,
        uint32 attempt,
        bytes32 proofOfTask,
        uint256 secret
    ) internal view returns (bytes memory) {
        bytes32 claim = Messages.claim(
            address(attestationCenter),
            taskDefinitionId,
            verdict.submissionId,
            verdict.seed,
            verdict.championId,
            attempt,
            proofOfTask
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(secret, MessageHashUtils.toEthSignedMessageHash(claim));
        return abi.encodePacked(r, s, v);
    }

    function secretOf(address performer) internal view returns (uint256) {
        for (uint256 i; i < operatorRegistry.operatorCount(); ++i) {
            if (account(i) == performer) return accountSecret(i);
        }
        revert NotTrue("performer is an operator");
    }

    // ---------------------------------------------------------------- reading

    function credit(address who) internal view returns (uint256) {
        return modelSubmission.creditOf(address(token), who);
    }

    function earned(address who) internal view returns (uint256) {
        return attestationCenter.earnedFees(address(token), who);
    }

    function statusOf(uint64 submissionId) internal view returns (uint256) {
        return uint256(modelSubmission.getSubmission(submissionId).status);
    }

    function taskStatusOf(uint32 taskId) internal view returns (uint256) {
        return uint256(modelSubmission.getTask(taskId).status);
    }

    /// @dev The tokens are there for all that is owed: pool, bonds, credits and the operators' bucket.
    function assertSolvent(uint32 taskId) internal view {
        IModelSubmissionTypes.Task memory task = modelSubmission.getTask(taskId);
        uint256 owed = task.pool + modelSubmission.operatorsBucket(address(token));
        for (uint32 i = 1; i < task.submissionCount; ++i) {
            IModelSubmissionTypes.Submission memory submission = modelSubmission.getSubmission(id(taskId, i));
            if (
                submission.status == IModelSubmissionTypes.SubmissionStatus.Committed ||
                submission.status == IModelSubmissionTypes.SubmissionStatus.Revealed
            ) owed += submission.bond;
        }
        owed += credit(owner) + credit(optimizer) + credit(rival) + credit(treasury);
        assertEq(token.balanceOf(address(modelSubmission)), owed, "balance covers what is owed");
        assertEq(modelSubmission.liabilities(address(token)), owed, "liabilities");
    }
}
