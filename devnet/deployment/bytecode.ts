import { type Address, type Hex, concatHex, size, slice } from 'viem';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

export type DeployedContract =
  | 'TaskCreation'
  | 'ModelSubmission'
  | 'AttestationCenter'
  | 'OperatorRegistry'
  | 'AvsLogic'
  | 'AvsGovernance'
  | 'DirectMessageHandler'
  | 'Slasher'
  | 'GovernanceTimelock'
  | 'TestToken';

const ADDRESS_BYTES = 20;

const bytecodeSchema = z.object({
  /** Byte offsets at which a library's address belongs. */
  libraries: z.record(z.string(), z.array(z.number().int())),
  bytecode: z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]*$/)]),
});

/**
 * The creation code of a contract, from the committed files that `scripts/generate-abi.ts` writes.
 *
 * @param libraries Addresses of the linked libraries; all that the contract names must be there.
 */
export async function readBytecode(
  contract: DeployedContract,
  libraries: Readonly<Record<string, Address>> = {},
): Promise<Hex> {
  const file = new URL(`./bytecode/${contract}.json`, import.meta.url);
  const { bytecode, libraries: references } = bytecodeSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  let linked: Hex = bytecode;
  for (const [library, offsets] of Object.entries(references)) {
    const address = z.string({ error: `${contract} links ${library}` }).parse(libraries[library]) as Address;
    for (const offset of offsets) linked = replaceBytes(linked, offset, address);
  }
  return linked;
}

function replaceBytes(bytes: Hex, offset: number, replacement: Address): Hex {
  const end = offset + ADDRESS_BYTES;
  const parts = [slice(bytes, 0, offset), replacement];
  return concatHex(end < size(bytes) ? [...parts, slice(bytes, end)] : parts);
}
