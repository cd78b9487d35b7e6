import { expect, test } from 'vitest';
import { UnsupportedCidError, toCid, toPointer } from './pointer.ts';

const HELLO_WORLD = 'bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e';

test('a CID is stored as digest and codec and comes back', () => {
  const pointer = toPointer(HELLO_WORLD);
  expect(pointer).toEqual({
    digest: '0xb94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
    codec: 0x55,
  });
  expect(toCid(pointer).toString()).toBe(HELLO_WORLD);
});

test.each([
  ['a CIDv0', 'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG', 'its version is 0'],
  ['another codec', 'bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku', 'its codec is 0x71'],
  [
    'another hash',
    'bafkrgqhhyivzstcz3hhswshfjgy6ertgmnqeleynhwt4dlfsthi4hn7zgh4uvlsb5xncykzapi3ocd4lzogukir6ksdy6wzrnz6ohnv4aglcs',
    'its hash is not SHA-256',
  ],
  ['no CID at all', 'hello', 'it cannot be parsed'],
])('%s is refused with the reason', (_name, cid, reason) => {
  expect(() => toPointer(cid)).toThrow(UnsupportedCidError);
  expect(() => toPointer(cid)).toThrow(reason);
});
