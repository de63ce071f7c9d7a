import type { AppState } from '../state/app-state.ts';
import type { CreateField } from '../state/create-form.ts';
import { pathInHand } from '../state/path-field.ts';
import type { Binding } from './binding.ts';
import { pullGoesOn, pullOver } from './reasons.ts';

/** A hint for one field of the form only. */
const onField =
  (field: CreateField, hint: string) =>
  ({ dialog }: AppState): string | undefined =>
    dialog?.kind === 'create' && dialog.form.active === field ? hint : undefined;

/** Keys of what opens over the panes. Keys that only type into a field are not in the table. */
export const dialogBindings: readonly Binding[] = [
  {
    context: 'filter',
    chords: ['enter', 'down', 'tab'],
    action: 'filter-keep',
    description: 'keep the filter, back to the list',
    hint: 'keep',
  },
  {
    context: 'filter',
    chords: ['escape', 'ctrl-c'],
    action: 'filter-clear',
    description: 'show all again',
    hint: 'show all',
  },

  { context: 'confirm', chords: ['y'], action: 'confirm-yes', description: 'yes', hint: 'yes' },
  { context: 'confirm', chords: ['n', 'escape', 'q', 'ctrl-c'], action: 'confirm-no', description: 'no', hint: 'no' },
  {
    context: 'confirm',
    chords: ['tab', 'shift-tab', 'left', 'right', 'h', 'l'],
    action: 'confirm-switch',
    description: 'the other answer',
  },
  {
    context: 'confirm',
    chords: ['enter'],
    action: 'choose',
    description: 'the marked answer',
    hint: 'the marked answer',
  },

  { context: 'menu', chords: ['j', 'down', 'tab'], action: 'down', description: 'next item', hint: 'down' },
  { context: 'menu', chords: ['k', 'up', 'shift-tab'], action: 'up', description: 'previous item', hint: 'up' },
  { context: 'menu', chords: ['g', 'home'], action: 'first', description: 'first item' },
  { context: 'menu', chords: ['G', 'end'], action: 'last', description: 'last item' },
  { context: 'menu', chords: ['enter', 'space'], action: 'choose', description: 'choose', hint: 'choose' },
  {
    context: 'menu',
    chords: ['escape', 'q', 'ctrl-c'],
    action: 'dialog-close',
    description: 'nothing, after all',
    hint: 'close',
  },

  { context: 'palette', chords: ['down', 'tab'], action: 'down', description: 'next item', hint: 'down' },
  { context: 'palette', chords: ['up', 'shift-tab'], action: 'up', description: 'previous item', hint: 'up' },
  { context: 'palette', chords: ['enter'], action: 'choose', description: 'do it', hint: 'do it' },
  {
    context: 'palette',
    chords: ['escape', 'ctrl-c'],
    action: 'dialog-close',
    description: 'nothing, after all',
    hint: 'close',
  },

  { context: 'prompt', chords: ['enter'], action: 'submit', description: 'take it', hint: 'take it' },
  {
    context: 'prompt',
    chords: ['escape', 'ctrl-c'],
    action: 'dialog-close',
    description: 'nothing, after all',
    hint: 'close',
  },

  {
    context: 'path',
    chords: ['tab'],
    action: 'path-complete',
    description: 'complete the path, or show what it can become',
    hint: 'complete',
  },

  { context: 'choices', chords: ['tab', 'down'], action: 'choice-next', description: 'next name', hint: 'next' },
  { context: 'choices', chords: ['shift-tab', 'up'], action: 'choice-previous', description: 'previous name' },
  {
    context: 'choices',
    chords: ['enter'],
    action: 'choice-take',
    description: 'take the marked name, and go on typing',
    hint: 'take it',
  },
  {
    context: 'choices',
    chords: ['escape'],
    action: 'choices-close',
    description: 'show the names no more',
    hint: 'close',
  },

  { context: 'page', chords: ['j', 'down'], action: 'down', description: 'one line down', hint: 'down' },
  { context: 'page', chords: ['k', 'up'], action: 'up', description: 'one line up', hint: 'up' },
  { context: 'page', chords: ['pagedown', 'space'], action: 'page-down', description: 'one page down' },
  { context: 'page', chords: ['pageup'], action: 'page-up', description: 'one page up' },
  { context: 'page', chords: ['g', 'home'], action: 'first', description: 'to the top' },
  { context: 'page', chords: ['G', 'end'], action: 'last', description: 'to the end' },
  { context: 'page', chords: ['y'], action: 'copy-menu', description: 'copy all of it', hint: 'copy' },
  {
    context: 'page',
    chords: ['escape', 'q', 'enter', 'ctrl-c'],
    action: 'dialog-close',
    description: 'close',
    hint: 'close',
  },

  { context: 'pull', chords: ['j', 'down'], action: 'down', description: 'one layer down' },
  { context: 'pull', chords: ['k', 'up'], action: 'up', description: 'one layer up' },
  {
    context: 'pull',
    chords: ['c'],
    action: 'pull-cancel',
    description: 'cancel it; what was fetched is kept for the next try',
    hint: 'cancel',
    changes: true,
    disabled: pullOver,
  },
  {
    context: 'pull',
    chords: ['r'],
    action: 'pull-retry',
    description: 'try again; it goes on where it was',
    hint: 'try again',
    changes: true,
    disabled: pullGoesOn,
  },
  {
    context: 'pull',
    chords: ['escape', 'q', 'enter', 'ctrl-c'],
    action: 'dialog-close',
    description: 'close; it goes on',
    hint: 'close, it goes on',
  },

  { context: 'create', chords: ['tab'], action: 'field-next', description: 'next field', hint: 'next field' },
  { context: 'create', chords: ['shift-tab'], action: 'field-previous', description: 'previous field' },
  {
    context: 'create',
    chords: ['down'],
    action: 'field-down',
    description: 'next image or policy, or next field',
    // Where Tab completes a path, this is the way on.
    hint: (state) => (pathInHand(state) ? 'next field' : onField('image', 'next image')(state)),
  },
  { context: 'create', chords: ['up'], action: 'field-up', description: 'previous image or policy, or previous field' },
  {
    context: 'create',
    chords: ['space'],
    action: 'field-toggle',
    description: 'terminal yes or no',
    hint: onField('tty', 'yes or no'),
  },
  {
    context: 'create',
    chords: ['enter'],
    action: 'submit',
    description: 'create and start, or change',
    hint: ({ dialog }) => (dialog?.kind === 'create' && dialog.form.editing ? 'change' : 'create and start'),
  },
  {
    context: 'create',
    chords: ['escape', 'ctrl-c'],
    action: 'dialog-close',
    description: 'close the form',
    hint: 'close',
  },

  { context: 'help', chords: ['j', 'down'], action: 'down', description: 'one line down', hint: 'down' },
  { context: 'help', chords: ['k', 'up'], action: 'up', description: 'one line up', hint: 'up' },
  { context: 'help', chords: ['pagedown', 'space'], action: 'page-down', description: 'one page down' },
  { context: 'help', chords: ['pageup'], action: 'page-up', description: 'one page up' },
  { context: 'help', chords: ['g', 'home'], action: 'first', description: 'to the top' },
  { context: 'help', chords: ['G', 'end'], action: 'last', description: 'to the end' },
  {
    context: 'help',
    chords: ['escape', 'q', '?', 'enter', 'ctrl-c'],
    action: 'dialog-close',
    description: 'close',
    hint: 'close',
  },
];
