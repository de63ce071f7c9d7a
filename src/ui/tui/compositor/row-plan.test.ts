import { expect, test } from 'vitest';
import { planRows, type Region } from './row-plan.ts';

/** The plan drawn as text: the owner's letter in each of its cells, a dot where Ink shows. */
function drawn(regions: readonly Region<string>[]): readonly string[] {
  return planRows(regions, 10, 4).map((row) =>
    row.map(({ from, to, owner }) => (owner ?? '.').repeat(to - from)).join(''),
  );
}

const list: Region<string> = { rectangle: { x: 1, y: 1, width: 4, height: 3 }, level: 0, owner: 'l' };
const shell: Region<string> = { rectangle: { x: 5, y: 0, width: 5, height: 4 }, level: 0, owner: 's' };
const dialog: Region<string> = { rectangle: { x: 3, y: 1, width: 5, height: 2 }, level: 1, owner: undefined };
const preview: Region<string> = { rectangle: { x: 4, y: 2, width: 2, height: 1 }, level: 1, owner: 'p' };

test('gives every cell to one owner', () => {
  expect(drawn([])).toEqual(['..........', '..........', '..........', '..........']);
  expect(drawn([list, shell])).toEqual(['.....sssss', '.llllsssss', '.llllsssss', '.llllsssss']);
});

test('cuts a dialog out of the surfaces under it, and keeps the surfaces in it', () => {
  const expected = ['.....sssss', '.ll.....ss', '.ll.pp..ss', '.llllsssss'];
  expect(drawn([list, shell, dialog, preview])).toEqual(expected);
  expect(drawn([preview, dialog, shell, list])).toEqual(expected);
});
