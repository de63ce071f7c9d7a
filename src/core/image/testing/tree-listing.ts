import { execFileSync } from 'node:child_process';

/** Everything that an archive can say about what is in a tree, except the content of its files. Whiteouts have no time. */
export function treeListing(directory: string): string {
  const facts = '%P %y %m %U %G %s %n %l';
  const print = ['-type', 'c', '-printf', `${facts}\\n`, '-o', '-printf', `${facts} %T@\\n`];
  const options = { cwd: directory, encoding: 'utf8' } as const;
  return execFileSync('find', ['.', '-mindepth', '1', ...print], options)
    .split('\n')
    .toSorted()
    .join('\n');
}
