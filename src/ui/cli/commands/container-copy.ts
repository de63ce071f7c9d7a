import { posix } from 'node:path';
import { Command } from 'commander';
import type { ContainerEngine, CopyInResult, FileFacts, LocalFiles } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { type CopyPlace, type CopyTarget, copyDestination, parseCopyPlace } from '../../input/copy-place.ts';
import { sizeText } from '../../words/size.ts';
import { withProgress } from '../copy/copy-progress.ts';
import { type Invocation, requireThat } from '../invocation.ts';
import { examples, type Invoke } from '../invoke.ts';
import { writeAll } from '../write-all.ts';

interface CopyFlags {
  readonly archive?: boolean;
  readonly followLink?: boolean;
}

type FilePlace = Exclude<CopyPlace, { kind: 'stream' }>;

export function containerCopyCommand(invoke: Invoke): Command {
  return new Command('cp')
    .alias('copy')
    .description('Copy files between a container, running or not, and here, or between containers')
    .argument('<source>', 'CONTAINER:PATH, a path here, or - for a tar archive on stdin; DIRECTORY/. for its content')
    .argument('<target>', 'the same; - writes a tar archive to stdout')
    .option('-a, --archive', 'keep owner and group (without it they are root in a container, and you here)')
    .option('-L, --follow-link', 'copy what the source link leads to rather than the link')
    .addHelpText(
      'after',
      examples([
        'conmanctl cp ./site web:/www',
        'conmanctl cp web:/var/log/app.log .',
        'conmanctl cp web:/etc - | tar t',
        'conmanctl cp web:/data/. backup:/data',
      ]),
    )
    .action(
      invoke(async (call, from: string, to: string, flags: CopyFlags) => {
        const [source, target] = [from, to].map((typed) => parseCopyPlace(typed, call.context.workingDirectory));
        if (source === undefined || target === undefined) return;
        const isSensible = source.kind === 'container' || target.kind === 'container';
        requireThat(isSensible, 'neither source nor target is in a container', 'Write CONTAINER:PATH for one of them.');
        const abort = new AbortController();
        const leave = (['SIGINT', 'SIGTERM'] as const).map((name) => call.context.onSignal(name, () => abort.abort()));
        try {
          await new Copy(call, await call.engine(), flags, abort.signal).run(source, target);
        } finally {
          for (const stop of leave) stop();
        }
        if (abort.signal.aborted) throw new ConmanError('cancelled', 'the copy was cancelled');
      }),
    );
}

class Copy {
  readonly #call: Invocation;
  readonly #engine: ContainerEngine;
  readonly #flags: CopyFlags;
  readonly #abort: AbortSignal;

  constructor(call: Invocation, engine: ContainerEngine, flags: CopyFlags, abort: AbortSignal) {
    this.#call = call;
    this.#engine = engine;
    this.#flags = flags;
    this.#abort = abort;
  }

  async run(source: CopyPlace, target: CopyPlace): Promise<void> {
    if (source.kind === 'stream') {
      if (target.kind === 'container') await this.#report(await this.#fromStream(target.ref, target.path));
    } else if (target.kind === 'stream') {
      if (source.kind === 'container') await this.#toStream(source.ref, source.path);
    } else {
      await this.#report(await this.#copy(source, target));
    }
  }

  async #fromStream(ref: string, directory: string): Promise<CopyInResult> {
    const { stdin, stderr, nowMs } = this.#call.context;
    return await this.#engine.copyIn(ref, directory, withProgress(stdin, stderr, nowMs), this.#abort);
  }

  async #toStream(ref: string, path: string): Promise<void> {
    const { stdout } = this.#call.context;
    requireThat(stdout.isTTY !== true, 'an archive on a terminal is of no use', 'Send it on: ... - | tar x');
    const options = { followLink: this.#flags.followLink ?? false };
    for await (const chunk of this.#engine.copyOut(ref, path, options, this.#abort)) await writeAll(stdout, chunk);
  }

  async #copy(source: FilePlace, target: FilePlace): Promise<CopyInResult> {
    const { stderr, nowMs } = this.#call.context;
    const { followLink = false } = this.#flags;
    const { kind } = await this.#stat(source, followLink || /\/\.?$/.test(source.typed));
    const from = { isDirectory: kind === 'directory', path: source.path, typed: source.typed };
    const { directory, name } = copyDestination(from, await this.#targetOf(target));
    const archive = withProgress(await this.#read(source, name, followLink), stderr, nowMs);
    if (target.kind === 'container') return await this.#engine.copyIn(target.ref, directory, archive, this.#abort);
    const keepOwner = this.#flags.archive ?? false;
    return await (await this.#local()).unpack(directory, archive, { keepOwner }, this.#abort);
  }

  async #read(source: FilePlace, name: string, followLink: boolean): Promise<AsyncIterable<Uint8Array>> {
    if (source.kind === 'container') {
      return this.#engine.copyOut(source.ref, source.path, { name, followLink }, this.#abort);
    }
    const owner = this.#flags.archive ? {} : { owner: { uid: 0, gid: 0 } };
    return (await this.#local()).pack(source.path, { name, followLink, ...owner }, this.#abort);
  }

  /** What a target is; one that is a link to a file is that file. */
  async #targetOf(target: FilePlace): Promise<CopyTarget> {
    const { path, typed } = target;
    const [named, meant] = await Promise.all([false, true].map((follow) => this.#statOrNothing(target, follow)));
    if (meant === undefined) return { kind: undefined, path, typed };
    if (meant.kind === 'directory') return { kind: 'directory', path, typed };
    const isLink = named?.linkTarget !== undefined;
    const real = isLink ? posix.resolve(posix.dirname(path), named.linkTarget ?? '') : path;
    return { kind: 'other', path: real, typed };
  }

  async #statOrNothing(place: FilePlace, follow: boolean): Promise<FileFacts | undefined> {
    try {
      return await this.#stat(place, follow);
    } catch (error) {
      const isNothing = error instanceof ConmanError && error.code === 'not-found';
      // Of a container that is not there, the caller should hear.
      if (!isNothing || (place.kind === 'container' && !(await this.#exists(place.ref)))) throw error;
      return undefined;
    }
  }

  async #exists(ref: string): Promise<boolean> {
    return await this.#engine.containerStatus(ref).then(
      () => true,
      () => false,
    );
  }

  async #stat(place: FilePlace, followLink: boolean): Promise<FileFacts> {
    if (place.kind === 'container') return await this.#engine.statPath(place.ref, place.path, { followLink });
    return await (await this.#local()).stat(place.path, { followLink });
  }

  async #local(): Promise<LocalFiles> {
    return await this.#call.context.localFiles();
  }

  async #report({ entries, bytes }: CopyInResult): Promise<void> {
    if (this.#call.wantsJson) await this.#call.json({ entries: String(entries), bytes: String(bytes) });
    else await this.#call.print(`Copied ${entries} ${entries === 1 ? 'entry' : 'entries'}, ${sizeText(bytes)}.`);
  }
}
