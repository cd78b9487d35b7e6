// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BLS} from "solady/src/utils/ext/ithaca/BLS.sol";
import {Bls} from "../libraries/Bls.sol";
import {PackedKey, PackedKeys} from "../types/PackedKey.sol";
import {Assertions} from "./support/Assertions.sol";
import {BlsSigner} from "./support/BlsSigner.sol";
import {ExpandMessage} from "./support/ExpandMessage.sol";

/// @notice Signatures and hashing to the curve against published vectors, a plain second implementation, and points that
/// are not what they should be.
contract BlsTest is Assertions {
    using Bls for BLS.G1Point;
    using PackedKeys for BLS.G1Point;
    using PackedKeys for PackedKey;

    string private constant VECTORS = "contracts/test/vectors/rfc9380.json";
    uint256 private constant SECRET = 0x1234567890abcdef;
    bytes32 private constant MESSAGE = keccak256("message");

    uint256 private constant OUTSIDE_X = 2;
    bytes32 private constant OUTSIDE_Y0_HIGH = bytes32(uint256(0x18c6b864ae17dc9da64203ffefb96630));
    bytes32 private constant OUTSIDE_Y0_LOW =
        0x6425a7bc6aeb7c75247438372716284a4173830420cd476ba1a365b95bfcec38;
    bytes32 private constant OUTSIDE_Y1_HIGH = bytes32(uint256(0x172e93db764a8400a7d5071b6b6f5de0));
    bytes32 private constant OUTSIDE_Y1_LOW =
        0xda2f0f4a063119abca014006b7c40a2cfe291a1924e65db0d6d0fcfbf3bf3d5c;

    // The sum is made in place, in memory.
    // solhint-disable-next-line gas-calldata-parameters
    function add(
        BLS.G1Point memory target,
        BLS.G1Point memory point
    ) external view returns (BLS.G1Point memory) {
        target.addTo(point);
        return target;
    }

    // ---------------------------------------------------------------- RFC 9380

    function test_xmd_agreesWithThePublishedVectors() public view {
        string memory json = vm.readFile(VECTORS);
        bytes memory tag = bytes(vm.parseJsonString(json, ".expandMessageXmd.tag"));
        for (uint256 i; i < 5; ++i) {
            string memory path = string.concat(".expandMessageXmd.vectors[", vm.toString(i), "]");
            bytes memory message = bytes(vm.parseJsonString(json, string.concat(path, ".message")));
            assertEq(
                keccak256(ExpandMessage.xmd(message, tag, 0x80)),
                keccak256(vm.parseJsonBytes(json, string.concat(path, ".uniformBytes"))),
                path
            );
        }
    }

    function test_hashToG2_agreesWithThePublishedVectors() public view {
        string memory json = vm.readFile(VECTORS);
        bytes memory tag = bytes(vm.parseJsonString(json, ".hashToG2.tag"));
        for (uint256 i; i < 5; ++i) {
            string memory path = string.concat(".hashToG2.vectors[", vm.toString(i), "]");
            bytes memory message = bytes(vm.parseJsonString(json, string.concat(path, ".message")));
            assertEq(
                keccak256(abi.encode(Bls.hashToG2(message, tag))),
                keccak256(
                    bytes.concat(
                        vm.parseJsonBytes(json, string.concat(path, ".x0")),
                        vm.parseJsonBytes(json, string.concat(path, ".x1")),
                        vm.parseJsonBytes(json, string.concat(path, ".y0")),
                        vm.parseJsonBytes(json, string.concat(path, ".y1"))
                    )
                ),
                path
            );
        }
    }

    function test_fuzz_hashToG2_agreesWithAPlainImplementation(
        bytes calldata message,
        bytes calldata tag
    ) public view {
        bytes memory bounded = tag.length > 255 ? tag[:255] : tag;
        assertEq(
            keccak256(abi.encode(Bls.hashToG2(message, bounded))),
            keccak256(abi.encode(ExpandMessage.hashToG2(message, bounded))),
            "point"
        );
    }

    // ---------------------------------------------------------------- signatures

    function test_fuzz_verify_acceptsOnlyTheKeysOwnSignatureOfTheMessage(
        uint256 secret,
        bytes32 message,
        bytes32 other
    ) public view {
        secret = 2 + (secret % (BlsSigner.GROUP_ORDER - 3));
        BLS.G1Point memory key = BlsSigner.publicKey(secret);
        BLS.G2Point memory signature = BlsSigner.sign(secret, message);
        assertTrue(key.verify(message, signature), "its own");
        assertTrue(message == other || !key.verify(other, signature), "of another message");
        assertTrue(!BlsSigner.publicKey(secret - 1).verify(message, signature), "of another key");
        assertTrue(!key.negate().verify(message, signature), "of the negated key");
        assertTrue(
            key.negate().verify(message, BlsSigner.sign(BlsSigner.GROUP_ORDER - secret, message)),
            "the negated key's own"
        );
    }

    function test_fuzz_verify_ofASumOfKeysNeedsTheSumOfTheirSignatures(
        bytes32 random,
        uint8 signers,
        bytes32 message
    ) public view {
        uint256 sum;
        BLS.G1Point memory all;
        BLS.G1Point memory missing;
        for (uint256 i; i < 8; ++i) {
            uint256 secret = uint256(keccak256(abi.encode(random, i))) % BlsSigner.GROUP_ORDER;
            BLS.G1Point memory key = BlsSigner.publicKey(secret);
            all.addTo(key);
            if (signers & (1 << i) == 0) missing.addTo(key);
            else sum = BlsSigner.addSecrets(sum, secret);
        }
        BLS.G2Point memory signature = BlsSigner.sign(sum, message);
        BLS.G1Point memory rest = all;
        rest.addTo(missing.negate());
        assertTrue(
            rest.verify(message, signature) == (signers != 0),
            "all but the missing, and nobody is no signer"
        );
        rest.addTo(missing);
        assertTrue(rest.verify(message, signature) == (signers == 255), "all");
    }

    // ---------------------------------------------------------------- points that are not what they should be

    function test_verify_refusesInfinity() public view {
        BLS.G1Point memory nobody;
        BLS.G2Point memory nothing;
        assertTrue(!nobody.verify(MESSAGE, nothing), "as key and signature");
        assertTrue(!nobody.verify(MESSAGE, BlsSigner.sign(SECRET, MESSAGE)), "as key");
        assertTrue(!BlsSigner.publicKey(SECRET).verify(MESSAGE, nothing), "as signature");
    }

    function test_verify_refusesANegatedSignature() public view {
        BLS.G2Point memory negated = BlsSigner.sign(BlsSigner.GROUP_ORDER - SECRET, MESSAGE);
        assertTrue(!BlsSigner.publicKey(SECRET).verify(MESSAGE, negated), "negated");
    }

    function test_verify_refusesPointsOffTheCurve() public view {
        BLS.G1Point memory key = BlsSigner.publicKey(SECRET);
        BLS.G2Point memory signature = BlsSigner.sign(SECRET, MESSAGE);
        signature.y_c0_b ^= bytes32(uint256(1));
        assertTrue(!key.verify(MESSAGE, signature), "signature");
        signature.y_c0_b ^= bytes32(uint256(1));
        key.y_b ^= bytes32(uint256(1));
        assertTrue(!key.verify(MESSAGE, signature), "key");
    }

    function test_verify_refusesPointsOutsideTheSubgroup() public view {
        // y² = x³ + 4 with x = 0 and y = 2.
        BLS.G1Point memory key;
        key.y_b = bytes32(uint256(2));
        assertTrue(!key.verify(MESSAGE, BlsSigner.sign(SECRET, MESSAGE)), "key");
        assertTrue(!BlsSigner.publicKey(SECRET).verify(MESSAGE, _outsideG2()), "signature");
        // It is on its curve: sums take it, and only the pairing knows.
        key.addTo(BlsSigner.publicKey(SECRET));
        assertTrue(!key.isInfinity(), "a sum with it is a point");
        assertTrue(!key.verify(MESSAGE, BlsSigner.sign(SECRET, MESSAGE)), "and no key");
    }

    function test_verify_refusesFieldElementsThatAreNotReduced() public view {
        BLS.G2Point memory signature = BlsSigner.sign(SECRET, MESSAGE);
        BLS.G1Point memory key = BlsSigner.publicKey(SECRET);
        assertTrue(key.verify(MESSAGE, signature), "reduced");
        (bytes32 high, bytes32 low) = _plusModulus(key.x_a, key.x_b);
        assertTrue(!_with(key, high, low).verify(MESSAGE, signature), "key");
        (signature.x_c0_a, signature.x_c0_b) = _plusModulus(signature.x_c0_a, signature.x_c0_b);
        assertTrue(!key.verify(MESSAGE, signature), "signature");
    }

    function test_addTo_refusesPointsThatAreNotOnTheCurve() public {
        BLS.G1Point memory key = BlsSigner.publicKey(SECRET);
        (bytes32 high, bytes32 low) = _plusModulus(key.x_a, key.x_b);
        BLS.G1Point memory unreduced = _with(key, high, low);
        vm.expectRevert(abi.encodeWithSelector(Bls.PointNotOnCurve.selector));
        this.add(key, unreduced);
        BLS.G1Point memory off = _with(key, key.x_a, bytes32(uint256(key.x_b) ^ 1));
        vm.expectRevert(abi.encodeWithSelector(Bls.PointNotOnCurve.selector));
        this.add(key, off);
    }

    function test_addTo_ofAPointAndItsNegationIsInfinity() public view {
        BLS.G1Point memory key = BlsSigner.publicKey(SECRET);
        BLS.G1Point memory sum = this.add(key, key.negate());
        assertTrue(sum.isInfinity(), "sum");
        assertTrue(sum.negate().isInfinity(), "infinity is its own negation");
        assertEq(this.add(sum, key).hash(), key.hash(), "and adds nothing");
    }

    function test_fuzz_pack_losesNothing(uint256 secret) public view {
        BLS.G1Point memory key = BlsSigner.publicKey(secret % BlsSigner.GROUP_ORDER);
        PackedKey memory packed = key.pack();
        assertEq(packed.unpack().hash(), key.hash(), "unpacked");
        assertTrue(packed.equals(key.pack()), "equals itself");
        assertTrue(!packed.equals(BlsSigner.publicKey(SECRET).pack()) || secret == SECRET, "and no other");
    }

    // ---------------------------------------------------------------- private

    function _with(
        BLS.G1Point memory key,
        bytes32 xHigh,
        bytes32 xLow
    ) private pure returns (BLS.G1Point memory) {
        return BLS.G1Point({x_a: xHigh, x_b: xLow, y_a: key.y_a, y_b: key.y_b});
    }

    function _plusModulus(bytes32 high, bytes32 low) private pure returns (bytes32, bytes32) {
        unchecked {
            uint256 lower = uint256(low) + Bls.MODULUS_LOW;
            uint256 carry = lower < Bls.MODULUS_LOW ? 1 : 0;
            return (bytes32(uint256(high) + Bls.MODULUS_HIGH + carry), bytes32(lower));
        }
    }

    /// @dev On the curve y² = x³ + 4(1 + u) with x = OUTSIDE_X, not in the group of prime order.
    function _outsideG2() private pure returns (BLS.G2Point memory point) {
        point.x_c0_b = bytes32(OUTSIDE_X);
        point.y_c0_a = OUTSIDE_Y0_HIGH;
        point.y_c0_b = OUTSIDE_Y0_LOW;
        point.y_c1_a = OUTSIDE_Y1_HIGH;
        point.y_c1_b = OUTSIDE_Y1_LOW;
    }
}
