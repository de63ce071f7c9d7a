import { Command } from 'commander';
import type { ContainerProcess } from '../../../core/api/index.ts';
import { ageText } from '../../words/age.ts';
import { joinShellWords } from '../../words/shell-words.ts';
import { sizeText } from '../../words/size.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { processesJson } from '../present/contract-json.ts';
import { type Column, tableLines } from '../present/table.ts';

export function containerTopCommand(invoke: Invoke): Command {
  return new Command('top')
    .description('Show the processes of a container')
    .argument('<ref>', refDescription)
    .addHelpText('after', examples(['conmanctl container top web']))
    .action(
      invoke(async (call, ref: string) => {
        const processes = await (await call.engine()).listProcesses(ref);
        if (call.wantsJson) return await call.json(processesJson(processes));
        const { stdout, nowMs } = call.context;
        const width = stdout.isTTY ? stdout.columns : undefined;
        const lines = tableLines(processes, columns(nowMs()), { width, heading: call.palette.heading });
        await call.print(lines.join('\n'));
      }),
    );
}

function columns(nowMs: number): readonly Column<ContainerProcess>[] {
  return [
    { title: 'PID', text: ({ pid }) => String(pid), align: 'right' },
    { title: 'INSIDE', text: ({ containerPid }) => String(containerPid), align: 'right' },
    { title: 'UID', text: ({ uid }) => String(uid), align: 'right' },
    { title: 'STATE', text: ({ state }) => state },
    { title: 'AGE', text: ({ startedAt }) => ageText(startedAt, nowMs), align: 'right' },
    { title: 'CPU', text: ({ cpuTimeMs }) => `${(cpuTimeMs / 1000).toFixed(2)} s`, align: 'right' },
    { title: 'MEMORY', text: ({ residentBytes }) => sizeText(residentBytes), align: 'right' },
    { title: 'COMMAND', text: ({ command }) => joinShellWords(command), leastWidth: 10 },
  ];
}
