import type { ContainerEngine, CreateContainerOptions, UpdateContainerOptions } from '../../../core/api/index.ts';
import { runWords, updateWords } from '../present/conmanctl-line.ts';
import { doneWith, type OperationResult, type OperationRows } from './operation.ts';

export type ContainerOperation =
  | { readonly kind: 'start'; readonly containerId: string }
  | { readonly kind: 'stop'; readonly containerId: string }
  | { readonly kind: 'restart'; readonly containerId: string }
  | { readonly kind: 'pause'; readonly containerId: string }
  | { readonly kind: 'resume'; readonly containerId: string }
  | { readonly kind: 'kill'; readonly containerId: string; readonly signal: string }
  | { readonly kind: 'rename'; readonly containerId: string; readonly name: string }
  | { readonly kind: 'update'; readonly containerId: string; readonly options: UpdateContainerOptions }
  | { readonly kind: 'remove'; readonly containerId: string; readonly force: boolean }
  | { readonly kind: 'create'; readonly options: CreateContainerOptions }
  | { readonly kind: 'end-session'; readonly execId: string };

export const containerOperationRows: OperationRows<ContainerOperation> = {
  start: {
    ...{ plain: 'start', going: 'starting' },
    command: (_, name) => ['start', name],
    run: (engine, { containerId }) => doneWith(engine.startContainer(containerId)),
  },
  stop: {
    ...{ plain: 'stop', going: 'stopping' },
    command: (_, name) => ['stop', name],
    run: (engine, { containerId }) => doneWith(engine.stopContainer(containerId)),
  },
  restart: {
    ...{ plain: 'restart', going: 'restarting' },
    command: (_, name) => ['restart', name],
    run: (engine, { containerId }) => doneWith(engine.restartContainer(containerId)),
  },
  pause: {
    ...{ plain: 'pause', going: 'pausing' },
    command: (_, name) => ['pause', name],
    run: (engine, { containerId }) => doneWith(engine.pauseContainer(containerId)),
  },
  resume: {
    ...{ plain: 'resume', going: 'resuming' },
    command: (_, name) => ['resume', name],
    run: (engine, { containerId }) => doneWith(engine.resumeContainer(containerId)),
  },
  kill: {
    ...{ plain: 'send a signal to', going: 'signalling' },
    command: ({ signal }, name) => ['kill', '--signal', signal, name],
    run: (engine, { containerId, signal }) => doneWith(engine.killContainer(containerId, signal)),
  },
  rename: {
    ...{ plain: 'rename', going: 'renaming' },
    command: (operation, name) => ['rename', name, operation.name],
    run: (engine, { containerId, name }) => doneWith(engine.renameContainer(containerId, name)),
  },
  update: {
    ...{ plain: 'change', going: 'changing' },
    command: ({ options }, name) => updateWords(options, name),
    run: (engine, { containerId, options }) => doneWith(engine.updateContainer(containerId, options)),
  },
  remove: {
    ...{ plain: 'remove', going: 'removing' },
    command: ({ force }, name) => (force ? ['remove', '--force', name] : ['remove', name]),
    run: (engine, { containerId, force }) => doneWith(engine.removeContainer(containerId, { force })),
  },
  create: {
    ...{ plain: 'create', going: 'creating' },
    command: ({ options }) => runWords(options),
    run: (engine, { options }) => createAndStart(engine, options),
  },
  'end-session': {
    ...{ plain: 'end the shell', going: 'ending the shell' },
    run: (engine, { execId }) => doneWith(engine.removeExec(execId)),
  },
};

/** A container that cannot be started is taken away again, so that its form can be mended and sent once more. */
async function createAndStart(engine: ContainerEngine, options: CreateContainerOptions): Promise<OperationResult> {
  const { id } = await engine.createContainer(options);
  try {
    await engine.startContainer(id);
  } catch (error) {
    // Whether the removal works or not, why the start failed is what the user has to know.
    await engine.removeContainer(id, { force: true }).catch(() => undefined);
    throw error;
  }
  return { kind: 'created', containerId: id };
}
