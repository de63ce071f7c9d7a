import type { ContainerEngine, Volume } from '../../../../core/api/index.ts';

/** A volume with the names of those who have it: the engine gives ids. */
export interface ListedVolume extends Volume {
  readonly users: readonly string[];
}

export async function listVolumes(engine: ContainerEngine): Promise<readonly ListedVolume[]> {
  const [volumes, containers] = await Promise.all([engine.listVolumes(), engine.listContainers()]);
  const names = new Map(containers.map(({ id, name }) => [id, name]));
  return volumes.map((volume) => ({
    ...volume,
    users: volume.usedBy.map((id) => names.get(id) ?? id.slice(0, 12)),
  }));
}
