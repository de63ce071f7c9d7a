import { Command } from 'commander';
import type { ContainerEngine } from '../../../core/api/index.ts';
import { suggestedName } from '../../words/suggested-name.ts';
import { engineFailureStatus, notExecutableStatus, notFoundStatus, statusWithoutCommand } from '../exit-status.ts';
import { StatusError } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { examples, type Invoke } from '../invoke.ts';
import { startAttached } from '../session/attached-start.ts';
import { statusOfExit } from '../session/run-session.ts';
import { requireTerminal } from '../session/terminal.ts';
import { createContainer } from '../settings/pull-policy.ts';
import { addCreationOptions, type CreationFlags, creationOptions, printCreated } from './container-create.ts';

interface RunFlags extends CreationFlags {
  readonly name?: string;
  readonly detach?: boolean;
}

export function containerRunCommand(invoke: Invoke): Command {
  const command = new Command('run')
    .description('Create a container, start it and stay with it until it ends')
    .argument('<image>', 'an image by name, or a root file system directory')
    .argument('[command...]', "command and arguments (default: the image's)")
    .passThroughOptions()
    .option('--name <name>', "the container's name (default: made from the image)")
    .option('-d, --detach', 'do not stay: print the id');

  return addCreationOptions(command)
    .addHelpText(
      'after',
      `\nThe exit status is that of the container; ${engineFailureStatus} when it could not be run, ${notExecutableStatus}\nwhen its command is not executable and ${notFoundStatus} when it is not there.\n${examples(
        [
          'conmanctl run --rm -it busybox',
          'conmanctl run -d --name web busybox httpd -f -p 8080',
          'echo hello | conmanctl run --rm -i busybox cat',
        ],
      )}`,
    )
    .action(
      invoke(async (call, image: string, words: readonly string[], flags: RunFlags) => {
        try {
          return await run(call, image, words[0] === '--' ? words.slice(1) : words, flags);
        } catch (error) {
          throw new StatusError(statusWithoutCommand(error), error);
        }
      }),
    );
}

async function run(call: Invocation, image: string, command: readonly string[], flags: RunFlags): Promise<number> {
  if (!flags.detach) requireTerminal(call.context, { tty: flags.tty ?? false, stdin: flags.stdin ?? false });
  const engine = await call.engine();
  const name = flags.name ?? (await freeName(engine, image));
  const options = await creationOptions(call.context, name, image, command, flags);
  const { id } = await createContainer(call, engine, options, flags);
  if (flags.detach) {
    await startOrRemove(engine, id);
    await printCreated(call, id, flags);
    return 0;
  }
  const { stdin = false, tty = false } = flags;
  const start = () => startOrRemove(engine, id);
  const exit = await startAttached(call, engine, { id, name, tty, stdin, start });
  if (exit === undefined) return 0;
  // The engine removes it, now or as soon as it knows of the end: this waits until it is gone.
  if (flags.rm) await engine.removeContainer(id, { force: true });
  return statusOfExit(exit);
}

/** A container that never started is nothing anybody asked for. */
async function startOrRemove(engine: ContainerEngine, id: string): Promise<void> {
  try {
    await engine.startContainer(id);
  } catch (error) {
    await engine.removeContainer(id, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function freeName(engine: ContainerEngine, image: string): Promise<string> {
  const containers = await engine.listContainers();
  return suggestedName(image, new Set(containers.map(({ name }) => name)));
}
