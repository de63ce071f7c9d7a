import { readFile } from 'node:fs/promises';

export interface Mount {
  readonly mountpoint: string;
  readonly type: string;
  /** The part of the file system that is mounted here. */
  readonly root: string;
  readonly options: readonly string[];
  readonly superOptions: readonly string[];
}

/** Mountinfo writes space, tab, newline and backslash as octal (proc_pid_mountinfo(5)). */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

function parseMount(line: string): Mount | undefined {
  const [before, after] = line.split(' - ');
  if (before === undefined || after === undefined) return undefined;
  const [, , , root = '', mountpoint = '', options = ''] = before.split(' ');
  const [type = '', , superOptions = ''] = after.split(' ');
  return {
    mountpoint: unescapeOctal(mountpoint),
    type,
    root: unescapeOctal(root),
    options: options.split(','),
    superOptions: superOptions.split(','),
  };
}

export function parseMountinfo(text: string): Mount[] {
  return text
    .split('\n')
    .map(parseMount)
    .filter((mount) => mount !== undefined);
}

/** The mounts of this process's mount namespace, in the order they were made. */
export async function listMounts(): Promise<Mount[]> {
  return parseMountinfo(await readFile('/proc/self/mountinfo', 'utf8'));
}
