import { posix } from 'node:path';
import type { FileFacts } from '../../../core/api/index.ts';
import { type CopyTarget, copyDestination } from '../../input/copy-place.ts';
import { sizeText } from '../../words/size.ts';
import { counted, orNothing, refuseToReplace } from './copied-files.ts';
import type { OperationResult, OperationRows } from './operation.ts';

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
    ...{ plain: 'copy from', going: 'copying from', isHarmless: true, isCancellable: true },
    command: ({ path, target }, name) => ['cp', `${name}:${path}`, target],
    run: async (engine, { containerId, path, target }, tools) => {
      const local = await tools.localFiles();
      const { kind } = await engine.statPath(containerId, path);
      const stat = (at: string) => orNothing(local.stat(at, { followLink: true }));
      const { directory, name } = copyDestination(sourceOf(kind, path), targetOf(target, await stat(target)));
      refuseToReplace(await stat(posix.join(directory, name)), posix.join(directory, name), kind);
      const archive = counted(engine.copyOut(containerId, path, { name }, tools.abort), (bytes) =>
        tools.report(sizeText(bytes)),
      );
      return copied(await local.unpack(directory, archive, { keepOwner: false }, tools.abort), target);
    },
  },
  'copy-in': {
    ...{ plain: 'copy into', going: 'copying into', isCancellable: true },
    command: ({ source, directory }, name) => ['cp', source, `${name}:${directory}`],
    run: async (engine, { containerId, source, directory }, tools) => {
      const local = await tools.localFiles();
      const { kind } = await local.stat(source, { followLink: false });
      const name = posix.basename(source);
      const place = posix.join(directory, name);
      refuseToReplace(await orNothing(engine.statPath(containerId, place)), place, kind);
      const packed = local.pack(source, { name, followLink: false, owner: { uid: 0, gid: 0 } }, tools.abort);
      const archive = counted(packed, (bytes) => tools.report(sizeText(bytes)));
      return copied(await engine.copyIn(containerId, directory, archive, tools.abort), directory);
    },
  },
};

const sourceOf = (kind: FileFacts['kind'], path: string) => ({ isDirectory: kind === 'directory', path, typed: path });

function targetOf(path: string, found: FileFacts | undefined): CopyTarget {
  return { kind: found && (found.kind === 'directory' ? 'directory' : 'other'), path, typed: path };
}

function copied(
  { entries, bytes }: { readonly entries: number; readonly bytes: number },
  place: string,
): OperationResult {
  const what = entries === 1 ? '1 entry' : `${entries} entries`;
  return { kind: 'told', text: `copied ${what}, ${sizeText(bytes)}, to ${place}` };
}
