import { posix } from 'node:path';
import type { ContainerEngine, FileFacts } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { sizeText } from '../../cli/present/size.ts';
import { fileLines } from '../present/file-lines.ts';
import { timeText } from '../present/time-text.ts';
import type { AppState } from '../state/app-state.ts';
import type { FilesChange } from '../state/effect.ts';
import { detailContainer } from '../state/selectors.ts';
import { tabInFront } from '../state/tabs.ts';
import type { TablePainter } from '../table/table-painter.ts';
import type { TableColumn, TableRow } from '../table/table-row.ts';
import type { Dispatch } from './store.ts';

export interface FilesFeedOptions {
  readonly engine: () => ContainerEngine;
  readonly painter: TablePainter;
  readonly dispatch: Dispatch;
}

const columns: readonly TableColumn[] = [
  { title: 'MODE', width: 10, dispensable: 3 },
  { title: 'OWNER', width: 9, align: 'right', dispensable: 2 },
  { title: 'SIZE', width: 8, align: 'right' },
  { title: 'CHANGED', width: 19, dispensable: 1 },
  { title: 'NAME', width: { min: 10, weight: 1 } },
];

/** Files that are looked at are read so far. */
const mostViewedBytes = 1_048_576;

/** Browses the files of the container that is shown, past React and the state. Paths are those of a process in it. */
export class FilesFeed {
  readonly #options: FilesFeedOptions;
  #container: { readonly id: string; readonly name: string } | undefined;
  #path = '/';
  #entries: readonly FileFacts[] = [];
  #turn = 0;

  constructor(options: FilesFeedOptions) {
    this.#options = options;
    options.painter.setColumns(columns);
  }

  take(state: AppState): void {
    const { painter } = this.#options;
    painter.setFocused(state.focus === 'detail' && state.dialog === undefined);
    if (tabInFront(state).surface !== 'files' || state.connection.kind !== 'connected') return;
    const container = detailContainer(state);
    if (container?.id === this.#container?.id) return;
    this.#container = container && { id: container.id, name: container.name };
    this.#path = '/';
    void this.#list();
  }

  change(change: FilesChange): void {
    switch (change) {
      case 'open':
        this.#open();
        break;
      case 'up':
        if (this.#path === '/') this.#options.dispatch({ kind: 'focused', focus: 'list' });
        else void this.#list(posix.dirname(this.#path), posix.basename(this.#path));
        break;
      case 'again':
        void this.#list(this.#path, this.#options.painter.selectedId);
        break;
      case 'copy-out':
      case 'copy-in':
        this.#ask(change);
    }
  }

  #open(): void {
    const entry = this.#selected;
    if (!entry) return;
    const path = posix.join(this.#path, entry.name);
    if (entry.kind === 'file') void this.#view(path);
    // Where a link leads is found by listing it: to a directory, or not.
    else if (entry.kind === 'directory') void this.#list(path);
    else if (entry.kind === 'symlink') void this.#follow(path);
    else this.#tell(`${entry.name} is a ${entry.kind}: it has nothing to look at`);
  }

  #ask(direction: 'copy-out' | 'copy-in'): void {
    const container = this.#container;
    if (!container) return;
    const entry = this.#selected;
    if (direction === 'copy-out' && !entry) {
      this.#tell('there is nothing to copy here');
      return;
    }
    const path = direction === 'copy-out' && entry ? posix.join(this.#path, entry.name) : this.#path;
    this.#options.dispatch({ kind: 'ask-copy', direction, containerId: container.id, path });
  }

  get #selected(): FileFacts | undefined {
    const { selectedId } = this.#options.painter;
    return this.#entries.find(({ name }) => name === selectedId);
  }

  async #list(path = this.#path, selectedName?: string): Promise<void> {
    const container = this.#container;
    const { engine, painter, dispatch } = this.#options;
    const turn = ++this.#turn;
    if (!container) {
      painter.setRows([]);
      return;
    }
    try {
      const entries = await engine().listDirectory(container.id, path);
      if (turn !== this.#turn) return;
      this.#path = path;
      this.#entries = [...entries].sort(directoriesFirst);
      painter.setPlaceholder('Nothing is in here. Backspace goes up.');
      painter.setRows(this.#entries.map(fileRow));
      if (selectedName === undefined) painter.selectFirst();
      else painter.select(selectedName);
      dispatch({ kind: 'files-path', path });
    } catch (error) {
      if (turn !== this.#turn) return;
      if (path === this.#path) {
        this.#entries = [];
        painter.setPlaceholder(ConmanError.from(error).message);
        painter.setRows([]);
      } else this.#tell(ConmanError.from(error).message);
    }
  }

  async #follow(path: string): Promise<void> {
    const { id } = this.#container ?? {};
    if (id === undefined) return;
    try {
      const { kind } = await this.#options.engine().statPath(id, path, { followLink: true });
      await (kind === 'directory' ? this.#list(path) : this.#view(path));
    } catch (error) {
      this.#tell(ConmanError.from(error).message);
    }
  }

  async #view(path: string): Promise<void> {
    const { id, name } = this.#container ?? {};
    if (id === undefined) return;
    const { engine, dispatch } = this.#options;
    try {
      const piece = await engine().readFile(id, path, { maxBytes: mostViewedBytes });
      dispatch({ kind: 'text', title: `${name}:${path}`, lines: fileLines(piece.data, piece.sizeBytes) });
    } catch (error) {
      this.#tell(ConmanError.from(error).message);
    }
  }

  #tell(text: string): void {
    this.#options.dispatch({ kind: 'told', severity: 'warning', text });
  }
}

function directoriesFirst(a: FileFacts, b: FileFacts): number {
  const rank = ({ kind }: FileFacts): number => (kind === 'directory' ? 0 : 1);
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1);
}

const kindLetters: Readonly<Record<FileFacts['kind'], string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  character: 'c',
  block: 'b',
  fifo: 'p',
  socket: 's',
};

/** `drwxr-xr-x`, as ls(1) has it. */
function modeText({ kind, mode }: FileFacts): string {
  const bits = [...'rwxrwxrwx'].map((letter, place) => (mode & (1 << (8 - place)) ? letter : '-'));
  return kindLetters[kind] + bits.join('');
}

function fileRow(facts: FileFacts): TableRow {
  const { name, kind, uid, gid, sizeBytes, modifiedAt, linkTarget } = facts;
  const shown = kind === 'directory' ? `${name}/` : linkTarget === undefined ? name : `${name} -> ${linkTarget}`;
  const size = kind === 'file' ? sizeText(sizeBytes) : '';
  return { id: name, cells: [modeText(facts), `${uid}:${gid}`, size, timeText(modifiedAt), shown] };
}
