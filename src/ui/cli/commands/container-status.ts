import { Command } from 'commander';
import type { ContainerStatus } from '../../../core/api/index.ts';
import { joinShellWords } from '../../words/shell-words.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { stateText } from '../present/container-table.ts';
import { statusJson } from '../present/contract-json.ts';
import { rfc3339 } from '../present/rfc3339.ts';
import { factLines } from '../present/table.ts';

export function containerStatusCommand(invoke: Invoke): Command {
  return new Command('status')
    .description('Show what a container is doing')
    .argument('<ref>', refDescription)
    .addHelpText('after', examples(['conmanctl container status web', 'conmanctl container status 78f5 --output json']))
    .action(
      invoke(async (call, ref: string) => {
        const status = await (await call.engine()).containerStatus(ref);
        if (call.wantsJson) return await call.json(statusJson(status));
        await call.print(factLines(statusFacts(status, call.context.nowMs())).join('\n'));
      }),
    );
}

function statusFacts(status: ContainerStatus, nowMs: number): (readonly [string, string])[] {
  const facts = [
    ['Name', status.name],
    ['Id', status.id],
    ['State', stateText(status, nowMs)],
    ['Message', status.message],
    ['Image', status.image],
    ['Command', joinShellWords(status.command)],
    ['Pid', status.pid > 0 ? String(status.pid) : ''],
    ['Created', rfc3339(status.createdAt)],
    ['Started', rfc3339(status.startedAt)],
    ['Finished', rfc3339(status.finishedAt)],
    ['Log', status.logPath],
    ['Log bytes lost', status.logBytesLost > 0n ? String(status.logBytesLost) : ''],
  ] as const;
  return facts.filter(([, value]) => value !== '');
}
