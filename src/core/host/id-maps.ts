/** `size` ids from `container` on are those from `host` on for everybody outside (user_namespaces(7)). */
export interface IdRange {
  readonly container: number;
  readonly host: number;
  readonly size: number;
}

export interface IdMaps {
  readonly uids: readonly IdRange[];
  readonly gids: readonly IdRange[];
}

/** Whose an id is that no range holds: /proc/sys/kernel/overflowuid. */
export const nobody = 65_534;

/** Undefined when the container has no such id. */
export function toHostId(ranges: readonly IdRange[], id: number): number | undefined {
  const range = ranges.find(({ container, size }) => id >= container && id < container + size);
  return range && range.host + (id - range.container);
}

/** As the container sees it. */
export function toContainerId(ranges: readonly IdRange[], id: number): number {
  const range = ranges.find(({ host, size }) => id >= host && id < host + size);
  return range === undefined ? nobody : range.container + (id - range.host);
}

/** What shows files of the container's owners as those of its own ids. */
export function reversed({ uids, gids }: IdMaps): IdMaps {
  const turn = ({ container, host, size }: IdRange): IdRange => ({ container: host, host: container, size });
  return { uids: uids.map(turn), gids: gids.map(turn) };
}

/** The text of /proc/PID/uid_map. */
export function idMapText(ranges: readonly IdRange[]): string {
  return ranges.map(({ container, host, size }) => `${container} ${host} ${size}\n`).join('');
}
