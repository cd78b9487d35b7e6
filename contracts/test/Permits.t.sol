// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IModelSubmissionTypes} from "../interfaces/IModelSubmission.sol";
import {TestToken} from "../TestToken.sol";
import {Marketplace} from "./support/Marketplace.sol";

/// @notice Approving by permit, also when somebody used the permit first, and claims in more than one token.
contract PermitsTest is Marketplace {
    bytes32 private constant PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );
    uint256 private constant SECRET = 1_007;

    address private payer = vm.addr(SECRET);

    function setUp() public override {
        super.setUp();
        // It has tokens, and approved nothing.
        vm.startPrank(payer);
        token.faucet(token.FAUCET_LIMIT());
        vm.stopPrank();
    }

    function test_createTaskWithPermit_takesWhatThePermitAllows() public {
        uint256 total = BOUNTY + 6 ether;
        IModelSubmissionTypes.Permit memory permit = _permit(total);
        IModelSubmissionTypes.TaskTerms memory taskTerms = terms();
        vm.prank(payer);
        uint32 taskId = modelSubmission.createTaskWithPermit(taskTerms, total, permit);
        assertEq(modelSubmission.getTask(taskId).owner, payer, "owner");
        assertEq(token.allowance(payer, address(modelSubmission)), 0, "nothing is left allowed");
    }

    function test_createTaskWithPermit_goesOnWhenThePermitWasUsedBySomebodyElse() public {
        uint256 total = BOUNTY + 6 ether;
        IModelSubmissionTypes.Permit memory permit = _permit(total);
        IModelSubmissionTypes.TaskTerms memory taskTerms = terms();
        _frontRun(permit);
        vm.prank(payer);
        assertEq(modelSubmission.createTaskWithPermit(taskTerms, total, permit), 1, "task");
    }

    function test_topUpWithPermit_goesOnWhenThePermitWasUsedBySomebodyElse() public {
        uint32 taskId = _openTask(0.5e18);
        IModelSubmissionTypes.Permit memory permit = _permit(10 ether);
        _frontRun(permit);
        vm.prank(payer);
        modelSubmission.topUpWithPermit(taskId, 10 ether, permit);
        assertEq(modelSubmission.getTask(taskId).pool, BOUNTY - OPERATOR_FEE + 10 ether, "pool");
    }

    function test_commitSubmissionWithPermit_goesOnWhenThePermitWasUsedBySomebodyElse() public {
        uint32 taskId = _openTask(0.5e18);
        uint128 bond = modelSubmission.requiredBond(taskId);
        IModelSubmissionTypes.Permit memory permit = _permit(bond);
        _frontRun(permit);
        vm.prank(payer);
        uint64 submissionId = modelSubmission.commitSubmissionWithPermit(
            taskId,
            keccak256("commitment"),
            bond,
            permit
        );
        assertEq(modelSubmission.getSubmission(submissionId).bond, bond, "bond");
    }

    function test_topUpWithPermit_failsByTheMissingAllowanceWhenThePermitIsWrong() public {
        uint32 taskId = _openTask(0.5e18);
        IModelSubmissionTypes.Permit memory permit = _permit(10 ether);
        permit.value = 11 ether;
        vm.prank(payer);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector,
                address(modelSubmission),
                uint256(0),
                uint256(10 ether)
            )
        );
        modelSubmission.topUpWithPermit(taskId, 10 ether, permit);
    }

    function test_claim_paysEachTokenByItself() public {
        TestToken other = new TestToken("Other Token", "OT");
        vm.prank(governor);
        modelSubmission.setTokenTerms(address(other), tokenTerms());
        vm.startPrank(owner);
        other.faucet(2 * BOUNTY);
        other.approve(address(modelSubmission), type(uint256).max);
        IModelSubmissionTypes.TaskTerms memory taskTerms = terms();
        taskTerms.token = address(other);
        uint32 first = modelSubmission.createTask(taskTerms, type(uint256).max);
        vm.stopPrank();
        uint32 second = _createTask();
        vm.roll(modelSubmission.expiryBlock(id(second, 0)));
        modelSubmission.expireSubmission(id(first, 0));
        modelSubmission.expireSubmission(id(second, 0));

        uint256 before = token.balanceOf(owner);
        vm.prank(owner);
        assertEq(modelSubmission.claim(address(other)), BOUNTY, "the other token");
        assertEq(token.balanceOf(owner), before, "not this one");
        vm.prank(owner);
        assertEq(modelSubmission.claim(address(token)), BOUNTY, "this one");
        assertEq(
            other.balanceOf(address(modelSubmission)),
            modelSubmission.liabilities(address(other)),
            "what is owed is there"
        );
        assertEq(
            attestationCenter.claimFees(address(other), account(0)),
            0.25 ether - 1,
            "fees in each token"
        );
    }

    function _permit(uint256 value) private view returns (IModelSubmissionTypes.Permit memory permit) {
        permit.value = value;
        permit.deadline = block.timestamp + 1 hours;
        bytes32 structHash = keccak256(
            abi.encode(
                PERMIT_TYPEHASH,
                payer,
                address(modelSubmission),
                value,
                token.nonces(payer),
                permit.deadline
            )
        );
        (permit.v, permit.r, permit.s) = vm.sign(
            SECRET,
            keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), structHash))
        );
    }

    function _frontRun(IModelSubmissionTypes.Permit memory permit) private {
        vm.prank(rival);
        token.permit(
            payer,
            address(modelSubmission),
            permit.value,
            permit.deadline,
            permit.v,
            permit.r,
            permit.s
        );
    }
}
