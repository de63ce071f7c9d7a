/** How to come to a screen that is worth keeping a picture of. */
export interface Story {
  readonly name: string;
  /** The made-up machine; `some` unless said otherwise. */
  readonly world?: 'some' | 'none';
  /** Pressed one after the other; text in quotes is waited for. */
  readonly steps: readonly string[];
  /** conmand goes away at the end. */
  readonly isLost?: boolean;
}

/** Every view, every tab, every kind of dialog and session. */
export const stories: readonly Story[] = [
  { name: 'list', steps: [] },
  { name: 'list-empty', world: 'none', steps: ['"No containers yet'] },
  { name: 'list-marked', steps: ['space', 'j', 'space', '"2 marked'] },
  { name: 'list-filter', steps: ['/', 's', 'h', 'e', '"matching she'] },
  { name: 'list-nothing-matches', steps: ['/', 'z', 'z', 'enter', '"Nothing matches'] },
  { name: 'list-lost', steps: [], isLost: true },
  { name: 'log', steps: ['tab', '"▶ web-1 [Log]'] },
  { name: 'log-exited', steps: ['j', 'j', 'tab', '"out of memory'] },
  { name: 'log-search', steps: ['l', '/', 'p', 'a', 'g', 'e', '/', '3', 'enter', '"/page/3'] },
  { name: 'stats', steps: [']', '"[Stats]', '"Pids', 'tab'] },
  { name: 'inspect', steps: ['i', '"[Inspect]', '"state: running'] },
  { name: 'processes', steps: [']', ']', ']', '"[Procs]', '"4711', 'tab'] },
  { name: 'files', steps: ['f', '"[Files]', '"etc/'] },
  { name: 'files-changes', steps: ['f', '"etc/', 'D', '"+ added'] },
  { name: 'file', steps: ['f', '"etc/', 'D', '"+ added', 'j', 'enter', '"Welcome'] },
  { name: 'images', steps: ['2', '"▶ Images', '"busybox', '"COPY'] },
  { name: 'volumes', steps: ['3', '"▶ Volumes', '"web-1'] },
  { name: 'networks', steps: ['4', '"▶ Networks', '"gateway'] },
  { name: 'events', steps: ['s', '"143 TERM', '5', '"▶ Events', '"exited'] },
  { name: 'system', steps: ['6', '"▶ System', '"runtime'] },
  { name: 'create', steps: ['n', '"--name busybox-1'] },
  { name: 'edit', steps: ['E', '"Change web-1'] },
  { name: 'kill', steps: ['K', '"TERM'] },
  { name: 'remove', steps: ['d', '"Kill and remove'] },
  { name: 'prompt', steps: ['M', '"Rename web-1'] },
  {
    name: 'path',
    steps: ['2', '"▶ Images', '"COPY', 's', '"Save busybox', 'ctrl-u', '/', 'tab', '"etc/', 'tab', 'tab', '"› etc/'],
  },
  { name: 'actions', steps: ['x', '"stop it and start'] },
  { name: 'palette', steps: [':', 's', 'o', 'r', 't', '": sort'] },
  { name: 'columns', steps: ['O', '"[x] name'] },
  { name: 'help', steps: ['?', '"▶ Keys'] },
  { name: 'commands', steps: ['s', '"143 TERM', '@', '"✓ conmanctl'] },
  { name: 'shell', steps: ['j', '"shell [Log]', 'e', '"▶ Shell in shell', '"$'] },
  { name: 'shell-prefix', steps: ['j', '"shell [Log]', 'e', '"▶ Shell in shell', '"$', 'ctrl-g', '"leave running'] },
  { name: 'shells-split', steps: ['j', '"shell [Log]', 'e', '"$', 'ctrl-g', '|', '"2 of 2'] },
  { name: 'attach', steps: ['j', '"shell [Log]', 'a', '"attached to shell'] },
];
