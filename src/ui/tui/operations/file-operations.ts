import { posix } from 'node:path';
import type { ContainerEngine, FileFacts } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { type CopyTarget, copyDestination } from '../../cli/copy/copy-place.ts';
import { sizeText } from '../../cli/present/size.ts';
import type { OperationResult, OperationRows, OperationTools } from './operation.ts';

/** `containerName` is for the `conmanctl` line: the id would do, but nobody reads it. */
export type FileOperation =
  | {
      readonly kind: 'copy-out';
      readonly containerId: string;
      readonly path: string;
      /** Absolute, on the host. */
      readonly target: string;
    }
  | {
      readonly kind: 'copy-in';
      readonly containerId: string;
      /** Absolute, on the host. */
      readonly source: string;
      readonly directory: string;
    };

export const fileOperationRows: OperationRows<FileOperation> = {
  'copy-out': {
    ...{ plain: 'copy from', going: 'copying from', isHarmless: true },
    command: ({ path, target }, name) => ['cp', `${name}:${path}`, target],
    run: async (engine, { containerId, path, target }, tools) => {
      const local = await tools.localFiles();
      const { kind } = await engine.statPath(containerId, path);
      const stat = (at: string) => orNothing(local.stat(at, { followLink: true }));
      const { directory, name } = copyDestination(sourceOf(kind, path), targetOf(target, await stat(target)));
      refuseToReplace(await stat(posix.join(directory, name)), posix.join(directory, name), kind);
      const archive = counted(engine.copyOut(containerId, path, { name }), tools.report);
      return copied(await local.unpack(directory, archive, { keepOwner: false }), target);
    },
  },
  'copy-in': {
    ...{ plain: 'copy into', going: 'copying into' },
    command: ({ source, directory }, name) => ['cp', source, `${name}:${directory}`],
    run: async (engine, { containerId, source, directory }, tools) => {
      const local = await tools.localFiles();
      const { kind } = await local.stat(source, { followLink: false });
      const name = posix.basename(source);
      const place = posix.join(directory, name);
      refuseToReplace(await orNothing(engine.statPath(containerId, place)), place, kind);
      const packed = local.pack(source, { name, followLink: false, owner: { uid: 0, gid: 0 } });
      return copied(await copyInto(engine, containerId, directory, counted(packed, tools.report)), directory);
    },
  },
};

async function copyInto(engine: ContainerEngine, ref: string, directory: string, archive: AsyncIterable<Uint8Array>) {
  return await engine.copyIn(ref, directory, archive);
}

const sourceOf = (kind: FileFacts['kind'], path: string) => ({ isDirectory: kind === 'directory', path, typed: path });

function targetOf(path: string, found: FileFacts | undefined): CopyTarget {
  return { kind: found && (found.kind === 'directory' ? 'directory' : 'other'), path, typed: path };
}

/** A copy never takes the place of a file: whoever wants that removes it first. */
function refuseToReplace(found: FileFacts | undefined, place: string, kind: FileFacts['kind']): void {
  if (!found || (found.kind === 'directory' && kind === 'directory')) return;
  throw new ConmanError('already-exists', `${place} is there already`, {
    hint: 'remove it first, or take another name',
  });
}

async function orNothing(facts: Promise<FileFacts>): Promise<FileFacts | undefined> {
  try {
    return await facts;
  } catch (error) {
    if (error instanceof ConmanError && error.code === 'not-found') return undefined;
    throw error;
  }
}

async function* counted(
  archive: AsyncIterable<Uint8Array>,
  report: OperationTools['report'],
): AsyncIterable<Uint8Array> {
  let bytes = 0;
  for await (const chunk of archive) {
    bytes += chunk.length;
    report(sizeText(bytes));
    yield chunk;
  }
}

function copied(
  { entries, bytes }: { readonly entries: number; readonly bytes: number },
  place: string,
): OperationResult {
  const what = entries === 1 ? '1 entry' : `${entries} entries`;
  return { kind: 'told', text: `copied ${what}, ${sizeText(bytes)}, to ${place}` };
}
