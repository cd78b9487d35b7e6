// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";

interface IOperatorRegistryTypes {
    /// @notice An operator of the applied set.
    /// @param operator The operator's account: it signs claims and earns fees.
    /// @param power Voting power.
    /// @param index Where it stands in the applied set; a performer is elected by index.
    /// @param key The BLS12-381 public key in G1, EIP-2537 encoding.
    /// @param endpoint Base URL of the operator's public API (gateway, uploads, attestations).
    struct Operator {
        address operator;
        uint96 power;
        uint32 index;
        BLS.G1Point key;
        string endpoint;
    }

    /// @notice A change of the operator set that governance asked for.
    /// @param power The new voting power; 0 removes the operator.
    /// @param key The key; must be the registered one when the operator is already in the set.
    struct OperatorChange {
        address operator;
        uint96 power;
        BLS.G1Point key;
    }
}

interface IOperatorRegistryErrors is IOperatorRegistryTypes {
    error NotMessageHandler(address caller);
    error UnknownOperator(address operator);
    error KeyAlreadyRegistered(bytes32 keyHash);
    error KeyMismatch(address operator, bytes32 expected, bytes32 actual);
    error NonSignersNotSorted(uint256 index);
    error UnknownKey(bytes32 keyHash);
    error AggregateSignatureInvalid();
    error AttestationCenterAlreadySet(address attestationCenter);
    error EmptySet();
    error IndexOutOfBounds(uint256 index, uint256 count);
    error EndpointTooLong(uint256 length, uint256 bound);
    error EpochBlocksOutOfBounds(uint256 epochBlocks, uint256 bound);
    error ZeroAddress();
}

interface IOperatorRegistryEvents is IOperatorRegistryTypes {
    event ChangeQueued(
        uint256 indexed sequence,
        address indexed operator,
        uint96 power,
        BLS.G1Point key,
        uint48 effectiveBlock
    );
    event OperatorAdded(address indexed operator, uint96 power, BLS.G1Point key, uint32 index);
    event OperatorPowerChanged(address indexed operator, uint96 previousPower, uint96 power);
    event OperatorRemoved(address indexed operator, uint32 index);
    /// @notice A change that does not fit the set was left out, so that it cannot hold up those behind it.
    event ChangeRejected(uint256 indexed sequence, address indexed operator, bytes32 keyHash);
    event EndpointChanged(address indexed operator, string endpoint);
    event MessageHandlerChanged(address messageHandler);
    event MessageHandlerDismissed(address messageHandler);
    event AttestationCenterSet(address attestationCenter);
}

/// @title Operator registry: keys, voting power and the running sum of keys
/// @notice An aggregate signature is checked against *sum of all keys minus the non-signers' keys*, so that its
/// cost does not grow with the number of signers. Changes queue and are applied at epoch boundaries; verification
/// and fees use the applied set.
interface IOperatorRegistry is IOperatorRegistryErrors, IOperatorRegistryEvents {
    /// @notice Queues a change for the next epoch; only the message handler, and an earlier one for removals. A later change of the same operator and
    /// key in the same epoch takes the place of the earlier one. Applies a few changes that are due, so that the queue cannot
    /// grow faster than it drains.
    function queueChange(OperatorChange calldata change) external;
    /// @notice Applies at most `limit` changes whose epoch has begun; by anyone.
    function applyChanges(uint256 limit) external returns (uint256 applied);
    /// @notice Publishes the caller's base URL, at most 256 bytes; any account may have one, only the set's are read.
    function setEndpoint(string calldata endpoint) external;

    /// @notice Verifies an aggregate over `message` by all operators but `nonSigners`.
    /// @param nonSigners Keys of those who did not sign, ascending by operator address.
    /// @return signedPower Voting power of the signers.
    /// @return totalPower Voting power of the applied set.
    /// @return operators The non-signers' accounts. @return powers Their voting power.
    function verifyAggregate(
        bytes32 message,
        BLS.G1Point[] calldata nonSigners,
        BLS.G2Point calldata signature
    )
        external
        view
        returns (uint256 signedPower, uint256 totalPower, address[] memory operators, uint96[] memory powers);

    /// @notice The message whose BLS signature proves possession of a key:
    /// `keccak256(abi.encode(POSSESSION_DOMAIN, chainid, this, operator, key))`.
    function possessionMessage(address operator, BLS.G1Point calldata key) external view returns (bytes32);
    function operatorCount() external view returns (uint256);
    function operatorAt(uint256 index) external view returns (address);
    function getOperator(address operator) external view returns (Operator memory);
    function getOperators() external view returns (Operator[] memory);
    function powerOf(address operator) external view returns (uint96);
    /// @notice Whether an operator is outside the applied set with no change of it queued: nothing that was said of it
    /// so far gives it voting power any more.
    function hasLeft(address operator) external view returns (bool);
    function totalPower() external view returns (uint256);
    function aggregateKey() external view returns (BLS.G1Point memory);
    function endpointOf(address operator) external view returns (string memory);
    function queuedChanges() external view returns (uint256);
    function epochBlocks() external view returns (uint48);
    /// @notice The applied set's operator elected for an attempt: index `keccak256(abi.encode(seed, attempt)) % count`.
    function performerOf(bytes32 seed, uint32 attempt) external view returns (address);
    function messageHandler() external view returns (address);
    function attestationCenter() external view returns (address);

    /// @notice Replaces the message handler. The one before can only remove operators from now on: a stake can be
    /// withdrawn from the governance behind it.
    function setMessageHandler(address messageHandler) external;
    /// @notice Takes also that from an earlier handler: for one that cannot be trusted.
    function dismissMessageHandler(address handler) external;
    function isRetired(address handler) external view returns (bool);
    /// @notice Links the attestation center, once: its ledger follows every change of power.
    function setAttestationCenter(address attestationCenter) external;
}
