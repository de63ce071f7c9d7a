import { expect, test } from 'vitest';
import { ConmanError } from '../errors/index.ts';
import {
  expectSubnet,
  firstHost,
  formatAddress,
  formatSubnet,
  freeIpv4Subnet,
  isHostOf,
  overlaps,
  parseAddress,
  parseSubnet,
  type Subnet,
  uniqueLocalSubnet,
} from './subnet.ts';

function subnet(text: string): Subnet {
  const parsed = parseSubnet(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

test.each(['0.0.0.0', '10.89.0.1', '255.255.255.255', '::', '::1', 'fd00::', '2001:db8::1:0:0:1', '1:2:3:4:5:6:7:8'])(
  '%s is written as it is read',
  (text) => {
    const address = parseAddress(text);
    expect(address && formatAddress(address.family, address.value)).toBe(text);
  },
);

test('IPv4 in the end of IPv6', () => {
  expect(parseAddress('::ffff:1.2.3.4')?.value).toBe(0xffff_0102_0304n);
});

test.each(['', '1.2.3', '1.2.3.4.5', '1.2.3.256', 'x::', ':::', 'fe80::1%eth0', '10.0.0.1/8'])(
  '%j is no address',
  (text) => {
    expect(parseAddress(text)).toBeUndefined();
  },
);

test.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/x', 'fd00::/129', '/8', '10.0.0.0/'])('%j is no subnet', (text) => {
  expect(parseSubnet(text)).toBeUndefined();
});

test('what overlaps', () => {
  expect(overlaps(subnet('10.0.0.0/8'), subnet('10.255.255.0/24'))).toBe(true);
  expect(overlaps(subnet('10.0.0.0/24'), subnet('10.0.1.0/24'))).toBe(false);
  expect(overlaps(subnet('::/0'), subnet('10.0.1.0/24'))).toBe(false);
  expect(overlaps(subnet('fd00::/64'), subnet('fd00::1/128'))).toBe(true);
});

test('hosts of a subnet', () => {
  const lan = subnet('10.0.0.0/29');
  expect(['10.0.0.0', '10.0.0.1', '10.0.0.6', '10.0.0.7', '10.0.0.8', '::1'].map((a) => isHostOf(lan, a))).toEqual([
    false,
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(firstHost(subnet('fd00:1::/64'))).toBe('fd00:1::1');
});

test.each(['10.0.0.0/31', '10.0.0.1/24', 'fd00::1/64', 'nonsense'])('%s cannot be a network', (text) => {
  expect(() => expectSubnet(text)).toThrow(ConmanError);
});

test('a free subnet is the first that no route meets', () => {
  const free = (...taken: string[]) => formatSubnet(freeIpv4Subnet(taken.map(subnet)) ?? subnet('0.0.0.0/0'));
  expect(free()).toBe('10.89.0.0/24');
  expect(free('10.89.0.0/16', '10.90.0.0/24')).toBe('10.90.1.0/24');
  expect(freeIpv4Subnet([subnet('10.0.0.0/8')])).toBeUndefined();
});

test('a unique local subnet has the random bits in their place', () => {
  expect(formatSubnet(uniqueLocalSubnet(Buffer.from('123456789abcde', 'hex')))).toBe('fd12:3456:789a:bcde::/64');
});
