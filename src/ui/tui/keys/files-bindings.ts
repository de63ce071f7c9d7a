import type { Binding } from './binding.ts';
import { noConnection } from './reasons.ts';

/** Keys of the files of a container. */
export const filesBindings: readonly Binding[] = [
  { context: 'files', chords: ['j', 'down'], action: 'down', description: 'next name' },
  { context: 'files', chords: ['k', 'up'], action: 'up', description: 'previous name' },
  { context: 'files', chords: ['g', 'home'], action: 'first', description: 'first name' },
  { context: 'files', chords: ['G', 'end'], action: 'last', description: 'last name' },
  { context: 'files', chords: ['pagedown'], action: 'page-down', description: 'one page down' },
  { context: 'files', chords: ['pageup'], action: 'page-up', description: 'one page up' },
  {
    context: 'files',
    chords: ['enter', 'right'],
    action: 'files-open',
    description: 'go into the directory, or look at the file',
    hint: 'open',
    disabled: noConnection,
  },
  {
    context: 'files',
    chords: ['backspace', 'left', 'h'],
    action: 'files-up',
    description: 'to the directory above; from the top back to the list',
    hint: 'up',
  },
  {
    context: 'files',
    chords: ['c'],
    action: 'files-copy-out',
    description: 'copy it to the host (asks where)',
    hint: 'copy out',
    disabled: noConnection,
  },
  {
    context: 'files',
    chords: ['u'],
    action: 'files-copy-in',
    description: 'copy something of the host into this directory (asks what)',
    hint: 'copy in',
    changes: true,
    disabled: noConnection,
  },
  {
    context: 'files',
    chords: ['D'],
    action: 'files-compare',
    description: 'only what is not as the image has it: added, changed, deleted; or all files again',
    hint: ({ files }) => (files.changes === undefined ? 'changes' : 'all files'),
    disabled: noConnection,
  },
  { context: 'files', chords: ['ctrl-l', 'f5'], action: 'files-again', description: 'read the directory again' },
];
