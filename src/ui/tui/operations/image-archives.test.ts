import { expect, test } from 'vitest';
import type { LocalFiles } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { DemoEngine } from '../../demo/demo-engine.ts';
import { archiveName } from './image-archives.ts';
import type { OperationTools } from './operation.ts';
import { carryOut } from './operation-table.ts';

/** Files of a user, in memory. */
function userFiles(): LocalFiles & { readonly files: Map<string, string> } {
  const files = new Map<string, string>();
  return {
    files,
    async stat(path) {
      const facts = { name: path, mode: 0o644, uid: 0, gid: 0, sizeBytes: 1, modifiedAt: 1n };
      if (path === '/root') return { ...facts, kind: 'directory' };
      if (!files.has(path)) throw new ConmanError('not-found', `there is no ${path}`);
      return { ...facts, kind: 'file' };
    },
    async write(path, content) {
      let text = '';
      for await (const piece of content) text += Buffer.from(piece).toString();
      files.set(path, text);
    },
    async *read(path) {
      yield Buffer.from(files.get(path) ?? '');
    },
    pack: () => {
      throw new Error('no directory is packed');
    },
    unpack: async () => ({ entries: 0, bytes: 0 }),
    names: async () => [],
  };
}

function tools(local: LocalFiles, reports: string[] = []): OperationTools {
  const { signal: abort } = new AbortController();
  return { localFiles: async () => local, report: (text) => reports.push(text), news: () => undefined, abort };
}

const save = (target: string) => ({ kind: 'save-images', name: 'busybox', images: ['busybox'], target }) as const;

test('an archive is named for what is in it', () => {
  expect(archiveName(['ghcr.io/owner/alpine:3.20'])).toBe('alpine-3.20.tar');
  expect(archiveName(['a', 'b'])).toBe('images.tar');
});

test('a save goes into a directory under its own name, tells how much it was, and replaces nothing', async () => {
  const [local, reports] = [userFiles(), [] as string[]];
  const told = await carryOut(new DemoEngine(), save('/root'), tools(local, reports));
  expect(told).toEqual({ kind: 'told', text: 'saved busybox, 7 B, to /root/busybox.tar' });
  expect(local.files.get('/root/busybox.tar')).toBe('archive');
  expect(reports).toEqual(['7 B']);
  const again = carryOut(new DemoEngine(), save('/root/busybox.tar'), tools(local));
  await expect(again).rejects.toMatchObject({ code: 'already-exists' });
});

test('what is loaded is told by name; what is not there is not loaded', async () => {
  const local = userFiles();
  local.files.set('/root/x.tar', 'archive');
  const load = (source: string) => ({ kind: 'load-images', source, imageName: undefined }) as const;
  const told = await carryOut(new DemoEngine(), load('/root/x.tar'), tools(local));
  expect(told).toEqual({ kind: 'told', text: 'loaded busybox' });
  await expect(carryOut(new DemoEngine(), load('/root/y.tar'), tools(local))).rejects.toMatchObject({
    code: 'not-found',
  });
});
