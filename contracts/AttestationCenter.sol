// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IAttestationCenter} from "./interfaces/IAttestationCenter.sol";
import {IAvsGovernance} from "./interfaces/IAvsGovernance.sol";
import {IAvsLogic, IAvsLogicTypes} from "./interfaces/IAvsLogic.sol";
import {IModelSubmission} from "./interfaces/IModelSubmission.sol";
import {IOperatorRegistry} from "./interfaces/IOperatorRegistry.sol";
import {IPausableFlows, IPausableFlowsTypes} from "./interfaces/IPausableFlows.sol";
import {DefinitionBounds} from "./libraries/DefinitionBounds.sol";
import {FeeLedger} from "./libraries/FeeLedger.sol";
import {Gap} from "./libraries/Gap.sol";
import {Messages} from "./libraries/Messages.sol";
import {GOVERNOR_ROLE} from "./types/Roles.sol";

/// @title Attestation center
/// @notice See `IAttestationCenter` and docs/contracts.md. It holds no tokens: it books what operators earned, and
/// model submission pays.
contract AttestationCenter is IAttestationCenter, AccessControl, ReentrancyGuardTransient {
    using FeeLedger for FeeLedger.Ledger;
    using SafeCast for uint256;

    address public immutable override operatorRegistry;
    address public immutable override modelSubmission;

    /// @notice The logic that the next definitions are added with.
    address public override avsLogic;
    uint16 public override taskDefinitionCount;
    /// @notice Where rewards receivers are looked up.
    address public override avsGovernance;
    uint96 private _minimumPower;

    mapping(uint16 taskDefinitionId => TaskDefinition) private _definitions;
    mapping(address token => FeeLedger.Ledger) private _ledgers;

    constructor(address admin, address operatorRegistry_, address modelSubmission_, uint96 minimumPower_) {
        if (admin == address(0) || operatorRegistry_ == address(0) || modelSubmission_ == address(0)) {
            revert ZeroAddress();
        }
        operatorRegistry = operatorRegistry_;
        modelSubmission = modelSubmission_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(GOVERNOR_ROLE, admin);
        _setMinimumPower(minimumPower_);
    }

    // ---------------------------------------------------------------- verdicts

    /// @inheritdoc IAttestationCenter
    function submitTask(
        TaskInfo calldata taskInfo,
        TaskSubmissionDetails calldata details
    ) external override nonReentrant {
        TaskDefinition storage definition = _definitions[taskInfo.taskDefinitionId];
        address logic = definition.avsLogic;
        if (logic == address(0)) revert UnknownTaskDefinition(taskInfo.taskDefinitionId);

        IAvsLogicTypes.Requirements memory requirements = IAvsLogic(logic).beforeTaskSubmission(
            taskInfo,
            details.seedHeader
        );
        bytes32 hash = Messages.verdictHash(address(this), taskInfo.taskDefinitionId, taskInfo.data);
        _checkClaim(taskInfo, details, requirements, hash, definition);

        (
            uint256 signedPower,
            uint256 totalPower,
            address[] memory nonSigners,
            uint96[] memory powers
        ) = IOperatorRegistry(operatorRegistry).verifyAggregate(
                hash,
                details.nonSigners,
                details.taSignature
            );
        _checkQuorum(signedPower, totalPower, requirements.quorumBps);

        if (requirements.fee != 0) {
            _distribute(definition, taskInfo.taskPerformer, requirements, totalPower, nonSigners, powers);
        }
        emit TaskSubmitted(
            requirements.submissionId,
            hash,
            taskInfo.taskPerformer,
            msg.sender,
            signedPower,
            totalPower,
            nonSigners
        );
        IAvsLogic(logic).afterTaskSubmission(taskInfo, hash);
    }

    // ---------------------------------------------------------------- fees

    /// @inheritdoc IAttestationCenter
    function claimFees(
        address token,
        address account
    ) external override nonReentrant returns (uint256 amount) {
        uint96 power = IOperatorRegistry(operatorRegistry).powerOf(account);
        amount = _ledgers[token].withdraw(account, power);
        if (amount == 0) revert NothingToClaim(token, account);
        address receiver =
            avsGovernance == address(0) ? account : IAvsGovernance(avsGovernance).rewardsReceiverOf(account);
        emit FeesClaimed(token, account, receiver, amount);
        IModelSubmission(modelSubmission).releaseFees(token, receiver, amount);
    }

    /// @inheritdoc IAttestationCenter
    function accrueStorageFee(address token, uint256 amount) external override {
        if (msg.sender != modelSubmission) revert NotModelSubmission(msg.sender);
        uint256 totalPower = IOperatorRegistry(operatorRegistry).totalPower();
        if (totalPower == 0) revert NoVotingPower();
        _ledgers[token].accrue(amount, totalPower);
    }

    /// @inheritdoc IAttestationCenter
    function onPowerChange(address operator, uint96 previousPower, uint96) external override {
        if (msg.sender != operatorRegistry) revert NotOperatorRegistry(msg.sender);
        address[] memory tokens = IModelSubmission(modelSubmission).listedTokens();
        for (uint256 i; i < tokens.length; ++i) {
            FeeLedger.Ledger storage ledger = _ledgers[tokens[i]];
            ledger.book(operator, previousPower);
            if (previousPower == 0) ledger.open(operator);
        }
    }

    // ---------------------------------------------------------------- governance

    /// @inheritdoc IAttestationCenter
    function addTaskDefinition(
        TaskDefinition calldata definition
    ) external override onlyRole(GOVERNOR_ROLE) returns (uint16 taskDefinitionId) {
        if (definition.avsLogic != avsLogic) {
            revert DefinitionOutOfBounds(
                "avsLogic",
                uint256(uint160(definition.avsLogic)),
                uint256(uint160(avsLogic))
            );
        }
        DefinitionBounds.check(definition);
        taskDefinitionId = ++taskDefinitionCount;
        _definitions[taskDefinitionId] = definition;
        emit TaskDefinitionAdded(taskDefinitionId, definition);
    }

    /// @inheritdoc IAttestationCenter
    function disableTaskDefinition(uint16 taskDefinitionId) external override onlyRole(GOVERNOR_ROLE) {
        _definition(taskDefinitionId).enabled = false;
        emit TaskDefinitionDisabled(taskDefinitionId);
    }

    /// @inheritdoc IAttestationCenter
    function setAvsLogic(address avsLogic_) external override onlyRole(GOVERNOR_ROLE) {
        if (avsLogic_ == address(0)) revert ZeroAddress();
        avsLogic = avsLogic_;
        emit AvsLogicChanged(avsLogic_);
    }

    /// @inheritdoc IAttestationCenter
    function setAvsGovernance(address avsGovernance_) external override onlyRole(GOVERNOR_ROLE) {
        if (avsGovernance_ == address(0)) revert ZeroAddress();
        avsGovernance = avsGovernance_;
        emit AvsGovernanceChanged(avsGovernance_);
    }

    /// @inheritdoc IAttestationCenter
    function setMinimumPower(uint256 minimumPower_) external override onlyRole(GOVERNOR_ROLE) {
        _setMinimumPower(minimumPower_);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IAttestationCenter
    function verdictHash(
        uint16 taskDefinitionId,
        bytes calldata data
    ) external view override returns (bytes32) {
        return Messages.verdictHash(address(this), taskDefinitionId, data);
    }

    /// @inheritdoc IAttestationCenter
    function getTaskDefinition(
        uint16 taskDefinitionId
    ) external view override returns (TaskDefinition memory) {
        return _definition(taskDefinitionId);
    }

    /// @inheritdoc IAttestationCenter
    function earnedFees(address token, address account) external view override returns (uint256) {
        return _ledgers[token].earned(account, IOperatorRegistry(operatorRegistry).powerOf(account));
    }

    /// @inheritdoc IAttestationCenter
    function minimumPower() external view override returns (uint256) {
        return _minimumPower;
    }

    // ---------------------------------------------------------------- private

    /// @dev A claim that is present must be true: the performer elected, the attempt reached, the signature its own,
    /// the verdict the one that it claimed. Nobody need claim; then the performer's share goes to the treasury.
    function _checkClaim(
        TaskInfo calldata taskInfo,
        TaskSubmissionDetails calldata details,
        IAvsLogicTypes.Requirements memory requirements,
        bytes32 hash,
        TaskDefinition storage definition
    ) private view {
        address performer = taskInfo.taskPerformer;
        bytes32 expectedProof = performer == address(0) ? bytes32(0) : Messages.proofOfTask(performer, hash);
        if (taskInfo.proofOfTask != expectedProof) revert ClaimMismatch(expectedProof, taskInfo.proofOfTask);
        if (performer == address(0)) return;

        uint32 attempt = details.attempt;
        // The first attempt has begun with the seed block: most verdicts need not read the window.
        if (attempt != 0) {
            uint256 currentAttempt = _currentAttempt(requirements.seedBlock, definition.responseWindowBlocks);
            if (attempt > currentAttempt) revert AttemptNotReached(attempt, uint32(currentAttempt));
        }
        address elected = IOperatorRegistry(operatorRegistry).performerOf(requirements.seed, attempt);
        if (performer != elected) revert PerformerNotElected(performer, elected);

        bytes32 claim = Messages.claim(
            address(this),
            taskInfo.taskDefinitionId,
            requirements.submissionId,
            requirements.seed,
            requirements.championId,
            attempt,
            expectedProof
        );
        (address signer, , ) = ECDSA.tryRecoverCalldata(
            MessageHashUtils.toEthSignedMessageHash(claim),
            details.tpSignature
        );
        if (signer != performer) revert ClaimSignatureInvalid(performer);
    }

    /// @dev While verdicts are paused no performer's time runs out.
    function _currentAttempt(uint256 seedBlock, uint256 responseWindowBlocks) private view returns (uint256) {
        uint256 paused = IPausableFlows(modelSubmission).pausedBlocks(
            IPausableFlowsTypes.Flow.Verdict,
            seedBlock
        );
        return (block.number - seedBlock - paused) / responseWindowBlocks;
    }

    /// @dev The owner's quorum, never less than more than two thirds, of a set that is not too small to trust.
    function _checkQuorum(uint256 signedPower, uint256 totalPower, uint256 quorumBps) private view {
        if (totalPower < _minimumPower) revert PowerBelowMinimum(totalPower, _minimumPower);
        if (signedPower * Gap.BPS <= quorumBps * totalPower || 3 * signedPower <= 2 * totalPower) {
            revert QuorumNotReached(signedPower, totalPower, quorumBps);
        }
    }

    /// @dev The attesters' part is shared by power over the whole set; what falls to those who did not sign is the
    /// treasury's, so that nobody gains by another's absence.
    function _distribute(
        TaskDefinition storage definition,
        address performer,
        IAvsLogicTypes.Requirements memory requirements,
        uint256 totalPower,
        address[] memory nonSigners,
        uint96[] memory powers
    ) private {
        FeeLedger.Ledger storage ledger = _ledgers[requirements.token];
        uint256 fee = requirements.fee;
        FeeShares memory shares;
        uint256 performerShare = (fee * definition.performerBps) / Gap.BPS;
        shares.aggregator = (fee * definition.aggregatorBps) / Gap.BPS;
        shares.attesters = fee - performerShare - shares.aggregator;
        if (performer == address(0)) {
            shares.treasury = performerShare;
        } else {
            shares.performer = performerShare;
            ledger.add(performer, performerShare);
        }
        ledger.add(msg.sender, shares.aggregator);

        uint256 perPower = ledger.accrue(shares.attesters, totalPower);
        if (nonSigners.length != 0 || shares.treasury != 0) {
            uint256 missingPower;
            for (uint256 i; i < nonSigners.length; ++i) {
                ledger.debit(nonSigners[i], perPower);
                missingPower += powers[i];
            }
            uint256 forgone = ledger.addScaled(
                IModelSubmission(modelSubmission).treasury(),
                shares.treasury,
                perPower * missingPower
            );
            shares.treasury += forgone;
            shares.attesters -= forgone;
        }
        emit FeesDistributed(requirements.submissionId, requirements.token, fee, shares);
    }

    function _definition(uint16 taskDefinitionId) private view returns (TaskDefinition storage definition) {
        definition = _definitions[taskDefinitionId];
        if (definition.avsLogic == address(0)) revert UnknownTaskDefinition(taskDefinitionId);
    }

    function _setMinimumPower(uint256 minimumPower_) private {
        if (minimumPower_ == 0) revert PowerBelowMinimum(0, 1);
        _minimumPower = minimumPower_.toUint96();
        emit MinimumPowerChanged(minimumPower_);
    }
}
