import { join } from 'node:path';
import type { CheckpointOptions } from '../../api/checkpoint-operations.ts';
import { ConmanError } from '../../errors/index.ts';
import { makeDirectory, removeTree } from '../../host/directories.ts';
import { pathKind, writeText } from '../../host/files.ts';
import { mountedFile } from '../../host/mounted-file.ts';
import { criuFailure, criuFileName, dumpConfiguration, expectCriu } from '../../runtime/criu.ts';
import { Document } from '../../store/document.ts';
import type { Container } from '../container.ts';
import type { EngineParts } from '../engine-parts.ts';
import { streamFifo } from '../lifeline.ts';
import { containerProcesses } from '../processes.ts';
import type { ContainerRecord } from '../record.ts';
import { type CheckpointRecord, checkpointDocument, checkpointFile } from './checkpoint-record.ts';
import { checkpointDirectory } from './checkpoint-store.ts';

type Parts = Pick<EngineParts, 'config' | 'runtimes' | 'clock' | 'hierarchies'>;

/** Writes what the processes of a container are and have in memory into a new directory. */
export async function checkpointContainer(
  { config, runtimes, clock, hierarchies }: Parts,
  container: Container,
  target: string,
  { stop = false, tcpEstablished = false }: CheckpointOptions,
): Promise<void> {
  const { id, paths } = container;
  const directory = checkpointDirectory(container, target);
  const record = expectRunning(container);
  const isKept = directory !== target;
  if (stop && isKept && record.autoRemove) {
    throw new ConmanError('failed-precondition', `${container.name} is removed when it ends, its checkpoints with it`, {
      hint: 'Let it run on, or give a directory for the checkpoint.',
    });
  }
  await expectCriu(config.criuSearchPath);
  await expectNoStrangers(container, hierarchies);
  const runtime = runtimes.named(record.runtime);
  if (isKept) await removeUnfinished(directory);
  await expectMissing(directory);
  const streams = streamsOf(container);
  const workDirectory = join(paths.runDirectory, 'criu');
  // Memory holds secrets.
  await makeDirectory(directory, 0o700);
  try {
    await makeDirectory(workDirectory);
    await writeText(paths.criuConfiguration, dumpConfiguration(streams));
    const options = { directory, workDirectory, leaveRunning: !stop, tcpEstablished };
    await runtime.checkpoint(id, options).catch((error: unknown) => criuFailure(error, workDirectory, 'dump.log'));
    const createdAt = clock.nowNs().toString();
    const written: CheckpointRecord = { version: 1, createdAt, tty: record.tty, tcpEstablished, streams: [...streams] };
    // Last: a directory without it is no checkpoint.
    await Document.create(join(directory, checkpointFile), checkpointDocument, written);
  } catch (error) {
    await removeTree(directory);
    throw error;
  }
}

function expectRunning({ name, state, paused, record }: Container): ContainerRecord {
  if (state !== 'running' || record === undefined) {
    throw new ConmanError('failed-precondition', `container ${name} is ${state}, not running`);
  }
  if (paused) {
    throw new ConmanError('failed-precondition', `container ${name} is paused: criu needs processes that go on`, {
      hint: `conmanctl container resume ${name}`,
    });
  }
  return record;
}

/** criu writes down a tree of processes; one that came in from outside has its parent there. */
async function expectNoStrangers(container: Container, hierarchies: EngineParts['hierarchies']): Promise<void> {
  const processes = await containerProcesses(container, hierarchies);
  const pids = new Set(processes.map(({ pid }) => pid));
  const stranger = processes.find(({ containerPid, parentPid }) => containerPid !== 1 && !pids.has(parentPid));
  if (stranger === undefined) return;
  const what = stranger.command.join(' ').slice(0, 80);
  throw new ConmanError(
    'failed-precondition',
    `criu cannot write down what came into ${container.name} by exec: ${what}`,
    {
      hint: 'End it first (conmanctl session list, session kill). If it is a health check, try again.',
    },
  );
}

/** What a conmand left that was killed meanwhile. */
async function removeUnfinished(directory: string): Promise<void> {
  if ((await pathKind(join(directory, checkpointFile))) === 'missing') await removeTree(directory);
}

async function expectMissing(directory: string): Promise<void> {
  if ((await pathKind(directory)) === 'missing') return;
  throw new ConmanError('already-exists', `${directory} is there already`, {
    hint: 'Choose another name or directory: what is in one is never overwritten.',
  });
}

/** The FIFOs, which lie outside of the container's mounts. A terminal and /dev/null criu knows by itself. */
function streamsOf({ paths, record }: Container): readonly (string | null)[] {
  if (record?.tty) return [null, null, null];
  return [0, 1, 2].map((stream) => {
    const file = mountedFile(streamFifo(paths.attachSocket, stream));
    return file === undefined ? null : criuFileName(file);
  });
}
