import { isAbsolute, join } from 'node:path';
import type { Checkpoint } from '../../api/checkpoint-operations.ts';
import { ConmanError } from '../../errors/index.ts';
import { listDirectory, removeTree } from '../../host/directories.ts';
import { fileSize, pathKind } from '../../host/files.ts';
import { Document } from '../../store/document.ts';
import type { Container } from '../container.ts';
import { type CheckpointRecord, checkpointDocument, checkpointFile } from './checkpoint-record.ts';

const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$/;

/** A checkpoint that can be restored. */
export interface StoredCheckpoint {
  readonly directory: string;
  readonly record: CheckpointRecord;
}

/** Where a checkpoint of this name or path is, or would be. */
export function checkpointDirectory({ paths }: Pick<Container, 'paths'>, target: string): string {
  if (isAbsolute(target) && !target.includes('\0')) return target;
  if (namePattern.test(target)) return join(paths.checkpoints, target);
  throw new ConmanError('invalid-argument', `${JSON.stringify(target)} is neither a name nor an absolute path`, {
    hint: 'A name is up to 64 letters, digits and _ . - after the first.',
  });
}

/** Those kept with the container, the oldest first. What an interrupted writing left is none of them. */
export async function listCheckpoints({ paths }: Pick<Container, 'paths'>): Promise<readonly Checkpoint[]> {
  const found = (await listDirectory(paths.checkpoints)).map((name) => describe(join(paths.checkpoints, name), name));
  const checkpoints = (await Promise.all(found)).filter((checkpoint) => checkpoint !== undefined);
  return checkpoints.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}

async function describe(directory: string, name: string): Promise<Checkpoint | undefined> {
  const record = await readCheckpoint(directory);
  if (record === undefined) return undefined;
  const sizes = (await listDirectory(directory)).map((file) => fileSize(join(directory, file)));
  const sizeBytes = (await Promise.all(sizes)).reduce<number>((sum, size) => sum + (size ?? 0), 0);
  return { name, createdAt: BigInt(record.createdAt), sizeBytes };
}

export async function openCheckpoint(container: Container, target: string): Promise<StoredCheckpoint> {
  const directory = checkpointDirectory(container, target);
  const record = await readCheckpoint(directory);
  if (record !== undefined) return { directory, record };
  throw noCheckpoint(container, target, directory);
}

export async function removeCheckpoint(container: Container, name: string): Promise<void> {
  if (isAbsolute(name)) {
    throw new ConmanError('invalid-argument', `${name} is not kept with the container, so it is not removed with it`, {
      hint: `rm -r ${name}`,
    });
  }
  const directory = checkpointDirectory(container, name);
  if ((await pathKind(directory)) === 'missing') throw noCheckpoint(container, name, directory);
  await removeTree(directory);
}

async function readCheckpoint(directory: string): Promise<CheckpointRecord | undefined> {
  return (await Document.open(join(directory, checkpointFile), checkpointDocument))?.data;
}

function noCheckpoint({ name }: Container, target: string, directory: string): ConmanError {
  const what = isAbsolute(target) ? `no checkpoint of conman in ${directory}` : `no checkpoint ${target} of ${name}`;
  return new ConmanError('not-found', `there is ${what}`, {
    hint: `See which there are: conmanctl checkpoint list ${name}`,
  });
}
