import { ConmanError } from '../errors/index.ts';
import { type ProcessResult, runProcess } from './process.ts';

const timeoutMs = 30_000;

export interface BridgeOptions {
  readonly name: string;
  /** Without one of its own a bridge takes that of an interface on it, and changes it when that one leaves. */
  readonly mac: string;
  /** With the length of their prefix. */
  readonly addresses: readonly string[];
  /** 0 leaves it to the kernel. */
  readonly mtu: number;
}

/** Makes a bridge with these addresses, or gives one that is there what it lacks. */
export async function ensureBridge({ name, mac, addresses, mtu }: BridgeOptions): Promise<void> {
  const there = await ip(['link', 'show', 'dev', name]);
  if (there.exitCode !== 0)
    await expectIp('make', name, ['link', 'add', 'name', name, 'address', mac, 'type', 'bridge']);
  for (const address of addresses) {
    // Nobody else can have it: without this, IPv6 waits for a second before the address works.
    const nodad = address.includes(':') ? ['nodad'] : [];
    await expectIp('give an address to', name, ['address', 'replace', address, 'dev', name, ...nodad]);
  }
  await expectIp('bring up', name, ['link', 'set', 'dev', name, ...(mtu > 0 ? ['mtu', String(mtu)] : []), 'up']);
}

/** Removes an interface; one that is not there is not an error. */
export async function removeLink(name: string): Promise<void> {
  const result = await ip(['link', 'delete', 'dev', name]);
  if (result.exitCode !== 0 && !result.stderr.includes('Cannot find device')) throw failure('remove', name, result);
}

async function expectIp(doing: string, name: string, args: readonly string[]): Promise<void> {
  const result = await ip(args);
  if (result.exitCode !== 0) throw failure(doing, name, result);
}

function failure(doing: string, name: string, { stderr }: ProcessResult): ConmanError {
  const reason = stderr
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^RTNETLINK answers: /, '');
  return new ConmanError('failed-precondition', `cannot ${doing} the bridge ${name}: ${reason}`);
}

async function ip(args: readonly string[]): Promise<ProcessResult> {
  return await runProcess('ip', args, { timeoutMs });
}
