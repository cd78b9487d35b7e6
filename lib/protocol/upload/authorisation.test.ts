import { privateKeyToAccount } from 'viem/accounts';
import { type Address, type Hex, hashTypedData } from 'viem';
import { describe, expect, test } from 'vitest';
import { parseContentCid } from '../content/block.ts';
import { toSubmissionId } from '../verdict/submission-id.ts';
import {
  type UploadAuthorisation,
  decodeUploadAuthorisation,
  encodeUploadAuthorisation,
  uploadAuthorisationHash,
  uploadTypedData,
  verifyUploadAuthorisation,
} from './authorisation.ts';

const account = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const stranger = privateKeyToAccount(`0x${'22'.repeat(32)}`);
const scope = { chainId: 31337, modelSubmission: '0x5FbDB2315678afecb367f032d93F642f64180aa3' as Address };
const NOW = 1_900_000_000n;
const bundle: UploadAuthorisation = {
  uploader: account.address,
  purpose: { kind: 'bundle' },
  root: parseContentCid('bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e'),
  sizeBytes: 11n,
  deadline: NOW + 3600n,
  nonce: `0x${'ab'.repeat(32)}`,
};
const submission: UploadAuthorisation = {
  ...bundle,
  purpose: { kind: 'submission', taskId: 7n, submissionId: toSubmissionId({ taskId: 7, index: 3 }) },
};

async function sign(authorisation: UploadAuthorisation, signer = account): Promise<Hex> {
  const typedData = uploadTypedData({ scope, authorisation });
  return typedData.primaryType === 'BundleUpload'
    ? signer.signTypedData(typedData)
    : signer.signTypedData(typedData);
}

const verify = async (
  authorisation: UploadAuthorisation,
  { signature, now = NOW }: { signature?: Hex; now?: bigint } = {},
) =>
  verifyUploadAuthorisation({
    scope,
    signed: { authorisation, signature: signature ?? (await sign(authorisation)) },
    now,
  });

test.each([
  ['a bundle', bundle],
  ['a submission', submission],
])('accepts what was signed for %s', async (_, authorisation) => {
  expect(await verify(authorisation)).toBe(authorisation);
  expect(await verify(authorisation, { now: authorisation.deadline })).toBe(authorisation);
});

test('survives the way through the header', async () => {
  for (const authorisation of [bundle, submission]) {
    const signature = await sign(authorisation);
    const header = encodeUploadAuthorisation({ authorisation, signature });
    expect(header).toMatch(/^[A-Za-z0-9_-]+$/);
    const decoded = decodeUploadAuthorisation(header);
    expect(decoded).toEqual({ authorisation, signature });
    expect(await verify(decoded.authorisation, { signature: decoded.signature })).toEqual(authorisation);
  }
});

test('what is signed is EIP-712: the hash is the same for anyone who implements it', () => {
  const { root, purpose, ...fields } = bundle;
  expect(purpose.kind).toBe('bundle');
  expect(uploadAuthorisationHash({ scope, authorisation: bundle })).toBe(
    hashTypedData({
      domain: {
        name: 'Zarathustra upload',
        version: '1',
        chainId: 31337,
        verifyingContract: scope.modelSubmission,
      },
      types: {
        BundleUpload: [
          { name: 'uploader', type: 'address' },
          { name: 'root', type: 'string' },
          { name: 'sizeBytes', type: 'uint256' },
          { name: 'deadline', type: 'uint256' },
          { name: 'nonce', type: 'bytes32' },
        ],
      },
      primaryType: 'BundleUpload',
      message: { ...fields, root: root.toString() },
    }),
  );
  expect(uploadAuthorisationHash({ scope, authorisation: submission })).not.toBe(
    uploadAuthorisationHash({ scope, authorisation: bundle }),
  );
});

describe('refuses', () => {
  test.each<[string, Partial<UploadAuthorisation>]>([
    ['another uploader', { uploader: stranger.address }],
    [
      'another root',
      { root: parseContentCid('bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku') },
    ],
    ['another size', { sizeBytes: 12n }],
    ['another deadline', { deadline: NOW + 3601n }],
    ['another nonce', { nonce: `0x${'cd'.repeat(32)}` }],
    ['another purpose', { purpose: bundle.purpose }],
    [
      'another submission',
      { purpose: { kind: 'submission', taskId: 7n, submissionId: toSubmissionId({ taskId: 7, index: 4 }) } },
    ],
  ])('a signature over %s', async (_, change) => {
    const signature = await sign(submission);
    await expect(verify({ ...submission, ...change }, { signature })).rejects.toMatchObject({
      name: 'UploadAuthorisationError',
      refusal: 'wrong-signature',
    });
  });

  test('a signature for another chain or contract', async () => {
    const signed = { authorisation: bundle, signature: await sign(bundle) };
    for (const other of [
      { ...scope, chainId: 1 },
      { ...scope, modelSubmission: stranger.address },
    ]) {
      await expect(verifyUploadAuthorisation({ scope: other, signed, now: NOW })).rejects.toMatchObject({
        refusal: 'wrong-signature',
      });
    }
  });

  test('a signature that is no point on the curve', async () => {
    await expect(verify(bundle, { signature: `0x${'ff'.repeat(65)}` })).rejects.toMatchObject({
      refusal: 'wrong-signature',
    });
    await expect(verify(bundle, { signature: `0x${'00'.repeat(65)}` })).rejects.toMatchObject({
      refusal: 'wrong-signature',
    });
  });

  test('an authorisation that is over, or valid for ever', async () => {
    await expect(verify(bundle, { now: bundle.deadline + 1n })).rejects.toMatchObject({ refusal: 'expired' });
    await expect(verify({ ...bundle, deadline: NOW + 86_401n })).rejects.toMatchObject({
      refusal: 'too-long',
    });
  });

  test('a submission of another task', async () => {
    const purpose = {
      kind: 'submission',
      taskId: 8n,
      submissionId: toSubmissionId({ taskId: 7, index: 3 }),
    } as const;
    await expect(verify({ ...bundle, purpose })).rejects.toMatchObject({ refusal: 'contradictory' });
  });

  const json = async (change: Record<string, unknown>) => {
    const header = encodeUploadAuthorisation({
      authorisation: submission,
      signature: await sign(submission),
    });
    const fields = JSON.parse(atob(header.replaceAll('-', '+').replaceAll('_', '/'))) as Record<
      string,
      unknown
    >;
    return btoa(JSON.stringify({ ...fields, ...change }));
  };
  test.each<[string, () => Promise<string>]>([
    ['nothing', async () => ''],
    ['no base64', async () => '%%%%'],
    ['no JSON', async () => btoa('hello')],
    ['another shape', async () => btoa('[1,2,3]')],
    ['too much', async () => 'A'.repeat(5000)],
    ['a number that is no integer', () => json({ sizeBytes: '1.5' })],
    ['a negative number', () => json({ sizeBytes: '-1' })],
    ['a JSON number', () => json({ sizeBytes: 11 })],
    ['a number without end', () => json({ deadline: '9'.repeat(100) })],
    ['no address', () => json({ uploader: '0x1234' })],
    ['no CID', () => json({ root: '../../etc/passwd' })],
    ['a CIDv0', () => json({ root: 'QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn' })],
    ['a short signature', () => json({ signature: '0x1234' })],
    ['an unknown field', () => json({ admin: true })],
    ['an unknown purpose', () => json({ purpose: { kind: 'anything' } })],
  ])('a header with %s', async (_, header) => {
    expect.assertions(2);
    try {
      decodeUploadAuthorisation(await header());
    } catch (error) {
      expect(error).toMatchObject({ name: 'UploadAuthorisationError', refusal: 'unreadable' });
      expect(String(error)).toContain('The upload authorisation cannot be read');
    }
  });
});
