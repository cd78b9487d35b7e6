import { describe, expect, test } from 'vitest';
import { numberToHex } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import {
  KeystoreError,
  decryptAccountKey,
  decryptBlsKey,
  encryptAccountKey,
  encryptBlsKey,
} from './keystore.ts';

const key = numberToHex(0x1234_5678n, { size: 32 });
const password = 'correct horse';

/** EIP-2335's own test vector for scrypt. */
const EIP_2335 = {
  json: JSON.stringify({
    crypto: {
      kdf: {
        function: 'scrypt',
        params: {
          dklen: 32,
          n: 262144,
          p: 1,
          r: 8,
          salt: 'd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3',
        },
        message: '',
      },
      checksum: {
        function: 'sha256',
        params: {},
        message: 'd2217fe5f3e9a1e34581ef8a78f7c9928e436d36dacc5e846690a5581e8ea484',
      },
      cipher: {
        function: 'aes-128-ctr',
        params: { iv: '264daa3f303d7259501c93d997d84fe6' },
        message: '06ae90d55fe0a6e9c5c3bc5b170827b2e5cce3929ed3f116c2811e6366dfe20f',
      },
    },
    description: 'This is a test keystore that uses scrypt to secure the secret.',
    pubkey:
      '9612d7a727c9d0a22e185a1c768478dfe919cada9266988cb32359c11f2b7b27f4ae4040902382ae2910c15e2b420d07',
    path: 'm/12381/60/3141592653/589793238',
    uuid: '1d85ae20-35c5-4611-98e8-aa14a633906f',
    version: 4,
  }),
  password:
    '\u{1D531}\u{1D522}\u{1D530}\u{1D531}\u{1D52D}\u{1D51E}\u{1D530}\u{1D530}\u{1D534}\u{1D52C}\u{1D52F}\u{1D521}\u{1F511}',
  secret: '0x000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f',
};

/** The test vector of the Web3 secret storage definition for PBKDF2. */
const WEB3_SECRET_STORAGE = {
  json: JSON.stringify({
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
      ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
      kdf: 'pbkdf2',
      kdfparams: {
        c: 262144,
        dklen: 32,
        prf: 'hmac-sha256',
        salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
      },
      mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
    },
    id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
    version: 3,
  }),
  password: 'testpassword',
  secret: '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d',
};

describe('keystores', () => {
  test('a BLS key comes back from its EIP-2335 keystore, which names its public key', async () => {
    const { json, owner } = await encryptBlsKey({ blsKey: key, password });
    expect(json).not.toContain(key.slice(2));
    expect(JSON.parse(json)).toMatchObject({ version: 4, pubkey: owner.slice(2) });
    expect(await decryptBlsKey({ json, password })).toBe(key);
  });

  test('an account key comes back from its keystore, which names its address', async () => {
    const { json, owner } = await encryptAccountKey({ accountKey: key, password });
    expect(owner).toBe(privateKeyToAddress(key));
    expect(json).not.toContain(key.slice(2));
    expect(JSON.parse(json)).toMatchObject({ version: 3 });
    expect(await decryptAccountKey({ json, password })).toBe(key);
  });

  test('the keystores that the two standards publish are opened', async () => {
    expect(await decryptBlsKey(EIP_2335)).toBe(EIP_2335.secret);
    expect(await decryptAccountKey(WEB3_SECRET_STORAGE)).toBe(WEB3_SECRET_STORAGE.secret);
  });

  test('a wrong password and a file that is no keystore are told, without the password', async () => {
    for (const [decrypt, { json }] of [
      [decryptBlsKey, EIP_2335],
      [decryptAccountKey, WEB3_SECRET_STORAGE],
    ] as const) {
      await expect(decrypt({ json, password: 'wrong secret' })).rejects.toThrow(KeystoreError);
      await expect(decrypt({ json: '{}', password: 'wrong secret' })).rejects.toThrow(KeystoreError);
      await expect(decrypt({ json: 'no JSON', password: 'wrong secret' })).rejects.not.toThrow(
        'wrong secret',
      );
    }
  });
});
