// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";

interface IAvsGovernanceTypes {
    enum OperatorStatus {
        None,
        Registered,
        Unbonding,
        Withdrawn,
        Ejected
    }

    struct OperatorRecord {
        OperatorStatus status;
        uint128 stake;
        uint48 withdrawableSince;
        address rewardsReceiver;
        address nextRewardsReceiver;
        uint48 rewardsReceiverSince;
        bytes32 keyHash;
    }

    /// @notice What the slasher found.
    /// @param shareBps How much of the stake is taken. @param eject Whether the operator leaves the set for good.
    /// @param reporter Who earns `reporterBps` of what is taken; the rest is the treasury's.
    struct Slashing {
        address operator;
        uint16 shareBps;
        bool eject;
        address reporter;
        uint16 reporterBps;
        address treasury;
    }
}

interface IAvsGovernanceErrors is IAvsGovernanceTypes {
    error UnexpectedOperatorStatus(address operator, OperatorStatus actual);
    error NotAllowed(address operator);
    error OperatorLimitReached(uint256 limit);
    error StakeBelowMinimum(uint256 stake, uint256 minimum);
    error StakeAboveMaximum(uint256 stake, uint256 maximum);
    error KeyAlreadyRegistered(bytes32 keyHash);
    error KeyIsZero();
    error ProofOfPossessionInvalid(address operator);
    error NotWithdrawable(address operator, uint48 withdrawableSince);
    /// @notice The operator has voting power, or a queued change of it that nobody applied: see `applyChanges`.
    error StillVoting(address operator);
    error StakeBoundsInvalid(uint128 minimum, uint128 maximum);
    error DelayOutOfBounds(uint256 delaySeconds, uint256 bound);
    error NotSlasher(address caller);
    error NothingToSlash(address operator);
    error NoCredit(address account);
    error ZeroAddress();
    error ZeroAmount();
}

interface IAvsGovernanceEvents is IAvsGovernanceTypes {
    /// @param rewardsReceiver Where its fees go now; what was asked for at a later registration is queued.
    event OperatorRegistered(
        address indexed operator,
        BLS.G1Point key,
        uint128 stake,
        address rewardsReceiver
    );
    event StakeChanged(address indexed operator, uint128 previousStake, uint128 stake);
    event DeregistrationRequested(address indexed operator, uint48 withdrawableSince);
    event OperatorEjected(address indexed operator, uint48 withdrawableSince);
    /// @param amount What was taken. @param reward The reporter's part of it.
    event StakeSlashed(address indexed operator, uint128 amount, address indexed reporter, uint128 reward);
    event StakeCredited(address indexed account, uint256 amount);
    event StakeCreditClaimed(address indexed account, uint256 amount);
    event StakeWithdrawn(address indexed operator, uint128 amount);
    event RewardsReceiverQueued(address indexed operator, address receiver, uint48 effectiveSince);
    event AllowlistChanged(address indexed operator, bool allowed);
    event AllowlistRequired(bool required);
    event StakeBoundsChanged(uint128 minimum, uint128 maximum);
    event OperatorLimitChanged(uint256 limit);
    event MessageHandlerChanged(address messageHandler);
    event SlasherChanged(address slasher);
}

/// @title AVS governance: who may operate, with what stake
interface IAvsGovernance is IAvsGovernanceErrors, IAvsGovernanceEvents {
    /// @notice Registers the caller with a key and a proof of possession and deposits its stake.
    /// Its voting power is its stake, from the next epoch on.
    /// @param rewardsReceiver Where the caller's fees go; for one that was registered before, after the delay.
    function registerOperator(
        BLS.G1Point calldata key,
        BLS.G2Point calldata proofOfPossession,
        uint128 stake,
        address rewardsReceiver
    ) external;
    function increaseStake(uint128 amount) external;
    /// @notice Leaves the set at the next epoch; the stake stays slashable until it can be withdrawn.
    function requestDeregistration() external;
    /// @notice Returns the stake once it is unbonded and the registry has let go of the operator. After a full
    /// slash there is nothing to return, and the operator is free all the same.
    function withdrawStake() external returns (uint128 amount);
    /// @notice Changes where the caller's fees go, after a delay.
    function setRewardsReceiver(address receiver) external;
    /// @notice Takes stake of an operator that has any, also while it unbonds; only the slasher.
    function slash(Slashing calldata slashing) external returns (uint128 amount);
    /// @notice Pays out what the caller was credited of slashed stakes.
    function claimCredit() external returns (uint256 amount);

    function getOperatorRecord(address operator) external view returns (OperatorRecord memory);
    function rewardsReceiverOf(address operator) external view returns (address);
    function stakeToken() external view returns (address);
    function minimumStake() external view returns (uint128);
    function maximumStake() external view returns (uint128);
    function operatorLimit() external view returns (uint256);
    function unbondingSeconds() external view returns (uint48);
    function messageHandler() external view returns (address);
    function slasher() external view returns (address);
    function creditOf(address account) external view returns (uint256);
    /// @notice The operator that ever registered a key; a key is its first operator's for good.
    function operatorOfKey(bytes32 keyHash) external view returns (address);
    function rewardsReceiverDelaySeconds() external view returns (uint48);
    function operatorCount() external view returns (uint256);
    function isAllowed(address operator) external view returns (bool);
    function allowlistRequired() external view returns (bool);

    /// @notice Removes an operator from the set for good, also one that is leaving already; its stake stays slashable while it unbonds.
    function ejectOperator(address operator) external;
    function setAllowed(address operator, bool allowed) external;
    function setAllowlistRequired(bool required) external;
    function setStakeBounds(uint128 minimum, uint128 maximum) external;
    function setOperatorLimit(uint256 limit) external;
    function setMessageHandler(address messageHandler) external;
    function setSlasher(address slasher) external;
}
