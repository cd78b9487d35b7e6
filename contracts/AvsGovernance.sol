// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {IAvsGovernance} from "./interfaces/IAvsGovernance.sol";
import {IMessageHandler} from "./interfaces/IMessageHandler.sol";
import {IOperatorRegistry, IOperatorRegistryTypes} from "./interfaces/IOperatorRegistry.sol";
import {Bls} from "./libraries/Bls.sol";
import {ExactTransfer} from "./libraries/ExactTransfer.sol";
import {PackedKey, PackedKeys} from "./types/PackedKey.sol";
import {ALLOWLISTER_ROLE, GOVERNOR_ROLE} from "./types/Roles.sol";

/// @title AVS governance
/// @notice See `IAvsGovernance` and docs/contracts.md.
contract AvsGovernance is IAvsGovernance, AccessControl, ReentrancyGuardTransient {
    using Bls for BLS.G1Point;
    using ExactTransfer for IERC20;
    using PackedKeys for BLS.G1Point;
    using PackedKeys for PackedKey;

    struct Configuration {
        address admin;
        address stakeToken;
        address operatorRegistry;
        uint128 minimumStake;
        uint128 maximumStake;
        uint256 operatorLimit;
        uint48 unbondingSeconds;
        uint48 rewardsReceiverDelaySeconds;
    }

    /// @notice Voting power is counted in 96 bits.
    uint128 public constant STAKE_CEILING = type(uint96).max;

    address public immutable override stakeToken;
    address public immutable override operatorRegistry;
    uint48 public immutable override unbondingSeconds;
    uint48 public immutable override rewardsReceiverDelaySeconds;

    uint128 public override minimumStake;
    uint128 public override maximumStake;
    uint256 public override operatorLimit;
    uint256 public override operatorCount;
    address public override messageHandler;
    bool public override allowlistRequired;
    mapping(address operator => bool) public override isAllowed;

    mapping(address operator => OperatorRecord) private _records;
    mapping(address operator => PackedKey) private _keys;
    /// @dev A key belongs to its first operator for good.
    mapping(bytes32 keyHash => address operator) private _keyOwners;

    constructor(Configuration memory configuration) {
        if (
            configuration.admin == address(0) ||
            configuration.stakeToken == address(0) ||
            configuration.operatorRegistry == address(0)
        ) revert ZeroAddress();
        stakeToken = configuration.stakeToken;
        operatorRegistry = configuration.operatorRegistry;
        unbondingSeconds = configuration.unbondingSeconds;
        rewardsReceiverDelaySeconds = configuration.rewardsReceiverDelaySeconds;
        _grantRole(DEFAULT_ADMIN_ROLE, configuration.admin);
        _grantRole(GOVERNOR_ROLE, configuration.admin);
        _grantRole(ALLOWLISTER_ROLE, configuration.admin);
        _setStakeBounds(configuration.minimumStake, configuration.maximumStake);
        _setOperatorLimit(configuration.operatorLimit);
    }

    // ---------------------------------------------------------------- operators

    /// @inheritdoc IAvsGovernance
    function registerOperator(
        BLS.G1Point calldata key,
        BLS.G2Point calldata proofOfPossession,
        uint128 stake,
        address rewardsReceiver
    ) external override nonReentrant {
        OperatorRecord storage record = _records[msg.sender];
        OperatorStatus status = record.status;
        if (status != OperatorStatus.None && status != OperatorStatus.Withdrawn) {
            revert UnexpectedOperatorStatus(msg.sender, status);
        }
        if (rewardsReceiver == address(0)) revert ZeroAddress();
        if (allowlistRequired && !isAllowed[msg.sender]) revert NotAllowed(msg.sender);
        if (operatorCount >= operatorLimit) revert OperatorLimitReached(operatorLimit);
        _checkStake(stake);
        bytes32 keyHash = _checkKey(key, proofOfPossession);

        ++operatorCount;
        _keyOwners[keyHash] = msg.sender;
        _keys[msg.sender] = key.pack();
        _records[msg.sender] = OperatorRecord({
            status: OperatorStatus.Registered,
            stake: stake,
            withdrawableSince: 0,
            rewardsReceiver: rewardsReceiver,
            nextRewardsReceiver: address(0),
            rewardsReceiverSince: 0,
            keyHash: keyHash
        });
        emit OperatorRegistered(msg.sender, key, stake, rewardsReceiver);
        _sendPower(msg.sender, stake);
        IERC20(stakeToken).take(msg.sender, stake);
    }

    /// @inheritdoc IAvsGovernance
    function increaseStake(uint128 amount) external override nonReentrant {
        if (amount == 0) revert ZeroAmount();
        OperatorRecord storage record = _registered(msg.sender);
        uint128 previousStake = record.stake;
        uint128 stake = previousStake + amount;
        _checkStake(stake);
        record.stake = stake;
        emit StakeChanged(msg.sender, previousStake, stake);
        _sendPower(msg.sender, stake);
        IERC20(stakeToken).take(msg.sender, amount);
    }

    /// @inheritdoc IAvsGovernance
    function requestDeregistration() external override nonReentrant {
        uint48 withdrawableSince = _unbond(msg.sender, OperatorStatus.Unbonding);
        emit DeregistrationRequested(msg.sender, withdrawableSince);
    }

    /// @inheritdoc IAvsGovernance
    function withdrawStake() external override nonReentrant returns (uint128 amount) {
        OperatorRecord storage record = _records[msg.sender];
        OperatorStatus status = record.status;
        if (status != OperatorStatus.Unbonding && status != OperatorStatus.Ejected) {
            revert UnexpectedOperatorStatus(msg.sender, status);
        }
        if (block.timestamp < record.withdrawableSince) {
            revert NotWithdrawable(msg.sender, record.withdrawableSince);
        }
        if (!IOperatorRegistry(operatorRegistry).hasLeft(msg.sender)) revert StillVoting(msg.sender);
        amount = record.stake;
        if (amount == 0) revert ZeroAmount();
        record.stake = 0;
        // An ejected operator gets its stake back, but does not come back itself.
        if (status == OperatorStatus.Unbonding) record.status = OperatorStatus.Withdrawn;
        emit StakeWithdrawn(msg.sender, amount);
        IERC20(stakeToken).send(msg.sender, amount);
    }

    /// @inheritdoc IAvsGovernance
    function setRewardsReceiver(address receiver) external override {
        if (receiver == address(0)) revert ZeroAddress();
        OperatorRecord storage record = _records[msg.sender];
        if (record.status == OperatorStatus.None) {
            revert UnexpectedOperatorStatus(msg.sender, record.status);
        }
        record.rewardsReceiver = rewardsReceiverOf(msg.sender);
        record.nextRewardsReceiver = receiver;
        record.rewardsReceiverSince = uint48(block.timestamp) + rewardsReceiverDelaySeconds;
        emit RewardsReceiverQueued(msg.sender, receiver, record.rewardsReceiverSince);
    }

    // ---------------------------------------------------------------- governance

    /// @inheritdoc IAvsGovernance
    function ejectOperator(address operator) external override onlyRole(GOVERNOR_ROLE) {
        OperatorRecord storage record = _records[operator];
        // Leaving first is no way around it.
        if (record.status == OperatorStatus.Unbonding) record.status = OperatorStatus.Ejected;
        else _unbond(operator, OperatorStatus.Ejected);
        emit OperatorEjected(operator, record.withdrawableSince);
    }

    /// @inheritdoc IAvsGovernance
    function setAllowed(address operator, bool allowed) external override onlyRole(ALLOWLISTER_ROLE) {
        isAllowed[operator] = allowed;
        emit AllowlistChanged(operator, allowed);
    }

    /// @inheritdoc IAvsGovernance
    function setAllowlistRequired(bool required) external override onlyRole(GOVERNOR_ROLE) {
        allowlistRequired = required;
        emit AllowlistRequired(required);
    }

    /// @inheritdoc IAvsGovernance
    function setStakeBounds(uint128 minimum, uint128 maximum) external override onlyRole(GOVERNOR_ROLE) {
        _setStakeBounds(minimum, maximum);
    }

    /// @inheritdoc IAvsGovernance
    function setOperatorLimit(uint256 limit) external override onlyRole(GOVERNOR_ROLE) {
        _setOperatorLimit(limit);
    }

    /// @inheritdoc IAvsGovernance
    function setMessageHandler(address messageHandler_) external override onlyRole(GOVERNOR_ROLE) {
        if (messageHandler_ == address(0)) revert ZeroAddress();
        messageHandler = messageHandler_;
        emit MessageHandlerChanged(messageHandler_);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IAvsGovernance
    function getOperatorRecord(address operator) external view override returns (OperatorRecord memory) {
        return _records[operator];
    }

    /// @inheritdoc IAvsGovernance
    function rewardsReceiverOf(address operator) public view override returns (address) {
        OperatorRecord storage record = _records[operator];
        if (record.status == OperatorStatus.None) return operator;
        bool changed =
            record.nextRewardsReceiver != address(0) && block.timestamp >= record.rewardsReceiverSince;
        return changed ? record.nextRewardsReceiver : record.rewardsReceiver;
    }

    // ---------------------------------------------------------------- private

    function _checkKey(
        BLS.G1Point calldata key,
        BLS.G2Point calldata proofOfPossession
    ) private view returns (bytes32 keyHash) {
        BLS.G1Point memory point = key;
        if (point.isInfinity()) revert KeyIsZero();
        keyHash = point.hash();
        address owner = _keyOwners[keyHash];
        if (owner != address(0) && owner != msg.sender) revert KeyAlreadyRegistered(keyHash);
        bytes32 message = IOperatorRegistry(operatorRegistry).possessionMessage(msg.sender, key);
        if (!point.verify(message, proofOfPossession)) revert ProofOfPossessionInvalid(msg.sender);
    }

    function _checkStake(uint128 stake) private view {
        if (stake < minimumStake) revert StakeBelowMinimum(stake, minimumStake);
        if (stake > maximumStake) revert StakeAboveMaximum(stake, maximumStake);
    }

    function _unbond(address operator, OperatorStatus status) private returns (uint48 withdrawableSince) {
        OperatorRecord storage record = _registered(operator);
        withdrawableSince = uint48(block.timestamp) + unbondingSeconds;
        record.status = status;
        record.withdrawableSince = withdrawableSince;
        --operatorCount;
        _sendPower(operator, 0);
    }

    function _sendPower(address operator, uint128 power) private {
        // The stake's ceiling is the width of power.
        IMessageHandler(messageHandler).sendOperatorChange(
            IOperatorRegistryTypes.OperatorChange({
                operator: operator,
                power: uint96(power),
                key: _keys[operator].unpack()
            })
        );
    }

    function _registered(address operator) private view returns (OperatorRecord storage record) {
        record = _records[operator];
        if (record.status != OperatorStatus.Registered) {
            revert UnexpectedOperatorStatus(operator, record.status);
        }
    }

    function _setStakeBounds(uint128 minimum, uint128 maximum) private {
        if (minimum == 0 || minimum > maximum || maximum > STAKE_CEILING) {
            revert StakeBoundsInvalid(minimum, maximum);
        }
        minimumStake = minimum;
        maximumStake = maximum;
        emit StakeBoundsChanged(minimum, maximum);
    }

    function _setOperatorLimit(uint256 limit) private {
        operatorLimit = limit;
        emit OperatorLimitChanged(limit);
    }
}
