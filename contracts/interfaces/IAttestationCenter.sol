// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";

interface IAttestationCenterTypes {
    /// @notice Limits of one round of one model, metered and the same on every machine.
    /// @param ticks Interrupt ticks of the sandbox.
    /// @param nativeWork Elements or bytes processed by metered built-in functions.
    /// @param tensorElements Elements passed into and out of the model.
    /// @param modelRuns Calls of `model.run`.
    /// @param memoryBytes Heap of the sandbox.
    /// @param stackBytes Stack of the sandbox.
    struct EvaluationBudget {
        uint64 ticks;
        uint64 nativeWork;
        uint64 tensorElements;
        uint32 modelRuns;
        uint32 memoryBytes;
        uint32 stackBytes;
    }

    /// @notice What tasks are evaluated by. Never changes once added; it can only be closed for new tasks.
    /// @param runtimeId Hash of the pinned evaluation binaries; an operator with another runtime does not attest.
    /// @param avsLogic The logic that tasks of this definition are settled by; the current one when it is added.
    /// @param enabled Whether new tasks may use it.
    /// @param minimumQuorumBps Least quorum an owner may ask for. @param maximumQuorumBps The most.
    /// @param feeFloorUnits Least operator fee, in fee units of the task's token.
    /// @param performerBps The performer's share of a fee. @param aggregatorBps The aggregator's.
    /// @param maximumParameterBytes Largest parameters file.
    struct TaskDefinition {
        bytes32 runtimeId;
        address avsLogic;
        bool enabled;
        uint16 minimumQuorumBps;
        uint16 maximumQuorumBps;
        uint16 performerBps;
        uint16 aggregatorBps;
        uint32 feeFloorUnits;
        uint32 revealWindowBlocks;
        uint32 seedDelayBlocks;
        uint32 responseWindowBlocks;
        uint32 verdictWindowBlocks;
        uint32 gracePeriodSeconds;
        uint64 maximumParameterBytes;
        EvaluationBudget budget;
    }

    /// @notice The verdict and the performer's claim on it.
    /// @param proofOfTask `keccak256(abi.encode(taskPerformer, verdictHash))`: the claim, which shows nothing of the
    /// verdict before it is here. Zero when nobody claimed.
    /// @param data `abi.encode(Verdict)`.
    /// @param taskPerformer The elected operator that claimed; zero when nobody did.
    struct TaskInfo {
        bytes32 proofOfTask;
        bytes data;
        address taskPerformer;
        uint16 taskDefinitionId;
    }

    /// @notice The signatures under a verdict.
    /// @param tpSignature The performer's ECDSA signature of its claim.
    /// @param attempt The attempt that the performer was elected for.
    /// @param taSignature Sum of the attesters' BLS signatures.
    /// @param nonSigners Keys of the operators that did not sign, ascending by operator address.
    /// @param seedHeader The seed block's header (RLP); may be empty when the seed is fixed.
    struct TaskSubmissionDetails {
        bytes tpSignature;
        uint32 attempt;
        BLS.G2Point taSignature;
        BLS.G1Point[] nonSigners;
        bytes seedHeader;
    }

    /// @notice How one fee was divided. The four add up to the fee plus the carried remainder.
    struct FeeShares {
        uint256 performer;
        uint256 aggregator;
        uint256 attesters;
        uint256 treasury;
    }
}

interface IAttestationCenterErrors is IAttestationCenterTypes {
    error UnknownTaskDefinition(uint16 taskDefinitionId);
    error DefinitionOutOfBounds(bytes32 parameter, uint256 value, uint256 bound);
    error QuorumNotReached(uint256 signedPower, uint256 totalPower, uint256 quorumBps);
    error PowerBelowMinimum(uint256 totalPower, uint256 minimumPower);
    error PerformerNotElected(address performer, address elected);
    error AttemptNotReached(uint32 attempt, uint32 currentAttempt);
    error ClaimSignatureInvalid(address performer);
    error ClaimMismatch(bytes32 expected, bytes32 actual);
    error NotOperatorRegistry(address caller);
    error NotModelSubmission(address caller);
    error NothingToClaim(address token, address account);
    error NoVotingPower();
    error ZeroAddress();
}

interface IAttestationCenterEvents is IAttestationCenterTypes {
    event TaskDefinitionAdded(uint16 indexed taskDefinitionId, TaskDefinition definition);
    event TaskDefinitionDisabled(uint16 indexed taskDefinitionId);
    event TaskSubmitted(
        uint64 indexed submissionId,
        bytes32 indexed verdictHash,
        address indexed taskPerformer,
        address aggregator,
        uint256 signedPower,
        uint256 totalPower,
        address[] nonSigners
    );
    event FeesDistributed(uint64 indexed submissionId, address indexed token, uint256 fee, FeeShares shares);
    event FeesClaimed(
        address indexed token,
        address indexed account,
        address indexed receiver,
        uint256 amount
    );
    event AvsLogicChanged(address avsLogic);
    event AvsGovernanceChanged(address avsGovernance);
    event MinimumPowerChanged(uint256 minimumPower);
}

/// @title Attestation center: verifies verdicts and pays operators
/// @notice Names follow Othentic's contracts where the role is the same.
interface IAttestationCenter is IAttestationCenterErrors, IAttestationCenterEvents {
    /// @notice Posts a verdict with the aggregate of its signatures; by anyone, who earns the aggregator's share.
    /// Verifies quorum and claim, divides the fee and hands the verdict to the AVS logic.
    function submitTask(TaskInfo calldata taskInfo, TaskSubmissionDetails calldata details) external;
    /// @notice Sends an account's earned fees to its rewards receiver; by anyone.
    function claimFees(address token, address account) external returns (uint256 amount);
    /// @notice Credits a task's storage fee to the operators; only model submission.
    function accrueStorageFee(address token, uint256 amount) external;
    /// @notice Books what an operator earned so far; called by the registry before its power changes.
    function onPowerChange(address operator, uint96 previousPower, uint96 power) external;

    function addTaskDefinition(TaskDefinition calldata definition) external returns (uint16 taskDefinitionId);
    function disableTaskDefinition(uint16 taskDefinitionId) external;
    function setAvsLogic(address avsLogic) external;
    function setAvsGovernance(address avsGovernance) external;
    function setMinimumPower(uint256 minimumPower) external;

    /// @notice What the operators sign for a verdict.
    function verdictHash(uint16 taskDefinitionId, bytes calldata data) external view returns (bytes32);
    function getTaskDefinition(uint16 taskDefinitionId) external view returns (TaskDefinition memory);
    function taskDefinitionCount() external view returns (uint16);
    function earnedFees(address token, address account) external view returns (uint256);
    function operatorRegistry() external view returns (address);
    function modelSubmission() external view returns (address);
    function avsLogic() external view returns (address);
    function avsGovernance() external view returns (address);
    function minimumPower() external view returns (uint256);
}
