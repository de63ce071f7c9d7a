import { expect, test } from 'vitest';
import { parseRemovals } from './packet-filter-watch.ts';

const attribute = (type: number, text: string): Buffer => {
  const value = Buffer.from(`${text}\0`);
  const bytes = Buffer.alloc((4 + value.length + 3) & ~3);
  bytes.writeUInt16LE(4 + value.length, 0);
  bytes.writeUInt16LE(type, 2);
  value.copy(bytes, 4);
  return bytes;
};

function message(type: number, ...attributes: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from([2, 0, 0, 0]), ...attributes]);
  const header = Buffer.alloc(16);
  header.writeUInt32LE(16 + body.length, 0);
  header.writeUInt16LE(type, 4);
  return Buffer.concat([header, body]);
}

const nftables = 10 << 8;

test('what netlink says of removed tables, chains and rules', () => {
  const messages = [
    message(nftables + 2, attribute(1, 'filter'), attribute(2, 'x')),
    message(nftables + 5, attribute(1, 'nat'), attribute(3, 'CONMAN-NAT-1')),
    // Something new, and something of another subsystem.
    message(nftables + 6, attribute(1, 'nat'), attribute(2, 'FORWARD')),
    message((1 << 8) + 2, attribute(1, 'filter')),
    message(nftables + 8, attribute(1, 'filter'), attribute(2, 'FORWARD')),
  ];
  expect(parseRemovals(Buffer.concat(messages))).toEqual([
    { what: 'table', table: 'filter', chain: '' },
    { what: 'chain', table: 'nat', chain: 'CONMAN-NAT-1' },
    { what: 'rule', table: 'filter', chain: 'FORWARD' },
  ]);
});

test('what is cut off or no message is left out', () => {
  const whole = message(nftables + 2, attribute(1, 'filter'));
  expect(parseRemovals(whole.subarray(0, whole.length - 1))).toEqual([]);
  expect(parseRemovals(Buffer.alloc(64))).toEqual([]);
  const broken = message(nftables + 2, Buffer.from([0xff, 0xff, 1, 0]));
  expect(parseRemovals(broken)).toEqual([{ what: 'table', table: '', chain: '' }]);
});
