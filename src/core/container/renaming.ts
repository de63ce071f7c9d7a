import { ConmanError } from '../errors/index.ts';
import type { Container } from './container.ts';
import { expectContainerName } from './name.ts';
import type { ContainerRegistry } from './registry.ts';

/** The new name is taken first, so that of two who want it one loses at once; the old one is free when it is on disk. */
export async function renameContainer(registry: ContainerRegistry, container: Container, name: string): Promise<void> {
  const { id, name: before, document } = container;
  if (registry.get(id) !== container) registry.find(id);
  if (document === undefined) {
    throw new ConmanError('failed-precondition', `the record of container ${before} cannot be read`);
  }
  expectContainerName(name);
  if (name === before) return;
  registry.names.take(name, id);
  try {
    await document.update({ name });
  } catch (error) {
    await document.update({ name: before }).catch(() => undefined);
    registry.names.release(name, id);
    throw error;
  }
  registry.names.release(before, id);
}
