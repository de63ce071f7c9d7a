import type { Command } from 'commander';
import { ConmanError } from '../../core/errors/index.ts';
import { displayText } from '../words/display-text.ts';
import { sizeText } from '../words/size.ts';
import type { Invocation } from './invocation.ts';
import { confirm } from './session/confirm.ts';

/** Something that goes, or would. */
export interface Prunable {
  /** `container`, `volume` ... */
  readonly kind: string;
  readonly name: string;
  readonly sizeBytes: number;
}

export interface PruneFlags {
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

export function addPruneOptions(command: Command): Command {
  return command
    .option('--dry-run', 'only say what would go')
    .option('-f, --force', 'do not ask; needed where nobody can be asked');
}

/** Says what would go, asks, does it, and says how much room that made. */
export async function prune(
  call: Invocation,
  flags: PruneFlags,
  remove: (dryRun: boolean) => Promise<readonly Prunable[]>,
): Promise<void> {
  const { force = false, dryRun = false } = flags;
  if (dryRun) return await show(call, await remove(true), 'would go');
  if (!force) {
    const candidates = await remove(true);
    if (candidates.length === 0) return await show(call, candidates, 'gone');
    if (call.context.stdin.isTTY) for (const line of lines(candidates)) await call.note(line);
    const question = `Remove them (${totalText(candidates)})?`;
    if (!(await confirm(call, question, { force }))) throw new ConmanError('cancelled', 'nothing was removed');
  }
  await show(call, await remove(false), 'gone');
}

async function show(call: Invocation, items: readonly Prunable[], what: string): Promise<void> {
  if (call.wantsJson) {
    const listed = items.map(({ kind, name, sizeBytes }) => ({ kind, name, sizeBytes: String(sizeBytes) }));
    return await call.json({ items: listed });
  }
  for (const line of lines(items)) await call.print(line);
  await call.print(items.length === 0 ? 'There is nothing that could go.' : `${what}: ${totalText(items)}`);
}

function lines(items: readonly Prunable[]): readonly string[] {
  return items.map(({ kind, name, sizeBytes }) => `${kind} ${displayText(name)}  ${sizeText(sizeBytes)}`);
}

function totalText(items: readonly Prunable[]): string {
  return sizeText(items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
}
