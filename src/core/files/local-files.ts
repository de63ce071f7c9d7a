import type { CopyInResult, FileFacts } from '../api/files.ts';
import type { LocalFiles } from '../api/local-files.ts';
import { namesIn } from '../host/directory-names.ts';
import { readFileStream, writeFileStream } from '../host/file-streams.ts';
import { fileThread } from './file-thread.ts';

const everything = { path: '/' };

export const localFiles: LocalFiles = {
  stat: (path, { followLink }) => fileThread<FileFacts>(everything, { kind: 'stat', path, followLink }).result(),
  names: namesIn,
  pack: (path, options, abort) => fileThread(everything, { kind: 'copy-out', path, ...options }, abort).output(),
  unpack: (directory, archive, { keepOwner }, abort) =>
    fileThread<CopyInResult>({ path: directory }, { kind: 'copy-in', directory: '/', keepOwner }, abort).consume(
      archive,
    ),
  read: readFileStream,
  write: writeFileStream,
};
