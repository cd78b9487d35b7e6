import { expect, test } from 'vitest';
import { numberToHex } from 'viem';
import { RateLimitedError } from '#protocol/http/refusal.ts';
import { createMessageLimit } from './message-limit.ts';

const ada = numberToHex(1, { size: 20 });
const bob = numberToHex(2, { size: 20 });

test('a sender is refused when it sends too much, and told to come back', async () => {
  const limit = createMessageLimit({ messages: 2 });
  await limit.count({ operator: ada, remoteAddress: '10.0.0.1' });
  await limit.count({ operator: ada, remoteAddress: '10.0.0.1' });
  const third = limit.count({ operator: ada, remoteAddress: '10.0.0.1' });
  await expect(third).rejects.toThrow(RateLimitedError);
  await expect(third).rejects.toMatchObject({ code: 'rate-limited', isRetryable: true });
});

test('garbage in the name of an operator, from elsewhere, takes nothing of its share', async () => {
  const limit = createMessageLimit({ messages: 1 });
  await limit.count({ operator: ada, remoteAddress: '10.6.6.6' });
  await expect(limit.count({ operator: ada, remoteAddress: '10.6.6.6' })).rejects.toThrow(RateLimitedError);
  await limit.count({ operator: ada, remoteAddress: '10.0.0.1' });
});

test('one address cannot escape by using many names', async () => {
  const limit = createMessageLimit({ messages: 5, messagesFromAddress: 2 });
  await limit.count({ operator: ada, remoteAddress: '10.6.6.6' });
  await limit.count({ operator: bob, remoteAddress: '10.6.6.6' });
  const third = limit.count({ operator: numberToHex(3, { size: 20 }), remoteAddress: '10.6.6.6' });
  await expect(third).rejects.toThrow(RateLimitedError);
});

test('wrong signatures count for many messages, of that sender alone', async () => {
  const limit = createMessageLimit({ messages: 21, messagesFromAddress: 100 });
  await limit.count({ operator: ada, remoteAddress: '10.6.6.6' });
  await limit.penalise({ operator: ada, remoteAddress: '10.6.6.6' });
  await expect(limit.count({ operator: ada, remoteAddress: '10.6.6.6' })).rejects.toThrow(RateLimitedError);
  await limit.count({ operator: ada, remoteAddress: '10.0.0.1' });
});
