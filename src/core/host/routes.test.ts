import { expect, test } from 'vitest';
import { parseIpv4Routes, parseIpv6Routes } from './routes.ts';

test('IPv4 routes as /proc has them', () => {
  const text = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
tun0\t0000590A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
`;
  expect(parseIpv4Routes(text)).toEqual(['0.0.0.0/0', '192.0.2.0/24', '10.89.0.0/16']);
});

test('IPv6 routes as /proc has them, without multicast', () => {
  const rest =
    '00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth0';
  const text = `fd000000000000000000000000000000 40 ${rest}\nff000000000000000000000000000000 08 ${rest}\n`;
  expect(parseIpv6Routes(text)).toEqual(['fd00:0000:0000:0000:0000:0000:0000:0000/64']);
});
