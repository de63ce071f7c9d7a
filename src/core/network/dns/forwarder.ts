import { randomInt } from 'node:crypto';
import { exchangeDatagram } from '../../host/datagram-exchange.ts';
import { exchangeFrame } from '../../host/tcp-exchange.ts';
import { type DnsQuery, isAnswerTo } from './message.ts';

const dnsPort = 53;
/** Of each server, before the next is asked: less than the 5 s that resolvers wait for us. */
const answerTimeoutMs = 1_500;

/**
 * Asks other servers, one after the other, until one answers; undefined when none does. Each question goes out under a
 * number and from a port that nobody can guess, so that nobody else can answer it.
 */
export async function forward(
  message: Buffer,
  query: DnsQuery,
  servers: readonly string[],
  transport: 'udp' | 'tcp',
  port = dnsPort,
): Promise<Buffer | undefined> {
  const ask = transport === 'udp' ? askByUdp : askByTcp;
  for (const server of servers) {
    const id = randomInt(65_536);
    const answer = await ask(withId(message, id), server, port, id, query.question).catch(() => undefined);
    if (answer !== undefined) return withId(answer, query.id);
  }
  return undefined;
}

function withId(message: Buffer, id: number): Buffer {
  const copy = Buffer.from(message);
  copy.writeUInt16BE(id, 0);
  return copy;
}

async function askByUdp(message: Buffer, server: string, port: number, id: number, question: Buffer): Promise<Buffer> {
  return await exchangeDatagram(server, port, message, (answer) => isAnswerTo(answer, id, question), answerTimeoutMs);
}

async function askByTcp(
  message: Buffer,
  server: string,
  port: number,
  id: number,
  question: Buffer,
): Promise<Buffer | undefined> {
  const answer = await exchangeFrame(server, port, message, answerTimeoutMs);
  return isAnswerTo(answer, id, question) ? answer : undefined;
}
