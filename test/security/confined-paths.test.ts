import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfinedText } from '../../src/core/host/confined-file.ts';
import { ConmanError } from '../../src/core/index.ts';
import { makeTestRoot, TestEngine } from '../fixtures/engine.ts';
import { compile } from './c-program.ts';

const looks = 20_000;

/** A tree in which `/etc` is a directory and, every other microsecond, a link that leads out of it. */
async function startRace(directory: string) {
  const root = join(directory, 'rootfs');
  const outside = join(directory, 'outside');
  for (const path of [join(root, 'etc'), outside]) mkdirSync(path, { recursive: true });
  writeFileSync(join(root, 'etc/passwd'), 'inside');
  writeFileSync(join(outside, 'passwd'), 'outside');
  symlinkSync(outside, join(root, 'link'));
  const swapper = spawn(compile('link-swapper', directory), [join(root, 'etc'), join(root, 'link')]);
  await once(swapper.stdout, 'data');
  return {
    root,
    async [Symbol.asyncDispose]() {
      swapper.kill('SIGKILL');
      await once(swapper, 'exit');
      rmSync(directory, { recursive: true });
    },
  };
}

test(`a directory that becomes a link during ${looks} looks never leads out of the root`, async () => {
  await using race = await startRace(makeTestRoot());
  const seen = { inside: 0, nothing: 0 };
  for (let look = 0; look < looks; look++) {
    const text = await readConfinedText(race.root, '/etc/../etc/./passwd', 100).catch(expectDisturbed);
    if (text === undefined) seen.nothing += 1;
    else expect(text).toBe('inside');
    if (text !== undefined) seen.inside += 1;
  }
  // Both states were met, so there was a race to lose.
  expect(seen.inside).toBeGreaterThan(0);
  expect(seen.nothing).toBeGreaterThan(0);
});

function expectDisturbed(thrown: unknown): undefined {
  expect(ConmanError.from(thrown).code).toBe('aborted');
}

test.each([
  ['a link to the host’s file', (etc: string) => symlinkSync('/etc/passwd', join(etc, 'passwd'))],
  ['a link upwards', (etc: string) => symlinkSync('../../../../../../../../../etc/passwd', join(etc, 'passwd'))],
  ['a link into /proc', (etc: string) => symlinkSync('/proc/self/root/etc/passwd', join(etc, 'passwd'))],
])('%s in an image names no user of the host', async (_, plant) => {
  await using engine = await TestEngine.open();
  const image = join(engine.root, 'image');
  for (const path of ['etc', 'bin', 'proc']) mkdirSync(join(image, path), { recursive: true });
  plant(join(image, 'etc'));
  writeFileSync(join(image, 'bin/true'), '', { mode: 0o755 });
  // A user that the host has and the image has not.
  const creation = engine.containers.create({ name: 'x', image, command: ['/bin/true'], user: 'daemon' });
  await expect(creation).rejects.toMatchObject({ message: expect.stringContaining('there is no user "daemon"') });
});
