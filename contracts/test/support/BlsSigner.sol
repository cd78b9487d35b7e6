// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {Bls} from "../../libraries/Bls.sol";

/// @notice Signs with BLS by the precompiles: a key is `secret * generator`, a signature `secret * H(message)`, and the
/// sum of signatures of one message is the product with the sum of the secrets.
library BlsSigner {
    uint256 internal constant GROUP_ORDER =
        0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001;

    function generator() internal pure returns (BLS.G1Point memory point) {
        point.x_a = bytes32(uint256(0x17f1d3a73197d7942695638c4fa9ac0f));
        point.x_b = 0xc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb;
        point.y_a = bytes32(uint256(0x08b3f481e3aaa0f1a09e30ed741d8ae4));
        point.y_b = 0xfcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1;
    }

    function publicKey(uint256 secret) internal view returns (BLS.G1Point memory) {
        BLS.G1Point[] memory points = new BLS.G1Point[](1);
        bytes32[] memory scalars = new bytes32[](1);
        points[0] = generator();
        scalars[0] = bytes32(secret);
        return BLS.msm(points, scalars);
    }

    function sign(uint256 secret, bytes32 message) internal view returns (BLS.G2Point memory) {
        BLS.G2Point[] memory points = new BLS.G2Point[](1);
        bytes32[] memory scalars = new bytes32[](1);
        points[0] = Bls.hashToG2(abi.encodePacked(message), Bls.DOMAIN_SEPARATION_TAG);
        scalars[0] = bytes32(secret);
        return BLS.msm(points, scalars);
    }

    function addSecrets(uint256 a, uint256 b) internal pure returns (uint256) {
        return addmod(a, b, GROUP_ORDER);
    }
}
