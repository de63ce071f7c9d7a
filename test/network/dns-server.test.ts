import { randomInt } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { ConmanError } from '../../src/core/errors/index.ts';
import { openDatagramSocket } from '../../src/core/host/datagram-socket.ts';
import { exchangeFrame } from '../../src/core/host/tcp-exchange.ts';
import { type DnsSource, serveDns } from '../../src/core/network/dns/dns-server.ts';

/** An address of this machine that no other test uses. */
function loopbackAddress(): string {
  return `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(2, 255)}`;
}

async function serve(source: Partial<DnsSource>): Promise<string> {
  const address = loopbackAddress();
  const server = await serveDns(address, { lookUp: () => undefined, nameServers: async () => [], ...source });
  onTestFinished(() => server.close());
  return address;
}

function question(name: string): Buffer {
  const labels = name.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]);
  return Buffer.concat([Buffer.from('123401000001000000000000', 'hex'), ...labels, Buffer.from('0000010001', 'hex')]);
}

async function askByUdp(server: string, message: Buffer): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const socket = await openDatagramSocket('127.0.0.1', 0, resolve);
  onTestFinished(() => socket.close());
  socket.send(message, { address: server, port: 53 });
  return await promise;
}

const code = (answer: Buffer): number => answer.readUInt16BE(2) & 15;

test('known names by UDP and TCP, with more addresses by TCP than a datagram holds', async () => {
  const many = Array.from({ length: 100 }, (_, index) => ({ type: 'address', address: `10.0.0.${index}` }) as const);
  const server = await serve({ lookUp: ({ name }) => (name === 'web' ? many : undefined) });
  const byUdp = await askByUdp(server, question('web'));
  expect(byUdp.length).toBeLessThanOrEqual(512);
  expect(byUdp.readUInt16BE(2) & 0x0200).toBe(0x0200);
  const byTcp = await exchangeFrame(server, 53, question('web'), 5_000);
  expect(byTcp.readUInt16BE(6)).toBe(100);
});

test('what is not known is asked of others, the next one when the first does not answer', async () => {
  const other = await serve({ lookUp: () => [{ type: 'address', address: '192.0.2.1' }] });
  const silent = loopbackAddress();
  const ignoring = await openDatagramSocket(silent, 53, () => {});
  onTestFinished(() => ignoring.close());
  const server = await serve({ nameServers: async () => [silent, other] });
  for (const answer of [
    await askByUdp(server, question('elsewhere.example')),
    await exchangeFrame(server, 53, question('elsewhere.example'), 10_000),
  ]) {
    expect(answer.readUInt16BE(0)).toBe(0x1234);
    expect(answer.subarray(-4).toString('hex')).toBe('c0000201');
  }
});

test('nobody to ask is a failure of the server, not the absence of the name', async () => {
  expect(code(await askByUdp(await serve({}), question('elsewhere.example')))).toBe(2);
});

test('a stranger’s answer is not taken for that of the server that was asked', async () => {
  const address = loopbackAddress();
  const forger = await openDatagramSocket(address, 53, (message, peer) => {
    const forged = Buffer.from(message);
    forged.writeUInt16BE((message.readUInt16BE(0) + 1) % 65_536, 0);
    forged.writeUInt8(0x81, 2);
    forger.send(forged, peer);
  });
  onTestFinished(() => forger.close());
  const server = await serve({ nameServers: async () => [address] });
  expect(code(await askByUdp(server, question('elsewhere.example')))).toBe(2);
});

test('rubbish is answered with an error or not at all, and the server lives on', async () => {
  const server = await serve({ lookUp: () => [{ type: 'address', address: '10.0.0.1' }] });
  expect(code(await askByUdp(server, Buffer.from('123401000001000000000000ffff', 'hex')))).toBe(1);
  await expect(exchangeFrame(server, 53, Buffer.from('rubbish'), 5_000)).rejects.toBeInstanceOf(ConmanError);
  expect(code(await askByUdp(server, question('web')))).toBe(0);
});

test('a port that is taken is said to be', async () => {
  const address = await serve({});
  await expect(serveDns(address, { lookUp: () => [], nameServers: async () => [] })).rejects.toMatchObject({
    code: 'already-exists',
  });
});
