import { ConmanError } from '../../errors/index.ts';
import { expectCriu } from '../../runtime/criu.ts';
import type { Container, RecordDocument } from '../container.ts';
import type { EngineParts } from '../engine-parts.ts';
import { openCheckpoint } from './checkpoint-store.ts';

/** Has a container that does not run go on from a checkpoint, with its present files. It runs when this resolves. */
export async function restoreContainer(
  { config, clock, relaunch, stopping, supervisor }: EngineParts,
  container: Container,
  document: RecordDocument,
  target: string,
): Promise<void> {
  const { name } = container;
  const { tty, autoRemove = false } = document.data;
  const checkpoint = await openCheckpoint(container, target);
  if (checkpoint.record.tty !== tty) {
    const [was, is] = tty ? ['no terminal', 'one'] : ['a terminal', 'none'];
    throw new ConmanError('failed-precondition', `the checkpoint is of a container with ${was}, and ${name} has ${is}`);
  }
  await expectCriu(config.criuSearchPath);
  if (container.state === 'created') {
    if (autoRemove) {
      throw new ConmanError('failed-precondition', `${name} is removed when it ends, and its first process would end`, {
        hint: 'Create it without --rm.',
      });
    }
    // The process that waits to be started makes room for those of the checkpoint.
    await stopping.kill(container);
  }
  await relaunch.restore(container, document, { ...checkpoint, at: clock.nowNs() });
  supervisor.follow(container);
  supervisor.started(container);
}
