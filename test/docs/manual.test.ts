import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const directory = resolve(import.meta.dirname, '../../assets/man');

test.each(readdirSync(directory))('%s renders without warnings, and says what it is', (page) => {
  const path = join(directory, page);
  const plainText = '-P-cbou';
  const command = ['-man', '-Kutf8', '-Tutf8', '-ww', plainText, path];
  const { stdout: text, stderr } = spawnSync('groff', command, { encoding: 'utf8' });
  expect(stderr).toBe('');
  const [name = '', section = ''] = page.split('.');
  expect(text).toContain(`${name.toUpperCase()}(${section})`);
  expect(text).toMatch(new RegExp(`NAME\\n +${name} - \\w`));
});
