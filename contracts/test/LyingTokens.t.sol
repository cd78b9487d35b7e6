// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {AvsGovernance} from "../AvsGovernance.sol";
import {DirectMessageHandler} from "../DirectMessageHandler.sol";
import {IAttestationCenterTypes} from "../interfaces/IAttestationCenter.sol";
import {IModelSubmissionErrors, IModelSubmissionTypes} from "../interfaces/IModelSubmission.sol";
import {ExactTransfer} from "../libraries/ExactTransfer.sol";
import {Outcome} from "../types/Verdict.sol";
import {BlsSigner} from "./support/BlsSigner.sol";
import {Marketplace} from "./support/Marketplace.sol";
import {UntrustworthyToken} from "./support/UntrustworthyToken.sol";

/// @notice Tokens that take fees, rebase, revert, lie or call back: none makes the marketplace promise what it does not
/// hold, and none reaches the money of another token.
contract LyingTokensTest is Marketplace {
    uint256 private constant FUNDS = 1_000_000 ether;
    uint256 private constant ESCROW = uint256(BOUNTY) + 5 ether + 1 ether;

    UntrustworthyToken private liar;

    function setUp() public override {
        super.setUp();
        liar = new UntrustworthyToken();
        _endow(owner, address(modelSubmission));
        _endow(optimizer, address(modelSubmission));
        _list();
    }

    // ---------------------------------------------------------------- governance's list

    function test_createTask_refusesATokenThatIsNotListed() public {
        UntrustworthyToken stranger = new UntrustworthyToken();
        IModelSubmissionTypes.TaskTerms memory wanted = terms();
        wanted.token = address(stranger);
        vm.prank(owner);
        vm.expectRevert(
            abi.encodeWithSelector(IModelSubmissionErrors.TokenNotListed.selector, address(stranger))
        );
        modelSubmission.createTask(wanted, type(uint256).max);
    }

    function test_createTaskWithPermit_doesNotEvenCallATokenThatIsNotListed() public {
        UntrustworthyToken stranger = new UntrustworthyToken();
        IModelSubmissionTypes.TaskTerms memory wanted = terms();
        wanted.token = address(stranger);
        IModelSubmissionTypes.Permit memory permit;
        vm.prank(owner);
        vm.expectRevert(
            abi.encodeWithSelector(IModelSubmissionErrors.TokenNotListed.selector, address(stranger))
        );
        modelSubmission.createTaskWithPermit(wanted, type(uint256).max, permit);
    }

    function test_createTask_refusesADelistedTokenWhoseTasksGoOn() public {
        uint32 taskId = _openWithLiar();
        IModelSubmissionTypes.TokenTerms memory delisted = tokenTerms();
        delisted.listed = false;
        vm.prank(governor);
        modelSubmission.setTokenTerms(address(liar), delisted);
        _expectCreationRefused(
            abi.encodeWithSelector(IModelSubmissionErrors.TokenNotListed.selector, address(liar))
        );
        uint64 submissionId = _submit(taskId, optimizer);
        _post(improvedVerdict(submissionId, 0.5e18, 1e18));
        vm.prank(optimizer);
        assertTrue(modelSubmission.claim(address(liar)) > BOUNTY / 2, "paid in a delisted token");
    }

    // ---------------------------------------------------------------- money in

    function test_createTask_refusesATokenThatTakesAFeeFromTheAmount() public {
        liar.turn(UntrustworthyToken.Behaviour.TakesFeeFromTheAmount);
        _expectCreationRefused(_mismatch(ESCROW, ESCROW - ESCROW / 100));
    }

    function test_createTask_refusesATokenThatGivesMoreThanIsAskedFor() public {
        liar.turn(UntrustworthyToken.Behaviour.MintsOnTransfer);
        _expectCreationRefused(_mismatch(ESCROW, ESCROW + ESCROW / 100));
    }

    function test_createTask_refusesATokenThatReverts() public {
        liar.turn(UntrustworthyToken.Behaviour.Reverts);
        _expectCreationRefused(abi.encodeWithSelector(UntrustworthyToken.TransfersAreOff.selector));
    }

    function test_createTask_refusesATokenThatReturnsFalse() public {
        liar.turn(UntrustworthyToken.Behaviour.ReturnsFalse);
        _expectCreationRefused(
            abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(liar))
        );
    }

    function test_createTask_refusesATokenThatSaysTrueAndMovesNothing() public {
        liar.turn(UntrustworthyToken.Behaviour.ReturnsTrueAndMovesNothing);
        _expectCreationRefused(_mismatch(ESCROW, 0));
    }

    function test_createTask_takesATokenThatReturnsNothing() public {
        liar.turn(UntrustworthyToken.Behaviour.ReturnsNothing);
        uint32 taskId = _createWithLiar();
        assertEq(liar.balanceOf(address(modelSubmission)), ESCROW, "escrow");
        _assertBooks(taskId);
    }

    function test_topUpAndCommit_refuseATokenThatLearnedToTakeFees() public {
        uint32 taskId = _openWithLiar();
        liar.turn(UntrustworthyToken.Behaviour.TakesFeeFromTheAmount);
        vm.prank(owner);
        vm.expectRevert(_mismatch(100 ether, 99 ether));
        modelSubmission.topUp(taskId, 100 ether);
        uint256 bond = modelSubmission.requiredBond(taskId);
        vm.prank(optimizer);
        vm.expectRevert(_mismatch(bond, bond - bond / 100));
        modelSubmission.commitSubmission(taskId, keccak256("commitment"), type(uint128).max);
        assertEq(modelSubmission.getTask(taskId).pool, BOUNTY - OPERATOR_FEE, "pool");
        assertEq(modelSubmission.getTask(taskId).pending, 0, "pending");
        _assertBooks(taskId);
    }

    // ---------------------------------------------------------------- money out

    function test_claim_refusesToPayMoreThanTheCredit() public {
        uint32 taskId = _voidWithLiar();
        // Somebody's tokens that the marketplace could pay the difference from.
        liar.mint(address(modelSubmission), BOUNTY);
        liar.turn(UntrustworthyToken.Behaviour.TakesFeeFromTheSender);
        uint256 due = modelSubmission.creditOf(address(liar), owner);
        vm.prank(owner);
        vm.expectRevert(_mismatch(due, due + due / 100));
        modelSubmission.claim(address(liar));
        assertEq(modelSubmission.creditOf(address(liar), owner), due, "still owed");
        assertEq(modelSubmission.getTask(taskId).pool, 0, "the task is void");
    }

    function test_claim_keepsTheCreditWhileTheTokenRefusesTransfers() public {
        uint32 taskId = _openWithLiar();
        uint64 submissionId = _submit(taskId, optimizer);
        liar.turn(UntrustworthyToken.Behaviour.Reverts);
        // A verdict moves no tokens: nobody can hold it up by a token.
        _post(improvedVerdict(submissionId, 0.5e18, 1e18));
        uint256 due = modelSubmission.creditOf(address(liar), optimizer);
        vm.prank(optimizer);
        vm.expectRevert(abi.encodeWithSelector(UntrustworthyToken.TransfersAreOff.selector));
        modelSubmission.claim(address(liar));
        liar.turn(UntrustworthyToken.Behaviour.ReturnsFalse);
        vm.prank(optimizer);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(liar)));
        modelSubmission.claim(address(liar));
        liar.turn(UntrustworthyToken.Behaviour.ReturnsTrueAndMovesNothing);
        vm.prank(optimizer);
        vm.expectRevert(_mismatch(due, 0));
        modelSubmission.claim(address(liar));

        liar.turn(UntrustworthyToken.Behaviour.Honest);
        vm.prank(optimizer);
        assertEq(modelSubmission.claim(address(liar)), due, "paid once the token is honest again");
        _assertBooks(taskId);
    }

    function test_claimFees_keepsEarningsWhileTheTokenLies() public {
        uint32 taskId = _openWithLiar();
        uint256 due = attestationCenter.earnedFees(address(liar), account(0));
        liar.turn(UntrustworthyToken.Behaviour.ReturnsTrueAndMovesNothing);
        vm.expectRevert(_mismatch(due, 0));
        attestationCenter.claimFees(address(liar), account(0));
        liar.turn(UntrustworthyToken.Behaviour.Honest);
        assertEq(attestationCenter.claimFees(address(liar), account(0)), due, "earned");
        assertEq(liar.balanceOf(account(0)), due, "received");
        _assertBooks(taskId);
    }

    function test_rebase_ofOneTokenLeavesTheOthersWhole() public {
        uint32 honestTask = _openTask(1e18);
        uint32 taskId = _voidWithLiar();
        liar.rebase(5_000);
        assertTrue(
            liar.balanceOf(address(modelSubmission)) < modelSubmission.liabilities(address(liar)),
            "the rebase took half"
        );
        vm.prank(owner);
        modelSubmission.claim(address(token));
        assertSolvent(honestTask);

        liar.rebase(20_000);
        uint256 surplus =
            liar.balanceOf(address(modelSubmission)) - modelSubmission.liabilities(address(liar));
        assertTrue(surplus > 0, "the rebase doubled it");
        assertEq(uint256(modelSubmission.getTask(taskId).pool), 0, "and nobody is owed the difference");
    }

    // ---------------------------------------------------------------- calls back

    function test_claim_cannotBeEnteredAgain() public {
        uint32 taskId = _voidWithLiar();
        // The token itself has a credit, and asks for it while it pays the owner's.
        liar.callBack(address(modelSubmission), abi.encodeCall(modelSubmission.claim, (address(liar))));
        vm.prank(owner);
        modelSubmission.claim(address(liar));
        _assertGuarded();
        _assertBooks(taskId);
    }

    function test_createTask_cannotBeEnteredAgain() public {
        liar.callBack(address(modelSubmission), abi.encodeCall(modelSubmission.claim, (address(liar))));
        uint32 taskId = _createWithLiar();
        _assertGuarded();
        _assertBooks(taskId);
    }

    function test_commitSubmission_cannotBeEnteredByAVerdict() public {
        uint32 taskId = _openWithLiar();
        uint64 submissionId = _submit(taskId, optimizer);
        bytes memory header = _seedHeader(submissionId);
        Posting memory posting;
        posting.verdict = improvedVerdict(submissionId, 0.5e18, 1e18);
        liar.callBack(address(attestationCenter), _postingCall(posting, header));
        _commit(taskId, optimizer);
        _assertGuarded();
        assertEq(modelSubmission.getTask(taskId).pending, 2, "both are pending");
        _assertBooks(taskId);
    }

    function test_topUp_intoATaskThatClosesMeanwhileKeepsTheBooks() public {
        uint32 taskId = _openWithLiar();
        vm.warp(uint256(DEADLINE) + GRACE_PERIOD);
        liar.callBack(address(modelSubmission), abi.encodeCall(modelSubmission.closeTask, (taskId)));
        vm.prank(owner);
        modelSubmission.topUp(taskId, 10 ether);
        assertTrue(liar.callSucceeded(), "closing is open to anyone");
        assertEq(
            modelSubmission.creditOf(address(liar), owner),
            BOUNTY - OPERATOR_FEE + 10 ether,
            "all of it goes back"
        );
        _assertBooks(taskId);
    }

    function test_claimFees_cannotBeEnteredAgain() public {
        uint32 taskId = _openWithLiar();
        liar.callBack(
            address(attestationCenter),
            abi.encodeCall(attestationCenter.claimFees, (address(liar), account(0)))
        );
        uint256 due = attestationCenter.earnedFees(address(liar), account(0));
        attestationCenter.claimFees(address(liar), account(0));
        _assertGuarded();
        assertEq(liar.balanceOf(account(0)), due, "paid once");
        _assertBooks(taskId);
    }

    // ---------------------------------------------------------------- stakes

    function test_registerOperator_refusesAStakeTokenThatLies() public {
        AvsGovernance governance = _governanceOfLiar();
        _endow(rival, address(governance));
        (BLS.G1Point memory key, BLS.G2Point memory proof) = _keyOf(rival);
        liar.turn(UntrustworthyToken.Behaviour.TakesFeeFromTheAmount);
        vm.prank(rival);
        vm.expectRevert(_mismatch(STAKE, STAKE - STAKE / 100));
        governance.registerOperator(key, proof, STAKE, rival);
        liar.turn(UntrustworthyToken.Behaviour.ReturnsFalse);
        vm.prank(rival);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(liar)));
        governance.registerOperator(key, proof, STAKE, rival);
        assertEq(governance.operatorCount(), 0, "nobody registered");
    }

    function test_increaseStake_cannotBeEnteredByAWithdrawal() public {
        AvsGovernance governance = _governanceOfLiar();
        _endow(rival, address(governance));
        (BLS.G1Point memory key, BLS.G2Point memory proof) = _keyOf(rival);
        vm.prank(rival);
        governance.registerOperator(key, proof, STAKE, rival);
        liar.callBack(address(governance), abi.encodeCall(governance.withdrawStake, ()));
        vm.prank(rival);
        governance.increaseStake(STAKE);
        _assertGuarded();
        assertEq(liar.balanceOf(address(governance)), 2 * STAKE, "stakes");
        assertEq(governance.getOperatorRecord(rival).stake, 2 * STAKE, "record");
    }

    // ---------------------------------------------------------------- private

    function _endow(address account_, address spender) private {
        liar.mint(account_, FUNDS);
        vm.prank(account_);
        liar.approve(spender, type(uint256).max);
    }

    function _list() private {
        vm.prank(governor);
        modelSubmission.setTokenTerms(address(liar), tokenTerms());
    }

    function _termsOfLiar() private view returns (IModelSubmissionTypes.TaskTerms memory result) {
        result = terms();
        result.token = address(liar);
    }

    function _createWithLiar() private returns (uint32) {
        vm.prank(owner);
        return modelSubmission.createTask(_termsOfLiar(), type(uint256).max);
    }

    function _openWithLiar() private returns (uint32 taskId) {
        taskId = _createWithLiar();
        _post(baselineVerdict(taskId, 0.5e18));
    }

    function _voidWithLiar() private returns (uint32 taskId) {
        taskId = _createWithLiar();
        _post(_verdict(id(taskId, 0), Outcome.Invalid));
    }

    function _expectCreationRefused(bytes memory reason) private {
        uint32 count = modelSubmission.taskCount();
        IModelSubmissionTypes.TaskTerms memory wanted = _termsOfLiar();
        vm.prank(owner);
        vm.expectRevert(reason);
        modelSubmission.createTask(wanted, type(uint256).max);
        assertEq(modelSubmission.taskCount(), count, "no task");
    }

    function _mismatch(uint256 expected, uint256 actual) private view returns (bytes memory) {
        return
            abi.encodeWithSelector(
                ExactTransfer.TransferAmountMismatch.selector,
                address(liar),
                expected,
                actual
            );
    }

    function _postingCall(Posting memory posting, bytes memory header) private view returns (bytes memory) {
        (
            IAttestationCenterTypes.TaskInfo memory info,
            IAttestationCenterTypes.TaskSubmissionDetails memory details
        ) = _build(posting, header);
        return abi.encodeCall(attestationCenter.submitTask, (info, details));
    }

    function _governanceOfLiar() private returns (AvsGovernance governance) {
        vm.startPrank(governor);
        governance = AvsGovernance(_deployGovernance(address(liar)));
        DirectMessageHandler handler = new DirectMessageHandler(
            address(governance),
            address(operatorRegistry)
        );
        governance.setMessageHandler(address(handler));
        operatorRegistry.setMessageHandler(address(handler));
        vm.stopPrank();
    }

    function _keyOf(
        address operator
    ) private view returns (BLS.G1Point memory key, BLS.G2Point memory proof) {
        key = BlsSigner.publicKey(blsSecret(77));
        proof = BlsSigner.sign(blsSecret(77), operatorRegistry.possessionMessage(operator, key));
    }

    function _assertGuarded() private view {
        assertTrue(liar.calledBack(), "called back");
        assertTrue(!liar.callSucceeded(), "and was refused");
        assertEq(
            bytes32(bytes4(liar.answer())),
            bytes32(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector),
            "by the guard"
        );
    }

    /// @dev Pool, unsettled bonds, credits and the operators' bucket are what the marketplace holds of the token.
    function _assertBooks(uint32 taskId) private view {
        IModelSubmissionTypes.Task memory task = modelSubmission.getTask(taskId);
        uint256 owed = task.pool + modelSubmission.operatorsBucket(address(liar));
        for (uint32 i = 1; i < task.submissionCount; ++i) {
            IModelSubmissionTypes.Submission memory submission = modelSubmission.getSubmission(id(taskId, i));
            if (submission.commitment != 0) owed += submission.bond;
        }
        owed +=
            modelSubmission.creditOf(address(liar), owner) +
            modelSubmission.creditOf(address(liar), optimizer) +
            modelSubmission.creditOf(address(liar), treasury);
        assertEq(liar.balanceOf(address(modelSubmission)), owed, "balance");
        assertEq(modelSubmission.liabilities(address(liar)), owed, "liabilities");
    }
}
