import { readFileSync } from 'node:fs';
import { ConmanError } from '../errors/index.ts';

/** The number of a group of this machine, given by its name in /etc/group or by its number. */
export function groupNumber(name: string): number {
  if (/^\d{1,9}$/.test(name)) return Number(name);
  const lines = readFileSync('/etc/group', 'utf8').split('\n');
  const fields = lines.map((line) => line.split(':')).find(([group]) => group === name);
  if (name !== '' && fields?.[2] !== undefined) return Number(fields[2]);
  throw new ConmanError('invalid-argument', `there is no group ${JSON.stringify(name)} in /etc/group`, {
    hint: `Make it (groupadd ${/^[\w-]+$/.test(name) ? name : 'NAME'}), or give the number of one.`,
  });
}
