import type { AppState } from '../state/app-state.ts';
import { views } from '../views/registry.ts';
import type { Context } from './binding.ts';
import { bindings } from './bindings.ts';
import { chordLabel } from './chord-label.ts';
import { contextChain, reasonAgainst } from './resolve.ts';

/** What each group of keys is called, in the order of the help. */
const headings: readonly (readonly [Context, string])[] = [
  ['list', 'Every list'],
  ...views.map(({ id, title }): readonly [Context, string] => [id, title]),
  ['detail', 'Log'],
  ['choosing', 'Choosing lines of the log'],
  ['document', 'Details as a document'],
  ['table', 'Details as a table'],
  ['stats', 'Graphs'],
  ['files', 'Files of a container'],
  ['tabs', 'Tabs of the details'],
  ['main', 'Lists and details'],
  ['session', 'Shell or attached container'],
  ['command', 'After Ctrl-g (or F12)'],
  ['scrollback', 'Scrollback of a session'],
  ['ended', 'A session that has ended'],
  ['filter', 'Filter'],
  ['create', 'Form for a new container'],
  ['menu', 'Menus'],
  ['palette', 'Palette'],
  ['prompt', 'A line that is asked for'],
  ['path', 'A path that is typed'],
  ['choices', 'Names that a path can become'],
  ['page', 'Command log and results'],
  ['pull', 'A pull or push'],
  ['confirm', 'Questions'],
  ['help', 'Help'],
  ['anywhere', 'Everywhere but in a session'],
];

export interface KeyRow {
  readonly keys: readonly string[];
  readonly description: string;
  /** What the configuration calls it. */
  readonly name: string;
  /** Why it cannot be done now; undefined when it can, or when no state was given. */
  readonly reason: string | undefined;
}

export interface KeyGroup {
  readonly heading: string;
  readonly rows: readonly KeyRow[];
}

/** Contexts that belong to the one the user is in. */
function nearContexts(state: AppState): readonly Context[] {
  const chain = contextChain(state);
  return chain[0] === 'session' ? [...chain, 'command', 'scrollback', 'ended'] : chain;
}

function headingsFor(state: AppState | undefined): typeof headings {
  const near = state ? nearContexts(state) : [];
  const isNear = ([context]: (typeof headings)[number]): boolean => near.includes(context);
  return [...headings.filter(isNear), ...headings.filter((heading) => !isNear(heading))];
}

/**
 * The whole key table in groups. With a `state` the groups that count in it come first, and what is not possible in it
 * has its reason.
 */
export function keyReference(state?: AppState): readonly KeyGroup[] {
  return headingsFor(state).map(([context, heading]) => ({
    heading,
    rows: (state?.bindings ?? bindings)
      .filter((binding) => binding.context === context)
      .map((binding) => ({
        keys: binding.chords.map(chordLabel),
        description: binding.description,
        name: binding.action,
        reason: state && reasonAgainst(binding, state),
      })),
  }));
}

/** The key table as a page of the documentation. */
export function keyReferenceMarkdown(): string {
  const code = (key: string): string => (key === '`' ? '`` ` ``' : `\`${key.replaceAll('|', '\\|')}\``);
  const groups = keyReference().map(({ heading, rows }) => {
    const lines = rows.map((row) => `| ${row.keys.map(code).join(' ')} | ${row.description} | ${row.name} |`);
    return [`## ${heading}`, '', '| Key | What it does | Name |', '| --- | --- | --- |', ...lines, ''].join('\n');
  });
  return [
    '# Keys of conman-tui',
    '',
    'Made from the key table by `npm run docs:keys`. By its name a key is changed in the [configuration](config.md).',
    '',
    ...groups,
  ].join('\n');
}
