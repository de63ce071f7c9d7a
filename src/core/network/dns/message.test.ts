import { describe, expect, test } from 'vitest';
import {
  addressOfReverseName,
  type DnsQuery,
  encodeAnswer,
  encodeFailure,
  isAnswerTo,
  parseQuery,
  recordTypes,
  responseCodes,
} from './message.ts';

function question(name: string, type: number = recordTypes.A): Buffer {
  const labels = name.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]);
  const tail = Buffer.from([0, type >> 8, type & 255, 0, 1]);
  return Buffer.concat([Buffer.from('abcd01000001000000000000', 'hex'), ...labels, tail]);
}

function query(name: string, type?: number): DnsQuery {
  const parsed = parseQuery(question(name, type));
  if (typeof parsed !== 'object') throw new Error(`not understood: ${name}`);
  return parsed;
}

describe('questions', () => {
  test('name, type and number', () => {
    const { id, name, type, recursionDesired } = query('Web.Example', recordTypes.AAAA);
    expect({ id, name, type, recursionDesired }).toEqual({
      id: 0xabcd,
      name: 'web.example',
      type: 28,
      recursionDesired: true,
    });
  });

  test('of no use at any length', () => {
    const whole = question('a.long.name.with.labels');
    for (let length = 0; length < whole.length; length++) {
      const parsed = parseQuery(whole.subarray(0, length));
      expect(parsed).toBe(length < 12 ? undefined : responseCodes.formatError);
    }
  });

  test.each([
    ['an answer is not answered', Buffer.from('abcd81000001000000000000', 'hex'), undefined],
    ['updates are not for us', Buffer.from('abcd28000001000000000000', 'hex'), responseCodes.notImplemented],
    ['no question', Buffer.from('abcd01000000000000000000', 'hex'), responseCodes.formatError],
    ['a pointer', Buffer.from('abcd01000001000000000000c00c00010001', 'hex'), responseCodes.formatError],
    [
      'a name without end',
      Buffer.concat([question('a').subarray(0, 12), Buffer.alloc(400, 1)]),
      responseCodes.formatError,
    ],
  ])('%s', (_, message, expected) => {
    expect(parseQuery(message)).toBe(expected);
  });

  test('random bytes never throw', () => {
    for (let seed = 1; seed < 2_000; seed++) {
      const message = Buffer.from(
        Array.from({ length: seed % 64 }, (_, index) => (seed * 31 + index * seed * 17) & 255),
      );
      expect(() => parseQuery(message)).not.toThrow();
    }
  });
});

describe('answers', () => {
  test('an address', () => {
    const answer = encodeAnswer(query('web'), [{ type: 'address', address: '10.89.0.2' }], {
      ttlSeconds: 5,
      maxBytes: 512,
    });
    expect(answer.toString('hex')).toBe(
      'abcd85800001000100000000' + '0377656200' + '00010001' + 'c00c00010001000000050004' + '0a590002',
    );
  });

  test('none of this type is an answer too', () => {
    const answer = encodeAnswer(query('web', recordTypes.AAAA), [], { ttlSeconds: 5, maxBytes: 512 });
    expect(answer.readUInt16BE(2) & 15).toBe(responseCodes.noError);
    expect(answer.readUInt16BE(6)).toBe(0);
  });

  test('what does not fit is left out and said to be', () => {
    const records = Array.from({ length: 100 }, () => ({ type: 'address', address: 'fd00::1' }) as const);
    const answer = encodeAnswer(query('web'), records, { ttlSeconds: 5, maxBytes: 512 });
    expect(answer.length).toBeLessThanOrEqual(512);
    expect(answer.readUInt16BE(2) & 0x0200).toBe(0x0200);
  });

  test('a failure repeats the question', () => {
    const failure = encodeFailure(query('web'), responseCodes.serverFailure);
    expect(failure.readUInt16BE(2) & 15).toBe(2);
    expect(failure.subarray(12)).toEqual(question('web').subarray(12));
  });
});

test('only an answer to this very question counts', () => {
  const asked = query('web.example');
  const answer = encodeFailure({ ...asked, id: 7 }, responseCodes.noSuchName);
  expect(isAnswerTo(answer, 7, asked.question)).toBe(true);
  expect(isAnswerTo(answer, 8, asked.question)).toBe(false);
  expect(isAnswerTo(answer, 7, query('other.exampl').question)).toBe(false);
  expect(isAnswerTo(question('web.example'), 0xabcd, asked.question)).toBe(false);
  expect(isAnswerTo(Buffer.alloc(3), 7, asked.question)).toBe(false);
});

test('reverse names', () => {
  expect(addressOfReverseName('2.0.89.10.in-addr.arpa')).toBe('10.89.0.2');
  expect(addressOfReverseName(`1.${'0.'.repeat(27)}0.0.d.f.ip6.arpa`)).toBe('fd00::1');
  expect(addressOfReverseName('web')).toBeUndefined();
});
