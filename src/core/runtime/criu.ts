import { join } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { isExecutable } from '../host/files.ts';
import { plainEnvironment } from '../host/process.ts';

/** Fails with `failed-precondition` unless criu is where the runtime looks for it. */
export async function expectCriu(searchPath = plainEnvironment['PATH'] ?? ''): Promise<void> {
  for (const directory of searchPath.split(':')) {
    if (await isExecutable(join(directory, 'criu'))) return;
  }
  throw new ConmanError('failed-precondition', 'checkpoints are written by criu, which is not on this machine', {
    hint: 'Install the package criu (`apt-get install criu`); `criu check` says whether it works with this kernel.',
  });
}
