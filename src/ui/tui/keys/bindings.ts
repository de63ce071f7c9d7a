import { selectedContainer } from '../state/selectors.ts';
import type { Binding } from './binding.ts';
import { dialogBindings } from './dialog-bindings.ts';
import { logBindings } from './log-bindings.ts';
import { connected, entersSession, noConnection, notAttachable, notIdle, notRunning, notStartable } from './reasons.ts';
import { sessionBindings } from './session-bindings.ts';

const listBindings: readonly Binding[] = [
  { context: 'list', chords: ['j', 'down'], action: 'down', description: 'next container' },
  { context: 'list', chords: ['k', 'up'], action: 'up', description: 'previous container' },
  { context: 'list', chords: ['g', 'home'], action: 'first', description: 'first container' },
  { context: 'list', chords: ['G', 'end'], action: 'last', description: 'last container' },
  { context: 'list', chords: ['pagedown'], action: 'page-down', description: 'one page down' },
  { context: 'list', chords: ['pageup'], action: 'page-up', description: 'one page up' },
  { context: 'list', chords: ['enter', 'l'], action: 'focus-detail', description: 'go to its log', hint: 'log' },
];

const mainBindings: readonly Binding[] = [
  {
    context: 'main',
    chords: ['n'],
    action: 'create',
    description: 'create a container and start it',
    hint: 'new',
    disabled: noConnection,
  },
  {
    context: 'main',
    chords: ['N'],
    action: 'create-like',
    description: 'create another like the selected one',
    disabled: notIdle,
  },
  {
    context: 'main',
    chords: ['s'],
    action: 'toggle-running',
    description: 'start it, or stop it (SIGTERM, 10 s later SIGKILL)',
    hint: (state) => (selectedContainer(state)?.state === 'running' ? 'stop' : 'start'),
    disabled: notStartable,
  },
  {
    context: 'main',
    chords: ['r'],
    action: 'restart',
    description: 'stop it and start it again',
    disabled: notRunning,
  },
  {
    context: 'main',
    chords: ['e'],
    action: 'shell',
    description: 'shell in the container; the one left running, if there is one',
    hint: (state) => (entersSession(state) ? 'back to shell' : 'shell'),
    disabled: notRunning,
  },
  {
    context: 'main',
    chords: ['a'],
    action: 'attach',
    description: "attach to the container's own terminal",
    hint: 'attach',
    disabled: notAttachable,
  },
  {
    context: 'main',
    chords: ['K'],
    action: 'kill',
    description: 'send a signal, from a menu',
    hint: 'kill',
    disabled: notRunning,
  },
  {
    context: 'main',
    chords: ['d'],
    action: 'remove',
    description: 'remove it (asks)',
    hint: 'remove',
    disabled: notIdle,
  },
  { context: 'main', chords: ['/'], action: 'filter', description: 'show only containers that match', hint: 'filter' },
  { context: 'main', chords: ['tab'], action: 'focus-next', description: 'next pane', hint: 'next pane' },
  { context: 'main', chords: ['shift-tab'], action: 'focus-previous', description: 'previous pane' },
  { context: 'main', chords: ['z'], action: 'zoom', description: 'the focused pane alone, or all again' },
  {
    context: 'main',
    chords: ['C'],
    action: 'connect',
    description: 'reach conmand now, starting it if it does not run',
    hint: 'reach conmand',
    disabled: connected,
  },
  { context: 'main', chords: ['ctrl-g', 'f12'], action: 'prefix', description: 'then a key of the table for sessions' },
  { context: 'main', chords: ['escape'], action: 'dismiss', description: 'close the message, the filter, the zoom' },
  { context: 'main', chords: ['?'], action: 'help', description: 'this help', hint: 'help' },
  {
    context: 'main',
    chords: ['q', 'ctrl-c'],
    action: 'quit',
    description: 'quit; containers and shells go on',
    hint: 'quit',
  },
];

/** Every key there is. The order is that of the help and of the hint line. */
export const bindings: readonly Binding[] = [
  ...listBindings,
  ...logBindings,
  ...mainBindings,
  ...sessionBindings,
  ...dialogBindings,
];
