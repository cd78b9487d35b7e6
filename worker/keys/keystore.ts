import { SecretKey } from '@chainsafe/bls/blst-native';
import { Keystore } from '@chainsafe/bls-keystore';
import { Wallet } from '@ethereumjs/wallet';
import { type Address, type Hex, bytesToHex, hexToBytes } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import { BaseError } from '#protocol/errors/base.ts';

/** What a keystore holds, and by which standard. */
export type KeystoreKind = 'account' | 'BLS';

/** A keystore cannot be opened. */
export class KeystoreError extends BaseError {
  override name = 'KeystoreError';
  constructor({ kind, problem, cause }: { kind: KeystoreKind; problem: string; cause?: unknown }) {
    super(`The ${kind} keystore cannot be opened: ${problem}.`, {
      cause,
      metaMessages: [
        kind === 'BLS'
          ? 'It is an EIP-2335 keystore (version 4).'
          : 'It is a Web3 secret storage keystore (version 3).',
      ],
      docsPath: 'operators.md#keys',
    });
  }
}

/** An encrypted key, as the JSON of its file, and whose it is. */
export type NewKeystore<Owner> = { json: string; owner: Owner };

/** The BLS key is not derived from a seed phrase. */
const NO_PATH = '';

/** Encrypts a BLS secret key as EIP-2335 has it. @returns The public key, compressed, besides. */
export async function encryptBlsKey(parameters: {
  blsKey: Hex;
  password: string;
}): Promise<NewKeystore<Hex>> {
  const { blsKey, password } = parameters;
  const secret = hexToBytes(blsKey, { size: 32 });
  const publicKey = SecretKey.fromBytes(secret).toPublicKey().toBytes();
  const keystore = await Keystore.create(password, secret, publicKey, NO_PATH);
  return { json: keystore.stringify(), owner: bytesToHex(publicKey) };
}

/** Opens an EIP-2335 keystore. @throws {KeystoreError} */
export async function decryptBlsKey(parameters: { json: string; password: string }): Promise<Hex> {
  const { json, password } = parameters;
  const keystore = parseBlsKeystore(json);
  // The library says whether the password fits; what else fails is a file that promises more than it holds.
  const fits = await attempt('BLS', 'it is damaged', () => keystore.verifyPassword(password));
  if (!fits) throw new KeystoreError({ kind: 'BLS', problem: 'the password is wrong' });
  return bytesToHex(await keystore.decrypt(password));
}

function parseBlsKeystore(json: string): Keystore {
  try {
    return Keystore.parse(json);
  } catch (cause) {
    throw new KeystoreError({ kind: 'BLS', problem: 'it is no such file', cause });
  }
}

/** Encrypts an account's private key as Web3 secret storage has it. @returns Its address besides. */
export async function encryptAccountKey(parameters: {
  accountKey: Hex;
  password: string;
}): Promise<NewKeystore<Address>> {
  const { accountKey, password } = parameters;
  const wallet = Wallet.fromPrivateKey(hexToBytes(accountKey, { size: 32 }));
  return { json: await wallet.toV3String(password), owner: privateKeyToAddress(accountKey) };
}

/** Opens a Web3 secret storage keystore, as geth, Foundry and others write them. @throws {KeystoreError} */
export async function decryptAccountKey(parameters: { json: string; password: string }): Promise<Hex> {
  const { json, password } = parameters;
  const problem = 'the password is wrong, or it is no such file';
  const wallet = await attempt('account', problem, () => Wallet.fromV3(json, password, true));
  return bytesToHex(wallet.getPrivateKey());
}

async function attempt<Value>(
  kind: KeystoreKind,
  problem: string,
  run: () => Promise<Value>,
): Promise<Value> {
  try {
    return await run();
  } catch (cause) {
    throw new KeystoreError({ kind, problem, cause });
  }
}
