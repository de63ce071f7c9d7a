import { ConmanError } from '../errors/index.ts';
import { type ProcessResult, runProcess } from './process.ts';

const timeoutMs = 30_000;
/** Hosts of clusters have rules by the ten thousand. */
const maxOutputBytes = 64 * 1024 * 1024;
/** Two programs that change the rules at once wait for each other. */
const waitSeconds = '10';

export type PacketFilterFamily = 4 | 6;

/** A rule of a chain that belongs to others: `-j CONMAN-1f2e`. */
export interface HookRule {
  readonly table: 'filter' | 'nat';
  readonly chain: string;
  readonly rule: readonly string[];
}

/** Runs iptables or ip6tables; false when it refuses, as it does for a rule that is not there. */
async function tryRule(family: PacketFilterFamily, verb: string, { table, chain, rule }: HookRule): Promise<boolean> {
  const result = await iptables(family, ['-t', table, verb, chain, ...rule]);
  return result.exitCode === 0;
}

/** Puts a rule in front of a chain unless it is there. */
export async function ensureFirstRule(family: PacketFilterFamily, hook: HookRule): Promise<void> {
  if (await tryRule(family, '-C', hook)) return;
  const { table, chain, rule } = hook;
  await expectIptables(family, ['-t', table, '-I', chain, '1', ...rule]);
}

/** Takes a rule out, however often it is there. */
export async function removeRule(family: PacketFilterFamily, hook: HookRule): Promise<void> {
  while (await tryRule(family, '-D', hook));
}

/** Chains of one's own by their table: each holds exactly these rules afterwards. All or nothing, in one step. */
export interface OwnChain {
  readonly table: HookRule['table'];
  readonly chain: string;
  readonly rules: readonly string[];
}

export async function replaceChains(family: PacketFilterFamily, chains: readonly OwnChain[]): Promise<void> {
  // With --noflush, naming a chain empties that one and leaves all others alone (iptables-restore(8)).
  const parts = chains.map(({ table, chain, rules }) =>
    [`*${table}`, `:${chain} - [0:0]`, ...rules.map((rule) => `-A ${chain} ${rule}`), 'COMMIT', ''].join('\n'),
  );
  const input = parts.join('');
  const program = family === 4 ? 'iptables-restore' : 'ip6tables-restore';
  const result = await runTool(program, ['--noflush', '-w', waitSeconds], input);
  if (result.exitCode !== 0) throw refused(result.stderr, `${program}\n${input}`);
}

/** A line for each rule, as `iptables-save` writes them: `-A FORWARD -j CONMAN-FW-0123456789`. */
export type SavedRules = ReadonlyMap<PacketFilterFamily, readonly string[]>;

/** All rules of the family that there are. */
export async function savedRules(family: PacketFilterFamily): Promise<readonly string[]> {
  const program = family === 4 ? 'iptables-save' : 'ip6tables-save';
  const { exitCode, stdout, stderr } = await runTool(program, []);
  if (exitCode !== 0) throw refused(stderr, program);
  return stdout.split('\n').filter((line) => line.startsWith('-A '));
}

/** Removes a chain that nothing leads to any more; one that is not there is not an error. */
export async function removeChain(family: PacketFilterFamily, table: HookRule['table'], chain: string): Promise<void> {
  if ((await iptables(family, ['-t', table, '-F', chain])).exitCode !== 0) return;
  await expectIptables(family, ['-t', table, '-X', chain]);
}

async function expectIptables(family: PacketFilterFamily, args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await iptables(family, args);
  if (exitCode !== 0) throw refused(stderr, `iptables ${args.join(' ')}`);
}

function refused(stderr: string, what: string): ConmanError {
  const reason = stderr.trim().split('\n')[0] ?? '';
  return new ConmanError('failed-precondition', `cannot change the packet filter: ${reason}`, {
    hint: 'The rules of the host may be kept by another program; see iptables-save.',
    details: `${what}\n${stderr}`,
  });
}

async function iptables(family: PacketFilterFamily, args: readonly string[]): Promise<ProcessResult> {
  return await runTool(family === 4 ? 'iptables' : 'ip6tables', ['-w', waitSeconds, ...args]);
}

async function runTool(program: string, args: readonly string[], input?: string): Promise<ProcessResult> {
  try {
    return await runProcess(program, args, { timeoutMs, maxOutputBytes, ...(input !== undefined && { input }) });
  } catch (cause) {
    if (ConmanError.from(cause).code !== 'not-found') throw cause;
    throw new ConmanError('failed-precondition', `there is no ${program}, which networks need`, {
      cause,
      hint: 'Install it (apt-get install iptables), or do without a network (--network none).',
    });
  }
}
