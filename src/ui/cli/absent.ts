import { Command, InvalidArgumentError, Option } from 'commander';
import { ConmanError } from '../../core/errors/index.ts';
import type { Invoke } from './invoke.ts';

/** What docker's and podman's users look for and conman has not, with what to do instead. */
const commands: Readonly<Record<string, string>> = {
  build: 'Build images with buildah or docker, push them to a registry, and pull them from there.',
  compose: 'Start containers with a script of `conmanctl run -d` lines; --restart keeps them running.',
  swarm: 'conman runs containers on one host.',
  service: 'conman runs containers on one host; --restart keeps them running.',
  stack: 'conman runs containers on one host.',
};

const options: Readonly<Record<string, string>> = {
  '--gpus <gpus>': 'Give it the devices: --device /dev/dri, or those of your vendor.',
  '--link <container>': 'Containers of one network find each other by name.',
  '--isolation <kind>': 'It exists on Windows only.',
  '--volumes-from <container>': 'Name the directories with -v, once for each container.',
};

/** Commands that only say what to do instead; not in the help. */
export function absentCommands(invoke: Invoke): readonly Command[] {
  return Object.entries(commands).map(([name, hint]) =>
    new Command(name)
      .argument('[word...]')
      .allowUnknownOption()
      .action(
        invoke(async () => {
          throw new ConmanError('unimplemented', `there is no "${name}" in conman`, { hint });
        }),
      ),
  );
}

/** Options that only say what to do instead; not in the help. */
export function addAbsentOptions(command: Command): Command {
  for (const [flags, hint] of Object.entries(options)) {
    const explain = (): never => {
      throw new InvalidArgumentError(`There is no such option in conman. (${hint})`);
    };
    command.addOption(new Option(flags).hideHelp().argParser(explain));
  }
  return command;
}
