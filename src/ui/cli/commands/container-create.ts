import { resolve } from 'node:path';
import { Command } from 'commander';
import type { CreateContainerOptions } from '../../../core/api/index.ts';
import { envFileEntries, parsePairs } from '../../input/values.ts';
import { addAbsentOptions } from '../absent.ts';
import { addSpelling, collect } from '../common-options.ts';
import type { CliContext } from '../context.ts';
import type { Invocation } from '../invocation.ts';
import { examples, type Invoke } from '../invoke.ts';
import { createdJson } from '../present/contract-json.ts';
import { terminalSizeOf } from '../session/run-session.ts';
import { addNetworkOptions, type NetworkFlags, networkOf } from '../settings/network-flags.ts';
import { addPullPolicy, createContainer, type PullPolicyFlags } from '../settings/pull-policy.ts';
import { addSettingOptions, type SettingFlags, settingsOf } from '../settings/setting-flags.ts';

/** Options that `create` and `run` share. */
export interface CreationFlags extends SettingFlags, NetworkFlags, PullPolicyFlags {
  readonly readOnly?: boolean;
  readonly envFile?: readonly string[];
  readonly rootfsReadonly?: boolean;
  readonly stdin?: boolean;
  readonly leaveStdinOpen?: boolean;
  readonly tty?: boolean;
  readonly env?: readonly string[];
  readonly workdir?: string;
  readonly hostname?: string;
  readonly label?: readonly string[];
  readonly quiet?: boolean;
}

interface CreateFlags extends CreationFlags {
  readonly image: string;
}

export function addCreationOptions(command: Command): Command {
  command
    .option('-R, --rootfs-readonly', 'mount the root file system read-only')
    .option('--read-only', 'the same as --rootfs-readonly')
    .option('-i, --stdin', 'let the container take input')
    .option('--leave-stdin-open', 'keep its input open when the first attached client leaves')
    .option('-t, --tty', 'give it a terminal')
    .option('-e, --env <key=value>', 'set a variable; KEY alone takes its value from here (repeatable)', collect)
    .option('--env-file <file>', 'set the variables of a file of KEY=VALUE lines (repeatable)', collect)
    .option('-w, --workdir <path>', 'directory the command starts in')
    .option('--hostname <name>', "the container's host name (default: its name)")
    .option('-l, --label <key=value>', 'attach a label (repeatable)', collect)
    .option('-q, --quiet', 'print the bare id, also away from a terminal');
  return addNetworkOptions(
    addSettingOptions(addPullPolicy(addAbsentOptions(addSpelling(command, '--interactive', 'stdin')))),
  );
}

export function containerCreateCommand(invoke: Invoke): Command {
  const command = new Command('create')
    .description('Prepare a container; `container start` lets it run')
    .argument('<name>', 'its name: letters, digits, and _ . - after the first')
    .argument('[command...]', "command and arguments, after -- (default: the image's)")
    .requiredOption('-I, --image <image>', 'an image by name, or a root file system directory');
  return addCreationOptions(command)
    .addHelpText(
      'after',
      examples([
        'conmanctl container create --image busybox web -- httpd -f -p 8080',
        'conmanctl container create -I ./rootfs -R -e MODE=test job -- /bin/sh -c "env; sleep 5"',
        'conmanctl container create -I busybox -it shell',
        'conmanctl container create -I busybox -p 8080:80 site -- httpd -f',
        'conmanctl container create -I busybox -v ./site:/www:ro -u nobody -m 64m --cap-drop ALL web2 -- httpd -f -p 8080 -h /www',
      ]),
    )
    .action(
      invoke(async (call, name: string, words: readonly string[], flags: CreateFlags) => {
        const options = await creationOptions(call.context, name, flags.image, words, flags);
        const { id } = await createContainer(call, await call.engine(), options, flags);
        await printCreated(call, id, flags);
      }),
    );
}

export async function printCreated(call: Invocation, id: string, { quiet }: CreationFlags): Promise<void> {
  await (call.wantsJson && !quiet ? call.json(createdJson(id)) : call.print(id));
}

/** What the engine is asked for. */
export async function creationOptions(
  context: CliContext,
  name: string,
  image: string,
  command: readonly string[],
  flags: CreationFlags,
): Promise<CreateContainerOptions> {
  const stdin = flags.stdin ?? false;
  const tty = flags.tty ?? false;
  const files = await Promise.all((flags.envFile ?? []).map((path) => context.readTextFile(path)));
  // What is given one by one counts more.
  const fromFiles = files.flatMap(envFileEntries);
  return {
    name,
    image: resolveImage(image, context.workingDirectory),
    command,
    rootfsReadonly: flags.rootfsReadonly ?? flags.readOnly ?? false,
    stdin,
    stdinOnce: stdin && !flags.leaveStdinOpen,
    tty,
    ...(tty ? terminalSizeOf(context) : {}),
    env: environmentOf([...fromFiles, ...(flags.env ?? [])], context.environment),
    ...(flags.workdir === undefined ? {} : { workdir: flags.workdir }),
    ...(flags.hostname === undefined ? {} : { hostname: flags.hostname }),
    labels: parsePairs(flags.label ?? [], 'a label'),
    ...(await settingsOf(flags, context)),
    network: networkOf(flags),
  };
}

/** `./rootfs`, `..` and `/srv/rootfs` are directories, everything else is the name of an image. */
export function resolveImage(image: string, workingDirectory: string): string {
  return /^(?:\/|\.\.?(?:\/|$))/.test(image) ? resolve(workingDirectory, image) : image;
}

/** `KEY` alone passes the caller's own value on, and nothing when there is none. */
export function environmentOf(env: readonly string[] = [], own: CliContext['environment']): readonly string[] {
  return env.flatMap((entry) => {
    if (entry.includes('=')) return [entry];
    const value = own[entry];
    return value === undefined ? [] : [`${entry}=${value}`];
  });
}
