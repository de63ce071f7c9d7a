import { Command } from 'commander';
import type { ContainerEngine, ExecSession } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { ageText } from '../../words/age.ts';
import { exitText } from '../../words/exit-text.ts';
import { joinShellWords } from '../../words/shell-words.ts';
import { examples, type Invoke } from '../invoke.ts';
import { shortIdLength } from '../present/container-table.ts';
import { execJson } from '../present/contract-json.ts';
import { type Column, tableLines } from '../present/table.ts';
import { stayWithExec } from '../session/exec-session.ts';
import { forEachRef } from './for-each-ref.ts';

const sessionDescription = 'id of a session or its beginning';

export function execListCommand(invoke: Invoke): Command {
  return new Command('list')
    .alias('ls')
    .description('List the sessions that `exec` began and nobody has ended')
    .option('-q, --quiet', 'ids only, one a line')
    .addHelpText('after', examples(['conmanctl session list']))
    .action(
      invoke(async (call, flags: { readonly quiet?: boolean }) => {
        const engine = await call.engine();
        const sessions = await engine.listExecs();
        if (flags.quiet) {
          if (sessions.length > 0) await call.print(sessions.map(({ id }) => id).join('\n'));
          return;
        }
        if (call.wantsJson) return await call.json({ sessions: sessions.map(execJson) });
        const names = new Map((await engine.listContainers()).map(({ id, name }) => [id, name]));
        const { stdout, nowMs } = call.context;
        const width = stdout.isTTY ? stdout.columns : undefined;
        const columns = sessionColumns((id) => names.get(id) ?? id.slice(0, shortIdLength), nowMs());
        await call.print(tableLines(sessions, columns, { width, heading: call.palette.heading }).join('\n'));
      }),
    );
}

function sessionColumns(nameOf: (id: string) => string, nowMs: number): readonly Column<ExecSession>[] {
  const stateText = ({ exit }: ExecSession): string => (exit === undefined ? 'running' : exitText(exit));
  return [
    { title: 'ID', text: ({ id }) => id.slice(0, shortIdLength) },
    { title: 'CONTAINER', text: ({ containerId }) => nameOf(containerId), leastWidth: 8 },
    { title: 'STATE', text: stateText },
    { title: 'AGE', text: ({ startedAt }) => ageText(startedAt, nowMs), align: 'right' },
    { title: 'CLIENTS', text: ({ clients }) => String(clients), align: 'right' },
    { title: 'COMMAND', text: ({ command }) => joinShellWords(command), leastWidth: 10 },
  ];
}

export function execAttachCommand(invoke: Invoke): Command {
  return new Command('attach')
    .description('Go back into a session: what it wrote meanwhile comes first, as far as it was kept')
    .argument('<session>', sessionDescription)
    .option('-i, --stdin', 'pass input on (always on its terminal)')
    .addHelpText('after', examples(['conmanctl session attach 4f0c']))
    .action(
      invoke(async (call, ref: string, flags: { readonly stdin?: boolean }) => {
        const engine = await call.engine();
        const { id, tty } = await findSession(engine, ref);
        return await stayWithExec(call, engine, { id, tty, stdin: flags.stdin ?? tty });
      }),
    );
}

export function execKillCommand(invoke: Invoke): Command {
  return new Command('kill')
    .aliases(['remove', 'rm'])
    .description('End sessions and forget them: SIGHUP on a terminal, else SIGTERM, then SIGKILL')
    .argument('<session...>', sessionDescription)
    .addHelpText('after', examples(['conmanctl session kill 4f0c']))
    .action(
      invoke(async (call, refs: readonly string[]) => {
        const engine = await call.engine();
        return await forEachRef(call, refs, async (ref) => engine.removeExec((await findSession(engine, ref)).id));
      }),
    );
}

async function findSession(engine: ContainerEngine, ref: string): Promise<ExecSession> {
  const matches = (await engine.listExecs()).filter(({ id }) => id.startsWith(ref));
  const [match, ...others] = matches;
  if (match !== undefined && others.length === 0) return match;
  const hint = 'See which there are: conmanctl session list';
  if (match === undefined) throw new ConmanError('not-found', `there is no session ${ref}`, { hint });
  throw new ConmanError('invalid-argument', `"${ref}" begins the ids of ${matches.length} sessions`, { hint });
}
