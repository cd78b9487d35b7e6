// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {IAttestationCenter} from "./interfaces/IAttestationCenter.sol";
import {IOperatorRegistry} from "./interfaces/IOperatorRegistry.sol";
import {Bls} from "./libraries/Bls.sol";
import {Messages} from "./libraries/Messages.sol";
import {PackedKey, PackedKeys} from "./types/PackedKey.sol";
import {GOVERNOR_ROLE} from "./types/Roles.sol";

/// @title Operator registry
/// @notice See `IOperatorRegistry` and docs/contracts.md.
contract OperatorRegistry is IOperatorRegistry, AccessControl {
    using Bls for BLS.G1Point;
    using PackedKeys for BLS.G1Point;
    using PackedKeys for PackedKey;
    using SafeCast for uint256;

    /// @notice Longest epoch: about a week of twelve-second blocks.
    uint256 public constant MAXIMUM_EPOCH_BLOCKS = 50_400;

    /// @notice Longest endpoint: whoever reads the set reads all of them.
    uint256 public constant MAXIMUM_ENDPOINT_BYTES = 256;

    /// @dev Due changes that every queueing applies: more than it adds, so that the queue drains.
    uint256 private constant CHANGES_PER_QUEUEING = 2;

    /// @dev What a key stands for, in one slot: a non-signer costs one read.
    struct KeyHolder {
        address operator;
        uint96 power;
    }

    struct Membership {
        bytes32 keyHash;
        PackedKey key;
        uint32 index;
    }

    struct QueuedChange {
        address operator;
        uint96 power;
        uint48 effectiveBlock;
        PackedKey key;
    }

    /// @dev The applied set in one slot.
    struct SetSummary {
        uint96 totalPower;
        uint32 count;
        uint64 firstQueued;
        uint64 nextSequence;
    }

    uint48 public immutable override epochBlocks;

    SetSummary private _set;
    PackedKey private _aggregateKey;
    mapping(bytes32 keyHash => KeyHolder) private _holders;
    mapping(address operator => Membership) private _members;
    mapping(uint256 index => address operator) private _operators;
    mapping(uint256 sequence => QueuedChange) private _queue;
    mapping(address operator => uint64 sequence) private _lastQueued;
    mapping(address operator => string) private _endpoints;

    address public override messageHandler;
    mapping(address handler => bool) public override isRetired;
    address public override attestationCenter;

    constructor(address admin, uint48 epochBlocks_) {
        if (admin == address(0)) revert ZeroAddress();
        if (epochBlocks_ == 0 || epochBlocks_ > MAXIMUM_EPOCH_BLOCKS) {
            revert EpochBlocksOutOfBounds(epochBlocks_, MAXIMUM_EPOCH_BLOCKS);
        }
        epochBlocks = epochBlocks_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(GOVERNOR_ROLE, admin);
        // Sequences start at 1, so that 0 means that nothing was ever queued.
        _set.firstQueued = 1;
        _set.nextSequence = 1;
    }

    // ---------------------------------------------------------------- changes of the set

    /// @inheritdoc IOperatorRegistry
    function queueChange(OperatorChange calldata change) external override {
        if (msg.sender != messageHandler) {
            // Who registered through an earlier handler must still be able to leave.
            if (change.power != 0 || !isRetired[msg.sender]) revert NotMessageHandler(msg.sender);
        }
        if (change.operator == address(0)) revert ZeroAddress();
        _applyChanges(CHANGES_PER_QUEUEING);

        uint48 effectiveBlock = uint48((block.number / epochBlocks + 1) * epochBlocks);
        SetSummary memory set = _set;
        PackedKey memory key = change.key.pack();
        uint64 sequence = _lastQueued[change.operator];
        // Only a change of the same key: an operator that leaves with one and comes back with another does both.
        bool replaces =
            sequence >= set.firstQueued &&
                _queue[sequence].effectiveBlock == effectiveBlock &&
                _queue[sequence].key.equals(key);
        if (!replaces) {
            sequence = set.nextSequence;
            _set.nextSequence = sequence + 1;
            _lastQueued[change.operator] = sequence;
        }
        _queue[sequence] = QueuedChange({
            operator: change.operator,
            power: change.power,
            effectiveBlock: effectiveBlock,
            key: key
        });
        emit ChangeQueued(sequence, change.operator, change.power, change.key, effectiveBlock);
    }

    /// @inheritdoc IOperatorRegistry
    function applyChanges(uint256 limit) external override returns (uint256 applied) {
        return _applyChanges(limit);
    }

    /// @inheritdoc IOperatorRegistry
    function setEndpoint(string calldata endpoint) external override {
        uint256 length = bytes(endpoint).length;
        if (length > MAXIMUM_ENDPOINT_BYTES) revert EndpointTooLong(length, MAXIMUM_ENDPOINT_BYTES);
        _endpoints[msg.sender] = endpoint;
        emit EndpointChanged(msg.sender, endpoint);
    }

    /// @inheritdoc IOperatorRegistry
    function setMessageHandler(address messageHandler_) external override onlyRole(GOVERNOR_ROLE) {
        if (messageHandler_ == address(0)) revert ZeroAddress();
        address previous = messageHandler;
        if (previous != address(0)) isRetired[previous] = true;
        isRetired[messageHandler_] = false;
        messageHandler = messageHandler_;
        emit MessageHandlerChanged(messageHandler_);
    }

    /// @inheritdoc IOperatorRegistry
    function dismissMessageHandler(address handler) external override onlyRole(GOVERNOR_ROLE) {
        isRetired[handler] = false;
        emit MessageHandlerDismissed(handler);
    }

    /// @inheritdoc IOperatorRegistry
    function setAttestationCenter(address attestationCenter_) external override onlyRole(GOVERNOR_ROLE) {
        if (attestationCenter_ == address(0)) revert ZeroAddress();
        if (attestationCenter != address(0)) revert AttestationCenterAlreadySet(attestationCenter);
        attestationCenter = attestationCenter_;
        emit AttestationCenterSet(attestationCenter_);
    }

    // ---------------------------------------------------------------- verification

    /// @inheritdoc IOperatorRegistry
    function verifyAggregate(
        bytes32 message,
        BLS.G1Point[] calldata nonSigners,
        BLS.G2Point calldata signature
    )
        external
        view
        override
        returns (uint256 signedPower, uint256 totalPower_, address[] memory operators, uint96[] memory powers)
    {
        totalPower_ = _set.totalPower;
        if (totalPower_ == 0) revert EmptySet();
        BLS.G1Point memory key = _aggregateKey.unpack();
        uint256 count = nonSigners.length;
        operators = new address[](count);
        powers = new uint96[](count);
        signedPower = totalPower_;
        if (count != 0) {
            BLS.G1Point memory missing;
            address last;
            for (uint256 i; i < count; ++i) {
                BLS.G1Point memory nonSigner = nonSigners[i];
                KeyHolder memory holder = _holderOf(nonSigner.hash());
                if (holder.operator <= last) revert NonSignersNotSorted(i);
                last = holder.operator;
                operators[i] = holder.operator;
                powers[i] = holder.power;
                signedPower -= holder.power;
                missing.addTo(nonSigner);
            }
            key.addTo(missing.negate());
        }
        if (!key.verify(message, signature)) revert AggregateSignatureInvalid();
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IOperatorRegistry
    function possessionMessage(
        address operator,
        BLS.G1Point calldata key
    ) external view override returns (bytes32) {
        return Messages.possession(address(this), operator, key);
    }

    /// @inheritdoc IOperatorRegistry
    function performerOf(bytes32 seed, uint32 attempt) external view override returns (address) {
        uint256 count = _set.count;
        if (count == 0) revert EmptySet();
        return _operators[Messages.performerIndex(seed, attempt, count)];
    }

    /// @inheritdoc IOperatorRegistry
    function operatorCount() external view override returns (uint256) {
        return _set.count;
    }

    /// @inheritdoc IOperatorRegistry
    function operatorAt(uint256 index) external view override returns (address) {
        uint256 count = _set.count;
        if (index >= count) revert IndexOutOfBounds(index, count);
        return _operators[index];
    }

    /// @inheritdoc IOperatorRegistry
    function getOperator(address operator) external view override returns (Operator memory) {
        if (_members[operator].keyHash == 0) revert UnknownOperator(operator);
        return _operator(operator);
    }

    /// @inheritdoc IOperatorRegistry
    function getOperators() external view override returns (Operator[] memory operators) {
        uint256 count = _set.count;
        operators = new Operator[](count);
        for (uint256 i; i < count; ++i) operators[i] = _operator(_operators[i]);
    }

    /// @inheritdoc IOperatorRegistry
    function powerOf(address operator) external view override returns (uint96) {
        return _holders[_members[operator].keyHash].power;
    }

    /// @inheritdoc IOperatorRegistry
    function hasLeft(address operator) external view override returns (bool) {
        return _members[operator].keyHash == 0 && _lastQueued[operator] < _set.firstQueued;
    }

    /// @inheritdoc IOperatorRegistry
    function totalPower() external view override returns (uint256) {
        return _set.totalPower;
    }

    /// @inheritdoc IOperatorRegistry
    function aggregateKey() external view override returns (BLS.G1Point memory) {
        return _aggregateKey.unpack();
    }

    /// @inheritdoc IOperatorRegistry
    function endpointOf(address operator) external view override returns (string memory) {
        return _endpoints[operator];
    }

    /// @inheritdoc IOperatorRegistry
    function queuedChanges() external view override returns (uint256) {
        return _set.nextSequence - _set.firstQueued;
    }

    // ---------------------------------------------------------------- private

    function _applyChanges(uint256 limit) private returns (uint256 applied) {
        uint64 sequence = _set.firstQueued;
        uint64 end = _set.nextSequence;
        for (; applied < limit && sequence < end; ++applied) {
            QueuedChange memory change = _queue[sequence];
            if (change.effectiveBlock > block.number) break;
            delete _queue[sequence];
            // Moved on first: whoever calls back in finds the change gone.
            _set.firstQueued = sequence + 1;
            _apply(change, sequence);
            ++sequence;
        }
    }

    /// @dev Never reverts for what a change says: one that does not fit the set is left out.
    function _apply(QueuedChange memory change, uint64 sequence) private {
        BLS.G1Point memory key = change.key.unpack();
        bytes32 keyHash = key.hash();
        Membership storage member = _members[change.operator];
        bytes32 memberKeyHash = member.keyHash;
        bool isMember = memberKeyHash != 0;
        bool fits =
            isMember
                ? memberKeyHash == keyHash
                : change.power != 0 && _holders[keyHash].operator == address(0);
        uint96 previousPower = isMember ? _holders[keyHash].power : 0;
        uint256 total = uint256(_set.totalPower) - (fits ? previousPower : 0) + change.power;
        if (!fits || total > type(uint96).max) {
            emit ChangeRejected(sequence, change.operator, keyHash);
            return;
        }

        // What was earned so far was earned with the previous power.
        if (attestationCenter != address(0)) {
            IAttestationCenter(attestationCenter).onPowerChange(change.operator, previousPower, change.power);
        }
        _set.totalPower = uint96(total);
        if (change.power == 0) {
            _remove(change.operator, key, keyHash);
            return;
        }
        _holders[keyHash] = KeyHolder(change.operator, change.power);
        if (isMember) {
            emit OperatorPowerChanged(change.operator, previousPower, change.power);
            return;
        }
        uint32 index = _set.count;
        _set.count = index + 1;
        _operators[index] = change.operator;
        member.keyHash = keyHash;
        member.key = change.key;
        member.index = index;
        _addToAggregate(key);
        emit OperatorAdded(change.operator, change.power, key, index);
    }

    /// @dev The last operator takes the index of the one that leaves.
    function _remove(address operator, BLS.G1Point memory key, bytes32 keyHash) private {
        uint32 index = _members[operator].index;
        uint32 last = _set.count - 1;
        if (index != last) {
            address moved = _operators[last];
            _operators[index] = moved;
            _members[moved].index = index;
        }
        delete _operators[last];
        _set.count = last;
        delete _holders[keyHash];
        delete _members[operator];
        _addToAggregate(key.negate());
        emit OperatorRemoved(operator, index);
    }

    function _addToAggregate(BLS.G1Point memory point) private {
        BLS.G1Point memory sum = _aggregateKey.unpack();
        sum.addTo(point);
        _aggregateKey = sum.pack();
    }

    function _holderOf(bytes32 keyHash) private view returns (KeyHolder memory holder) {
        holder = _holders[keyHash];
        if (holder.operator == address(0)) revert UnknownKey(keyHash);
    }

    function _operator(address operator) private view returns (Operator memory) {
        Membership storage member = _members[operator];
        return
            Operator({
                operator: operator,
                power: _holders[member.keyHash].power,
                index: member.index,
                key: member.key.unpack(),
                endpoint: _endpoints[operator]
            });
    }
}
