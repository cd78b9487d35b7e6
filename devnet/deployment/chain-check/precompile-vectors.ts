import { type Address, type Hex, concatHex } from 'viem';

/** One call of a precompile of EIP-2537 with what it must answer; `undefined`: it must fail. */
export type PrecompileVector = { name: string; address: Address; input: Hex; output: Hex | undefined };

// Coordinates of 64 bytes each, an element of the second field as c0 ‖ c1. Doubles, the negation and the mapped point
// were computed by noble-curves, which shares no code with any node.
const G1 = concatHex([
  '0x0000000000000000000000000000000017f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb',
  '0x0000000000000000000000000000000008b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1',
]);
const G1_NEGATED = concatHex([
  '0x0000000000000000000000000000000017f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb',
  '0x00000000000000000000000000000000114d1d6855d545a8aa7d76c8cf2e21f267816aef1db507c96655b9d5caac42364e6f38ba0ecb751bad54dcd6b939c2ca',
]);
const G1_DOUBLED = concatHex([
  '0x000000000000000000000000000000000572cbea904d67468808c8eb50a9450c9721db309128012543902d0ac358a62ae28f75bb8f1c7c42c39a8c5529bf0f4e',
  '0x00000000000000000000000000000000166a9d8cabc673a322fda673779d8e3822ba3ecb8670e461f73bb9021d5fd76a4c56d9d4cd16bd1bba86881979749d28',
]);
const G2 = concatHex([
  '0x00000000000000000000000000000000024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8',
  '0x0000000000000000000000000000000013e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e',
  '0x000000000000000000000000000000000ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801',
  '0x000000000000000000000000000000000606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be',
]);
const G2_DOUBLED = concatHex([
  '0x000000000000000000000000000000001638533957d540a9d2370f17cc7ed5863bc0b995b8825e0ee1ea1e1e4d00dbae81f14b0bf3611b78c952aacab827a053',
  '0x000000000000000000000000000000000a4edef9c1ed7f729f520e47730a124fd70662a904ba1074728114d1031e1572c6c886f6b57ec72a6178288c47c33577',
  '0x000000000000000000000000000000000468fb440d82b0630aeb8dca2b5256789a66da69bf91009cbfe6bd221e47aa8ae88dece9764bf3bd999d95d71e4c9899',
  '0x000000000000000000000000000000000f6d4552fa65dd2638b361543f887136a43253d9c66c411697003f7a13c308f5422e1aa0a59c8967acdefd8b6e36ccf3',
]);
const FIELD_ELEMENT = concatHex([
  '0x00000000000000000000000000000000000101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101',
  '0x00000000000000000000000000000000000202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202',
]);
const FIELD_ELEMENT_MAPPED = concatHex([
  '0x0000000000000000000000000000000015bd2c737beff5f144ed6c642de057f3fdf18b60f15765d7dbf0174ad5c0e112331dda9d89b4fd125bb1afb6a7e4817e',
  '0x0000000000000000000000000000000016dc5404403b44dcd80995a987b8ff0e0cf6759c94a143c8b5b405f048c8dfb2e5a23728430b87e2038511347204b3b0',
  '0x000000000000000000000000000000000866976ea253f5b7549a54563ed9c78c406c220617f6fd79dafe29b00a3219399d0cae7993efbcb4282343f9e8efa55f',
  '0x0000000000000000000000000000000005f308e1146f1601cf819f5bb5b977678ccbe930782a2bd40e13e468be84402497046e6e030efee93e7231ce9ffea991',
]);
const YES: Hex = `0x${'1'.padStart(64, '0')}`;
const NO: Hex = `0x${'0'.repeat(64)}`;
const NOT_A_POINT: Hex = `0x${'ff'.repeat(128)}`;

/** Every precompile that the contracts call, with what it must accept and what it must refuse. */
export const PRECOMPILE_VECTORS: readonly PrecompileVector[] = [
  { name: 'BLS12_G1ADD', address: precompile(0x0b), input: concatHex([G1, G1]), output: G1_DOUBLED },
  { name: 'BLS12_G2ADD', address: precompile(0x0d), input: concatHex([G2, G2]), output: G2_DOUBLED },
  {
    name: 'BLS12_PAIRING_CHECK of a product that is one',
    address: precompile(0x0f),
    input: concatHex([G1, G2, G1_NEGATED, G2]),
    output: YES,
  },
  {
    name: 'BLS12_PAIRING_CHECK of a product that is not',
    address: precompile(0x0f),
    input: concatHex([G1, G2, G1, G2]),
    output: NO,
  },
  {
    name: 'BLS12_PAIRING_CHECK of what is no point',
    address: precompile(0x0f),
    input: concatHex([NOT_A_POINT, G2]),
    output: undefined,
  },
  {
    name: 'BLS12_MAP_FP2_TO_G2',
    address: precompile(0x11),
    input: FIELD_ELEMENT,
    output: FIELD_ELEMENT_MAPPED,
  },
];

function precompile(number: number): Address {
  return `0x${number.toString(16).padStart(40, '0')}`;
}
