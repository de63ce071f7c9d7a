import { isAbsolute } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { makeDirectory, removeTree } from '../host/directories.ts';
import { pathKind } from '../host/files.ts';
import { expectCriu } from '../runtime/criu.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import type { EngineConfig } from './config.ts';
import type { Container } from './container.ts';

/** Writes what the processes of a container are and have in memory into a new directory, and lets them go on. */
export async function checkpointContainer(
  { criuSearchPath }: EngineConfig,
  runtimes: Runtimes,
  { id, name, state, record }: Container,
  directory: string,
): Promise<void> {
  if (!isAbsolute(directory) || directory.includes('\0')) {
    throw new ConmanError('invalid-argument', `${JSON.stringify(directory)} is not an absolute path`);
  }
  if (state !== 'running') throw new ConmanError('failed-precondition', `container ${name} is ${state}, not running`);
  await expectCriu(criuSearchPath);
  const runtime = runtimes.named(record?.runtime);
  if ((await pathKind(directory)) !== 'missing') {
    throw new ConmanError('already-exists', `${directory} is there already`, {
      hint: 'Name a directory that is not: what is in one is never overwritten.',
    });
  }
  // Memory holds secrets.
  await makeDirectory(directory, 0o700);
  try {
    await runtime.checkpoint(id, directory);
  } catch (error) {
    await removeTree(directory);
    throw error;
  }
}
