import { ConmanError } from '../errors/index.ts';
import { resolveConfined } from '../host/confined-path.ts';
import { readText } from '../host/files.ts';

/** Whom a container's command runs as. */
export interface ContainerUser {
  readonly uid: number;
  readonly gid: number;
  readonly additionalGids: readonly number[];
  readonly home: string;
}

const root: ContainerUser = { uid: 0, gid: 0, additionalGids: [], home: '/root' };
/** The files belong to the image and may be anything. */
const maxBytes = 1024 * 1024;
const maxId = 0xffff_fffe;

/** What `USER[:GROUP]` means in a root file system, by its /etc/passwd and /etc/group. Empty means root. */
export async function resolveUser(rootfs: string, text: string): Promise<ContainerUser> {
  if (text === '') return root;
  const [user = '', group] = text.split(':');
  const [passwd, groups] = await Promise.all([readTable(rootfs, '/etc/passwd'), readTable(rootfs, '/etc/group')]);
  const entry = passwd.find(([name, , uid]) => name === user || uid === user);
  const uid = idOf(entry?.[2] ?? user);
  if (uid === undefined) throw unknown('user', user);
  const own = groups.filter(
    ([, , , members = '']) => entry !== undefined && members.split(',').includes(entry[0] ?? ''),
  );
  const asked =
    group === undefined ? undefined : (groups.find(([name, , gid]) => name === group || gid === group)?.[2] ?? group);
  const gid = group === undefined ? (idOf(entry?.[3] ?? '0') ?? 0) : idOf(asked ?? '');
  if (gid === undefined) throw unknown('group', group ?? '');
  // A group that is asked for is the only one, as docker has it.
  const additionalGids =
    group === undefined ? own.map(([, , id = '']) => idOf(id)).filter((id) => id !== undefined) : [];
  return { uid, gid, additionalGids, home: entry?.[5] || (uid === 0 ? '/root' : '/') };
}

async function readTable(rootfs: string, path: string): Promise<string[][]> {
  const file = resolveConfined(rootfs, path);
  const text = file?.kind === 'file' ? await readText(file.hostPath, maxBytes) : undefined;
  return (text ?? '').split('\n').map((line) => line.trim().split(':'));
}

function idOf(text: string): number | undefined {
  return /^\d{1,10}$/.test(text) && Number(text) <= maxId ? Number(text) : undefined;
}

function unknown(noun: string, name: string): ConmanError {
  return new ConmanError(
    'failed-precondition',
    `the image runs as the ${noun} ${JSON.stringify(name)}, whom it does not know`,
    {
      hint: `Its /etc/${noun === 'user' ? 'passwd' : 'group'} has no such ${noun}.`,
    },
  );
}
