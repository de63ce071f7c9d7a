import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const directory = resolve(import.meta.dirname, '../../assets/man');

test.each(readdirSync(directory))('%s renders without warnings, and says what it is', (page) => {
  const path = join(directory, page);
  const { stdout, stderr } = spawnSync('groff', ['-man', '-Tascii', '-ww', path], { encoding: 'utf8' });
  expect(stderr).toBe('');
  // Bold is overstruck: a letter, a backspace, the letter again.
  const text = stdout.replaceAll(/.\x08/g, '').replaceAll(/\x1b\[\d*m/g, '');
  const [name = '', section = ''] = page.split('.');
  expect(text).toContain(`${name.toUpperCase()}(${section})`);
  expect(text).toMatch(new RegExp(`NAME\\n +${name} - \\w`));
});
