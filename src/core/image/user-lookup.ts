import { ConmanError } from '../errors/index.ts';
import { readConfinedText } from '../host/confined-file.ts';

export interface UserIdentity {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups. */
  readonly groups: readonly number[];
  readonly home: string;
}

/** Far above what any system has; a file beyond it is no list of users. */
const maxFileBytes = 1024 * 1024;
/** The one above means "none" to system calls. */
const maxId = 2 ** 32 - 2;

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/**
 * Who `USER[:GROUP]` is by /etc/passwd and /etc/group of a root file system, which is not trusted. Without a group it is
 * the user's own, with the others that list the user as a member. A number need not be in the files.
 */
export async function lookUpUser(
  rootfs: string,
  user: string | undefined,
  furtherGroups: readonly string[],
): Promise<UserIdentity> {
  if (user === undefined && furtherGroups.length === 0) return { uid: 0, gid: 0, groups: [], home: '/root' };
  const [accounts, groups] = await Promise.all([readAccounts(rootfs), readGroups(rootfs)]);
  const [userName = '', groupName, ...rest] = (user ?? '0').split(':');
  if (userName === '' || groupName === '' || rest.length > 0) {
    throw new ConmanError('invalid-argument', `${JSON.stringify(user)} is not USER or USER:GROUP`);
  }
  const account = findAccount(accounts, userName);
  const uid = account?.uid ?? expectId(userName, 'user', rootfs);
  const further = furtherGroups.map((name) => groupId(groups, name, rootfs));
  const memberOf = groupName === undefined ? groups.filter(({ members }) => members.includes(account?.name ?? '')) : [];
  const gid = groupName === undefined ? (account?.gid ?? 0) : groupId(groups, groupName, rootfs);
  const all = new Set([...memberOf.map((group) => group.gid), ...further]);
  all.delete(gid);
  return { uid, gid, groups: [...all], home: account?.home || (uid === 0 ? '/root' : '/') };
}

/** A name counts before a number that looks like it. */
function findAccount(accounts: readonly Account[], name: string): Account | undefined {
  return accounts.find((account) => account.name === name) ?? accounts.find(({ uid }) => String(uid) === name);
}

function groupId(groups: readonly Group[], name: string, rootfs: string): number {
  return groups.find((group) => group.name === name)?.gid ?? expectId(name, 'group', rootfs);
}

function expectId(text: string, what: 'user' | 'group', rootfs: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= maxId) return Number(text);
  const file = what === 'user' ? '/etc/passwd' : '/etc/group';
  throw new ConmanError('failed-precondition', `there is no ${what} ${JSON.stringify(text)} in ${file} of ${rootfs}`, {
    hint: 'Give its number, or a name that is there.',
  });
}

async function readAccounts(rootfs: string): Promise<Account[]> {
  return (await readLines(rootfs, '/etc/passwd')).flatMap(([name = '', , uid = '', gid = '', , home = '']) =>
    isId(uid) && isId(gid)
      ? [{ name, uid: Number(uid), gid: Number(gid), home: home.startsWith('/') ? home : '' }]
      : [],
  );
}

async function readGroups(rootfs: string): Promise<Group[]> {
  return (await readLines(rootfs, '/etc/group')).flatMap(([name = '', , gid = '', members = '']) =>
    isId(gid) ? [{ name, gid: Number(gid), members: members.split(',').filter((member) => member !== '') }] : [],
  );
}

function isId(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) <= maxId;
}

/** passwd(5) and group(5): fields between colons. */
async function readLines(rootfs: string, path: string): Promise<string[][]> {
  const text = (await readConfinedText(rootfs, path, maxFileBytes)) ?? '';
  return text.split('\n').map((line) => line.split(':'));
}
