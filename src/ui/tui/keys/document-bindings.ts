import { viewNamed } from '../views/registry.ts';
import type { Binding } from './binding.ts';

/** Keys of a document beside the list: what an item is, as a tree of lines. */
export const documentBindings: readonly Binding[] = [
  { context: 'document', chords: ['j', 'down'], action: 'down', description: 'one line down' },
  { context: 'document', chords: ['k', 'up'], action: 'up', description: 'one line up' },
  { context: 'document', chords: ['g', 'home'], action: 'first', description: 'to the top' },
  { context: 'document', chords: ['G', 'end'], action: 'last', description: 'to the end' },
  { context: 'document', chords: ['pagedown'], action: 'page-down', description: 'one page down' },
  { context: 'document', chords: ['pageup'], action: 'page-up', description: 'one page up' },
  {
    context: 'document',
    chords: ['enter', 'space'],
    action: 'document-fold',
    description: 'fold or unfold what is under this line',
    hint: 'fold',
  },
  { context: 'document', chords: ['/'], action: 'document-search', description: 'search in it', hint: 'search' },
  { context: 'document', chords: ['n'], action: 'document-next', description: 'next line that matches' },
  { context: 'document', chords: ['N'], action: 'document-previous', description: 'previous line that matches' },
  { context: 'document', chords: ['h', 'left'], action: 'focus-list', description: 'back to the list', hint: 'list' },
];

/** Keys of a table beside the list, and of the graphs. */
export const tableBindings: readonly Binding[] = [
  { context: 'table', chords: ['j', 'down'], action: 'down', description: 'next row' },
  { context: 'table', chords: ['k', 'up'], action: 'up', description: 'previous row' },
  { context: 'table', chords: ['g', 'home'], action: 'first', description: 'first row' },
  { context: 'table', chords: ['G', 'end'], action: 'last', description: 'last row' },
  { context: 'table', chords: ['pagedown'], action: 'page-down', description: 'one page down' },
  { context: 'table', chords: ['pageup'], action: 'page-up', description: 'one page up' },
  { context: 'table', chords: ['h', 'left'], action: 'focus-list', description: 'back to the list', hint: 'list' },
  { context: 'stats', chords: ['h', 'left'], action: 'focus-list', description: 'back to the list', hint: 'list' },
];

/** Keys of every tab beside the list. */
export const tabBindings: readonly Binding[] = [
  {
    context: 'tabs',
    chords: [']'],
    action: 'tab-next',
    description: 'next tab of the details',
    hint: ({ focus, viewId }) => (focus === 'detail' && viewNamed(viewId).tabs.length > 1 ? 'next tab' : undefined),
  },
  { context: 'tabs', chords: ['['], action: 'tab-previous', description: 'previous tab of the details' },
];
