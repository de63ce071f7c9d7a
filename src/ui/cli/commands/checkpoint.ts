import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Checkpoint } from '../../../core/api/index.ts';
import { ageText } from '../../words/age.ts';
import { sizeText } from '../../words/size.ts';
import type { CliContext } from '../context.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { type Column, tableLines } from '../present/table.ts';
import { forEachRef } from './for-each-ref.ts';

const targetDescription = 'a name, under which it is kept with the container, or with a "/" a new directory';

interface CreateFlags {
  readonly stop?: boolean;
  readonly tcpEstablished?: boolean;
}

/** A word is a name; a path is one of conmand's machine, relative to where the user is. */
export function checkpointTarget({ workingDirectory }: CliContext, text: string): string {
  return /^\.{1,2}$|\//.test(text) ? resolve(workingDirectory, text) : text;
}

export function checkpointCreateCommand(invoke: Invoke): Command {
  return writing(new Command('create'), invoke, 'conmanctl checkpoint create web before-upgrade');
}

/** The same, as podman's users write it. */
export function containerCheckpointCommand(invoke: Invoke): Command {
  return writing(new Command('checkpoint'), invoke, 'conmanctl container checkpoint web before-upgrade');
}

function writing(command: Command, invoke: Invoke, example: string): Command {
  return command
    .description('Write the memory and state of what runs in a container, by criu; it runs on')
    .argument('<ref>', refDescription)
    .argument('<checkpoint>', targetDescription)
    .option('--stop', 'end the container once it is written')
    .option('--tcp-established', 'take open TCP connections along')
    .addHelpText('after', examples([example, `${example.slice(0, example.lastIndexOf(' '))} /root/web-today --stop`]))
    .action(
      invoke(async (call, ref: string, text: string, { stop = false, tcpEstablished = false }: CreateFlags) => {
        const target = checkpointTarget(call.context, text);
        await (await call.engine()).checkpointContainer(ref, target, { stop, tcpEstablished });
        await (call.wantsJson ? call.json({ checkpoint: target }) : call.print(target));
      }),
    );
}

export function checkpointListCommand(invoke: Invoke): Command {
  return new Command('list')
    .alias('ls')
    .description('List the checkpoints kept with a container, the oldest first')
    .argument('<ref>', refDescription)
    .addHelpText('after', examples(['conmanctl checkpoint list web']))
    .action(
      invoke(async (call, ref: string) => {
        const checkpoints = await (await call.engine()).listCheckpoints(ref);
        if (call.wantsJson) return await call.json({ checkpoints: checkpoints.map(checkpointJson) });
        const { stdout, nowMs } = call.context;
        const width = stdout.isTTY ? stdout.columns : undefined;
        await call.print(
          tableLines(checkpoints, columns(nowMs()), { width, heading: call.palette.heading }).join('\n'),
        );
      }),
    );
}

export function checkpointRemoveCommand(invoke: Invoke): Command {
  return new Command('remove')
    .alias('rm')
    .description('Remove checkpoints of a container')
    .argument('<ref>', refDescription)
    .argument('<name...>', 'name of a checkpoint')
    .addHelpText('after', examples(['conmanctl checkpoint remove web before-upgrade']))
    .action(
      invoke(async (call, ref: string, names: readonly string[]) => {
        const engine = await call.engine();
        return await forEachRef(call, names, (name) => engine.removeCheckpoint(ref, name));
      }),
    );
}

function checkpointJson({ name, createdAt, sizeBytes }: Checkpoint) {
  return { name, createdAt: createdAt.toString(), sizeBytes: String(sizeBytes) };
}

function columns(nowMs: number): readonly Column<Checkpoint>[] {
  return [
    { title: 'NAME', text: ({ name }) => name, leastWidth: 12 },
    { title: 'CREATED', text: ({ createdAt }) => `${ageText(createdAt, nowMs)} ago` },
    { title: 'SIZE', text: ({ sizeBytes }) => sizeText(sizeBytes) },
  ];
}
