import type { Binding } from './binding.ts';
import { dialogBindings } from './dialog-bindings.ts';
import { documentBindings, tabBindings, tableBindings } from './document-bindings.ts';
import { filesBindings } from './files-bindings.ts';
import { logBindings } from './log-bindings.ts';
import { connected, noLarger, noSmaller, nothingMarked, nothingShown, nothingToCancel } from './reasons.ts';
import { sessionBindings } from './session-bindings.ts';
import { viewBindings, viewKeys } from './view-keys.ts';

const listBindings: readonly Binding[] = [
  { context: 'list', chords: ['j', 'down'], action: 'down', description: 'next row' },
  { context: 'list', chords: ['k', 'up'], action: 'up', description: 'previous row' },
  { context: 'list', chords: ['g', 'home'], action: 'first', description: 'first row' },
  { context: 'list', chords: ['G', 'end'], action: 'last', description: 'last row' },
  { context: 'list', chords: ['pagedown'], action: 'page-down', description: 'one page down' },
  { context: 'list', chords: ['pageup'], action: 'page-up', description: 'one page up' },
  {
    context: 'list',
    chords: ['enter', 'right'],
    action: 'focus-detail',
    description: 'go to its details',
    hint: 'details',
  },
  {
    context: 'list',
    chords: ['space'],
    action: 'mark',
    description: 'mark it, or not; what is done then is done to all that are marked',
    disabled: nothingShown,
  },
  {
    context: 'list',
    chords: ['v'],
    action: 'mark-range',
    description: 'mark from here to where you move, until v again',
    disabled: nothingShown,
  },
  { context: 'list', chords: ['*'], action: 'mark-all', description: 'mark all in sight, or none' },
  { context: 'list', chords: ['o'], action: 'sort', description: 'sort by a column; once more turns the order round' },
  { context: 'list', chords: ['O'], action: 'columns', description: 'choose the columns' },
  { context: 'list', chords: ['b'], action: 'group', description: 'group by a label', disabled: nothingShown },
];

const mainBindings: readonly Binding[] = [
  {
    context: 'main',
    chords: ['x'],
    action: 'action-menu',
    description: 'everything that can be done with it, and why some cannot',
    hint: 'actions',
  },
  { context: 'main', chords: [':'], action: 'palette', description: 'find anything that can be done, by its words' },
  { context: 'main', chords: ['/'], action: 'filter', description: 'show only what matches', hint: 'filter' },
  ...viewKeys,
  { context: 'main', chords: ['tab'], action: 'focus-next', description: 'next pane', hint: 'next pane' },
  { context: 'main', chords: ['shift-tab'], action: 'focus-previous', description: 'previous pane' },
  { context: 'main', chords: ['z'], action: 'zoom', description: 'the focused pane alone, or all again' },
  {
    context: 'main',
    chords: ['+'],
    action: 'larger',
    description: 'more room for this pane',
    disabled: noLarger,
  },
  {
    context: 'main',
    chords: ['-'],
    action: 'smaller',
    description: 'less room for this pane',
    disabled: noSmaller,
  },
  { context: 'main', chords: ['y'], action: 'copy-menu', description: 'copy something of it', disabled: nothingShown },
  { context: 'main', chords: ['@'], action: 'command-log', description: 'what was done, as conmanctl lines' },
  {
    context: 'main',
    chords: ['X'],
    action: 'cancel',
    description: 'cancel what goes on: a copy, images that are saved or loaded',
    hint: (state) => (nothingToCancel(state) === undefined ? 'cancel' : undefined),
    disabled: nothingToCancel,
  },
  {
    context: 'main',
    chords: ['R'],
    action: 'read-only',
    description: 'read-only mode on or off: nothing can be changed',
  },
  {
    context: 'main',
    chords: ['C'],
    action: 'connect',
    description: 'reach conmand now, starting it if it does not run',
    hint: 'reach conmand',
    disabled: connected,
  },
  { context: 'main', chords: ['ctrl-g', 'f12'], action: 'prefix', description: 'then a key of the table for sessions' },
  {
    context: 'main',
    chords: ['escape'],
    action: 'dismiss',
    description: 'close the message, the marks, the filter, the zoom',
    hint: (state) => (nothingMarked(state) === undefined ? 'unmark' : undefined),
  },
  { context: 'main', chords: ['?'], action: 'help', description: 'this help', hint: 'help' },
  {
    context: 'main',
    chords: ['q', 'ctrl-c'],
    action: 'quit',
    description: 'quit; containers and shells go on',
    hint: 'quit',
  },
];

const anywhereBindings: readonly Binding[] = [
  {
    context: 'anywhere',
    chords: ['ctrl-z'],
    action: 'suspend',
    description: 'back to the shell it was started from, where fg comes back; in a session the process gets it',
  },
];

/** Every key there is. The order is that of the help and of the hint line. */
export const bindings: readonly Binding[] = [
  ...listBindings,
  ...logBindings,
  ...documentBindings,
  ...tableBindings,
  ...filesBindings,
  ...tabBindings,
  ...viewBindings,
  ...mainBindings,
  ...sessionBindings,
  ...dialogBindings,
  ...anywhereBindings,
];
