import type { Command } from 'commander';
import type { IdMapping, UserNamespace } from '../../../core/api/index.ts';
import { requireThat } from '../../input/require-that.ts';
import { parseUserNamespace } from '../../input/user-namespace.ts';
import { collect } from '../common-options.ts';

export interface UserNamespaceFlags {
  readonly userns?: string;
  readonly uidmap?: readonly string[];
  readonly gidmap?: readonly string[];
}

export function addUserNamespaceOptions(command: Command): Command {
  return command
    .option(
      '--userns <mode>',
      "whose its users are on the host: host, auto[:size=N] for nobody's, or HOSTID:SIZE (default: host)",
    )
    .option('--uidmap <container:host:size>', 'the same for ranges of user ids, one by one (repeatable)', collect)
    .option('--gidmap <container:host:size>', 'those of group ids (default: as --uidmap; repeatable)', collect);
}

/** Undefined when nothing was asked for. */
export function userNamespaceOf({ userns, uidmap, gidmap }: UserNamespaceFlags): UserNamespace | undefined {
  if (uidmap === undefined && gidmap === undefined)
    return userns === undefined ? undefined : parseUserNamespace(userns);
  requireThat(userns === undefined, '--userns does not go with --uidmap and --gidmap', 'Give one or the others.');
  const uids = (uidmap ?? gidmap ?? []).map((text) => parseRange(text, uidmap === undefined ? '--gidmap' : '--uidmap'));
  return { kind: 'maps', uids, gids: gidmap === undefined ? uids : gidmap.map((text) => parseRange(text, '--gidmap')) };
}

function parseRange(text: string, option: string): IdMapping {
  const [, container, host, size] = /^(\d{1,10}):(\d{1,10}):(\d{1,10})$/.exec(text) ?? [];
  requireThat(size !== undefined, `${option} ${text} is not understood`, 'Write CONTAINER:HOST:SIZE: 0:100000:65536.');
  return { container: Number(container), host: Number(host), size: Number(size) };
}
