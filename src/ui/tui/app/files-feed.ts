import { posix } from 'node:path';
import type { ContainerEngine, FileChange, FileFacts } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { fileLines } from '../present/file-lines.ts';
import { changeColumns, changeRow, directoriesFirst, fileColumns, fileRow } from '../present/file-rows.ts';
import type { AppState } from '../state/app-state.ts';
import type { FilesChange } from '../state/effect.ts';
import { detailContainer } from '../state/selectors.ts';
import { tabInFront } from '../state/tabs.ts';
import type { TablePainter } from '../table/table-painter.ts';
import type { TableRow } from '../table/table-row.ts';
import type { Theme } from '../theme/theme.ts';
import type { SlowWork } from './slow-work.ts';
import type { Dispatch } from './store.ts';

export interface FilesFeedOptions {
  readonly engine: () => ContainerEngine;
  readonly painter: TablePainter;
  readonly theme: Theme;
  readonly dispatch: Dispatch;
  readonly slowWork: SlowWork;
}

/** What is on the screen: the names of a directory, or every path that is not as the image has it. */
type Listing =
  | { readonly kind: 'directory'; readonly entries: readonly FileFacts[] }
  | { readonly kind: 'changes'; readonly changes: readonly FileChange[] };

const nothing: Listing = { kind: 'directory', entries: [] };

interface Reading {
  readonly kind: Listing['kind'];
  readonly path: string;
  /** What goes on, for who waits. */
  readonly doing: string;
  readonly selectedId: string | undefined;
  read(engine: ContainerEngine, id: string): Promise<readonly [Listing, readonly TableRow[]]>;
}

/** Files that are looked at are read so far. */
const mostViewedBytes = 1_048_576;

/** Browses the files of the container that is shown, past React and the state. Paths are those of a process in it. */
export class FilesFeed {
  readonly #options: FilesFeedOptions;
  #container: { readonly id: string; readonly name: string } | undefined;
  #path = '/';
  #listing: Listing = nothing;
  #turn = 0;

  constructor(options: FilesFeedOptions) {
    this.#options = options;
    options.painter.setColumns(fileColumns);
  }

  take(state: AppState): void {
    const { painter } = this.#options;
    painter.setFocused(state.focus === 'detail' && state.dialog === undefined);
    if (tabInFront(state).surface !== 'files' || state.connection.kind !== 'connected') return;
    const container = detailContainer(state);
    if (container?.id === this.#container?.id) return;
    this.#container = container && { id: container.id, name: container.name };
    this.#path = '/';
    if (this.#listing.kind === 'changes') void this.#compare();
    else void this.#list();
  }

  change(change: FilesChange): void {
    const isComparing = this.#listing.kind === 'changes';
    switch (change) {
      case 'open':
        this.#open();
        break;
      case 'up':
        if (isComparing) void this.#list();
        else if (this.#path === '/') this.#options.dispatch({ kind: 'focused', focus: 'list' });
        else void this.#list(posix.dirname(this.#path), posix.basename(this.#path));
        break;
      case 'again':
        if (isComparing) void this.#compare();
        else void this.#list(this.#path, this.#options.painter.selectedId);
        break;
      case 'compare':
        if (isComparing) void this.#list();
        else void this.#compare();
        break;
      case 'copy-out':
      case 'copy-in':
        this.#ask(change);
    }
  }

  /** The path in front; undefined where there is none. */
  get #selectedPath(): string | undefined {
    const { selectedId } = this.#options.painter;
    if (selectedId === undefined || this.#listing.kind === 'changes') return selectedId;
    return posix.join(this.#path, selectedId);
  }

  #open(): void {
    const path = this.#selectedPath;
    if (path === undefined) return;
    if (this.#listing.kind === 'directory') {
      const { selectedId } = this.#options.painter;
      const entry = this.#listing.entries.find(({ name }) => name === selectedId);
      if (entry?.kind === 'directory') return void this.#list(path);
    }
    if (!this.#isDeleted(path)) void this.#look(path);
  }

  #ask(direction: 'copy-out' | 'copy-in'): void {
    const container = this.#container;
    if (!container) return;
    const selected = this.#selectedPath;
    if (direction === 'copy-out' && selected === undefined) {
      this.#tell('there is nothing to copy here');
      return;
    }
    const path = direction === 'copy-out' ? (selected ?? '/') : this.#path;
    if (direction === 'copy-out' && this.#isDeleted(path)) return;
    this.#options.dispatch({ kind: 'ask-copy', direction, containerId: container.id, path });
  }

  /** True, and told, for what the container has no more. */
  #isDeleted(path: string): boolean {
    const isDeleted =
      this.#listing.kind === 'changes' &&
      this.#listing.changes.some((change) => change.path === path && change.kind === 'deleted');
    if (isDeleted) this.#tell(`${path} is deleted in the container; only its image has it`);
    return isDeleted;
  }

  async #list(path = this.#path, selectedId?: string): Promise<void> {
    await this.#show({
      ...{ kind: 'directory', path, doing: `reading ${path}`, selectedId },
      async read(engine, id) {
        const entries = [...(await engine.listDirectory(id, path))].sort(directoriesFirst);
        return [{ kind: 'directory', entries }, entries.map(fileRow)];
      },
    });
  }

  async #compare(): Promise<void> {
    const { painter, theme } = this.#options;
    const selectedId = this.#listing.kind === 'changes' ? painter.selectedId : undefined;
    await this.#show({
      ...{ kind: 'changes', path: this.#path, doing: 'comparing with the image', selectedId },
      async read(engine, id) {
        const changes = await engine.containerChanges(id);
        return [{ kind: 'changes', changes }, changes.map((change) => changeRow(change, theme))];
      },
    });
  }

  /** What was read in place of what is shown, which stays where nothing can be read, unless it is the same. */
  async #show({ kind, path, doing, selectedId, read }: Reading): Promise<void> {
    const container = this.#container;
    const { engine, painter, slowWork } = this.#options;
    const turn = ++this.#turn;
    if (!container) return painter.setRows([]);
    try {
      const [listing, rows] = await slowWork.during(doing, read(engine(), container.id));
      if (turn !== this.#turn) return;
      this.#path = path;
      this.#take(listing, rows, selectedId);
    } catch (error) {
      if (turn !== this.#turn) return;
      const { message } = ConmanError.from(error);
      if (kind !== this.#listing.kind || path !== this.#path) return this.#tell(message);
      painter.setPlaceholder(message);
      painter.setRows([]);
    }
  }

  #take(listing: Listing, rows: readonly TableRow[], selectedId: string | undefined): void {
    const { painter, dispatch } = this.#options;
    const isComparing = listing.kind === 'changes';
    if (listing.kind !== this.#listing.kind) painter.setColumns(isComparing ? changeColumns : fileColumns);
    this.#listing = listing;
    painter.setPlaceholder(
      isComparing ? 'All is as the image has it. D shows all files.' : 'Nothing is in here. Backspace goes up.',
    );
    painter.setRows(rows);
    if (selectedId === undefined) painter.selectFirst();
    else painter.select(selectedId);
    dispatch({ kind: 'files', path: this.#path, changes: isComparing ? listing.changes.length : undefined });
  }

  /** Where a link leads is found by asking: to a directory, which is listed, or to something to look at. */
  async #look(path: string): Promise<void> {
    const { id, name } = this.#container ?? {};
    if (id === undefined) return;
    const { engine, dispatch, slowWork } = this.#options;
    try {
      const { kind } = await slowWork.during(`reading ${path}`, engine().statPath(id, path, { followLink: true }));
      if (kind === 'directory') return await this.#list(path);
      if (kind !== 'file') return this.#tell(`${path} is a ${kind}: it has nothing to look at`);
      const reading = engine().readFile(id, path, { maxBytes: mostViewedBytes });
      const piece = await slowWork.during(`reading ${path}`, reading);
      dispatch({ kind: 'text', title: `${name}:${path}`, lines: fileLines(piece.data, piece.sizeBytes) });
    } catch (error) {
      this.#tell(ConmanError.from(error).message);
    }
  }

  #tell(text: string): void {
    this.#options.dispatch({ kind: 'told', severity: 'warning', text });
  }
}
