// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {PausableFlows} from "./PausableFlows.sol";
import {IAvsGovernance} from "./interfaces/IAvsGovernance.sol";
import {IMessageHandler} from "./interfaces/IMessageHandler.sol";
import {IOperatorRegistryTypes} from "./interfaces/IOperatorRegistry.sol";
import {Bls} from "./libraries/Bls.sol";
import {ExactTransfer} from "./libraries/ExactTransfer.sol";
import {Gap} from "./libraries/Gap.sol";
import {PackedKey, PackedKeys} from "./types/PackedKey.sol";
import {ALLOWLISTER_ROLE, GOVERNOR_ROLE} from "./types/Roles.sol";

/// @title AVS governance
/// @notice See `IAvsGovernance` and docs/contracts.md.
contract AvsGovernance is IAvsGovernance, PausableFlows, ReentrancyGuardTransient {
    using Bls for BLS.G1Point;
    using ExactTransfer for IERC20;
    using PackedKeys for BLS.G1Point;
    using PackedKeys for PackedKey;

    struct Configuration {
        address admin;
        address stakeToken;
        uint128 minimumStake;
        uint128 maximumStake;
        uint256 operatorLimit;
        uint48 unbondingSeconds;
        uint48 rewardsReceiverDelaySeconds;
    }

    /// @notice Longest that a stake waits for its owner.
    uint256 public constant MAXIMUM_UNBONDING_SECONDS = 90 days;
    uint256 public constant MAXIMUM_REWARDS_RECEIVER_DELAY_SECONDS = 30 days;

    /// @notice Voting power is counted in 96 bits.
    uint128 public constant STAKE_CEILING = type(uint96).max;

    address public immutable override stakeToken;
    uint48 public immutable override unbondingSeconds;
    uint48 public immutable override rewardsReceiverDelaySeconds;

    uint128 public override minimumStake;
    uint128 public override maximumStake;
    uint256 public override operatorLimit;
    uint256 public override operatorCount;
    address public override messageHandler;
    address public override slasher;
    bool public override allowlistRequired;
    mapping(address operator => bool) public override isAllowed;

    mapping(address operator => OperatorRecord) private _records;
    mapping(address operator => PackedKey) private _keys;
    /// @dev A key belongs to its first operator for good.
    mapping(bytes32 keyHash => address operator) public override operatorOfKey;
    /// @dev Of slashed stakes; paid in the stake token.
    mapping(address account => uint256) public override creditOf;

    constructor(Configuration memory configuration) {
        if (configuration.admin == address(0) || configuration.stakeToken == address(0)) {
            revert ZeroAddress();
        }
        if (configuration.unbondingSeconds > MAXIMUM_UNBONDING_SECONDS) {
            revert DelayOutOfBounds(configuration.unbondingSeconds, MAXIMUM_UNBONDING_SECONDS);
        }
        if (configuration.rewardsReceiverDelaySeconds > MAXIMUM_REWARDS_RECEIVER_DELAY_SECONDS) {
            revert DelayOutOfBounds(
                configuration.rewardsReceiverDelaySeconds,
                MAXIMUM_REWARDS_RECEIVER_DELAY_SECONDS
            );
        }
        stakeToken = configuration.stakeToken;
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
        _requireRunning(Flow.Registration);
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
        operatorOfKey[keyHash] = msg.sender;
        _keys[msg.sender] = key.pack();
        // Fees of an earlier time may still be there: who comes back is no faster than who stays.
        if (status == OperatorStatus.None) record.rewardsReceiver = rewardsReceiver;
        record.status = OperatorStatus.Registered;
        record.stake = stake;
        record.withdrawableSince = 0;
        record.keyHash = keyHash;
        emit OperatorRegistered(msg.sender, key, stake, rewardsReceiverOf(msg.sender));
        if (status != OperatorStatus.None) _queueRewardsReceiver(record, rewardsReceiver);
        _sendPower(msg.sender, stake);
        IERC20(stakeToken).take(msg.sender, stake);
    }

    /// @inheritdoc IAvsGovernance
    function increaseStake(uint128 amount) external override nonReentrant {
        _requireRunning(Flow.Registration);
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
        if (!IMessageHandler(messageHandler).hasLeft(msg.sender)) revert StillVoting(msg.sender);
        amount = record.stake;
        record.stake = 0;
        // An ejected operator gets its stake back, but does not come back itself.
        if (status == OperatorStatus.Unbonding) record.status = OperatorStatus.Withdrawn;
        emit StakeWithdrawn(msg.sender, amount);
        // Some tokens refuse to move nothing, which must not keep a slashed operator.
        if (amount != 0) IERC20(stakeToken).send(msg.sender, amount);
    }

    /// @inheritdoc IAvsGovernance
    function setRewardsReceiver(address receiver) external override {
        if (receiver == address(0)) revert ZeroAddress();
        OperatorRecord storage record = _records[msg.sender];
        if (record.status == OperatorStatus.None) {
            revert UnexpectedOperatorStatus(msg.sender, record.status);
        }
        _queueRewardsReceiver(record, receiver);
    }

    // ---------------------------------------------------------------- slashing

    /// @inheritdoc IAvsGovernance
    function slash(Slashing calldata slashing) external override nonReentrant returns (uint128 amount) {
        if (msg.sender != slasher) revert NotSlasher(msg.sender);
        address operator = slashing.operator;
        OperatorRecord storage record = _records[operator];
        uint128 previousStake = record.stake;
        if (previousStake == 0) revert NothingToSlash(operator);
        // Rounded up: no stake is too small to be slashed.
        amount = uint128(Math.mulDiv(previousStake, slashing.shareBps, Gap.BPS, Math.Rounding.Ceil));
        uint128 stake = previousStake - amount;
        record.stake = stake;
        // Rounded down, in the treasury's favour.
        uint128 reward = uint128((uint256(amount) * slashing.reporterBps) / Gap.BPS);
        emit StakeSlashed(operator, amount, slashing.reporter, reward);
        emit StakeChanged(operator, previousStake, stake);
        _credit(slashing.reporter, reward);
        _credit(slashing.treasury, amount - reward);

        bool isRegistered = record.status == OperatorStatus.Registered;
        if (slashing.eject || (isRegistered && stake < minimumStake)) _eject(operator, record);
        else if (isRegistered) _sendPower(operator, stake);
    }

    /// @inheritdoc IAvsGovernance
    function claimCredit() external override nonReentrant returns (uint256 amount) {
        amount = creditOf[msg.sender];
        if (amount == 0) revert NoCredit(msg.sender);
        creditOf[msg.sender] = 0;
        emit StakeCreditClaimed(msg.sender, amount);
        IERC20(stakeToken).send(msg.sender, amount);
    }

    // ---------------------------------------------------------------- governance

    /// @inheritdoc IAvsGovernance
    function ejectOperator(address operator) external override onlyRole(GOVERNOR_ROLE) {
        OperatorRecord storage record = _records[operator];
        OperatorStatus status = record.status;
        if (status != OperatorStatus.Registered && status != OperatorStatus.Unbonding) {
            revert UnexpectedOperatorStatus(operator, status);
        }
        _eject(operator, record);
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

    /// @inheritdoc IAvsGovernance
    function setSlasher(address slasher_) external override onlyRole(GOVERNOR_ROLE) {
        if (slasher_ == address(0)) revert ZeroAddress();
        slasher = slasher_;
        emit SlasherChanged(slasher_);
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
        address owner = operatorOfKey[keyHash];
        if (owner != address(0) && owner != msg.sender) revert KeyAlreadyRegistered(keyHash);
        bytes32 message = IMessageHandler(messageHandler).possessionMessage(msg.sender, key);
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

    /// @dev Leaving first is no way around it; who is out already only stays out.
    function _eject(address operator, OperatorRecord storage record) private {
        OperatorStatus status = record.status;
        if (status == OperatorStatus.Ejected) return;
        if (status == OperatorStatus.Registered) _unbond(operator, OperatorStatus.Ejected);
        else record.status = OperatorStatus.Ejected;
        emit OperatorEjected(operator, record.withdrawableSince);
    }

    function _queueRewardsReceiver(OperatorRecord storage record, address receiver) private {
        record.rewardsReceiver = rewardsReceiverOf(msg.sender);
        record.nextRewardsReceiver = receiver;
        record.rewardsReceiverSince = uint48(block.timestamp) + rewardsReceiverDelaySeconds;
        emit RewardsReceiverQueued(msg.sender, receiver, record.rewardsReceiverSince);
    }

    function _credit(address account, uint256 amount) private {
        if (amount == 0) return;
        creditOf[account] += amount;
        emit StakeCredited(account, amount);
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

    function _hasFlow(Flow flow) internal pure override returns (bool) {
        return flow == Flow.Registration;
    }

    function _setOperatorLimit(uint256 limit) private {
        operatorLimit = limit;
        emit OperatorLimitChanged(limit);
    }
}
