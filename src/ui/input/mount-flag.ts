import { resolve } from 'node:path';
import type { ContainerMount, MountPropagation } from '../../core/api/index.ts';
import { requireThat } from './require-that.ts';

const propagations = ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'];

/** `PATH:TARGET[:ro,rslave]`, `NAME:TARGET[:ro,nocopy]` or, for an anonymous volume, `TARGET` */
export function parseVolume(text: string, workingDirectory: string): ContainerMount {
  const parts = text.split(':');
  const [source = '', target = '', options, ...rest] = parts.length === 1 ? ['', text] : parts;
  const hint = 'Write SOURCE:TARGET, SOURCE:TARGET:ro, or TARGET for an anonymous volume.';
  const isWhole = (source !== '' || parts.length === 1) && target.startsWith('/') && rest.length === 0;
  requireThat(isWhole, `--volume ${text} is not understood`, hint);
  const isPath = /^(?:\/|\.\.?(?:\/|$))/.test(source);
  const words = options?.split(',') ?? [];
  const known = ['ro', 'rw', ...(isPath ? [] : ['nocopy']), ...propagations];
  const unknown = words.find((word) => !known.includes(word));
  requireThat(unknown === undefined, `--volume has no option "${unknown}"`, `There are ${known.join(', ')}.`);
  const mount = {
    target,
    readonly: words.includes('ro'),
    propagation: words.find((word) => propagations.includes(word)) as MountPropagation | undefined,
  };
  if (isPath) return { kind: 'bind', source: resolve(workingDirectory, source), ...mount };
  return { kind: 'volume', source: source || undefined, ...mount, noCopy: words.includes('nocopy') };
}

/** `type=bind,source=SRC,target=DST,readonly`, `type=volume,source=NAME,...` or `type=tmpfs,target=DST,tmpfs-size=64m` */
export function parseMount(text: string, workingDirectory: string): ContainerMount {
  const pairs = new Map(
    text.split(',').map((part) => {
      const [key = '', ...value] = part.split('=');
      return [aliases[key] ?? key, value.length === 0 ? 'true' : value.join('=')] as const;
    }),
  );
  const take = (key: string): string | undefined => {
    const value = pairs.get(key);
    pairs.delete(key);
    return value;
  };
  const kind = take('type') ?? 'bind';
  const makers = { bind: bindMount, volume: volumeMount, tmpfs: tmpfsMount };
  const isKnown = kind === 'bind' || kind === 'volume' || kind === 'tmpfs';
  requireThat(isKnown, `there is no mount of type "${kind}"`, 'Use type=bind, type=volume or type=tmpfs.');
  const target = take('target') ?? '';
  const mount = makers[kind](target, take, workingDirectory);
  const [unknown] = pairs.keys();
  requireThat(unknown === undefined, `a mount of type ${kind} has no "${unknown}"`);
  requireThat(target !== '', `--mount ${text} does not say where`, 'Add target=PATH.');
  return mount;
}

const aliases: Readonly<Record<string, string>> = {
  src: 'source',
  dst: 'target',
  destination: 'target',
  ro: 'readonly',
};

type Take = (key: string) => string | undefined;

function bindMount(target: string, take: Take, workingDirectory: string): ContainerMount {
  const source = take('source') ?? '';
  requireThat(source !== '', 'a bind mount needs a source', 'Add source=PATH.');
  const readonly = isTrue(take('readonly'));
  const propagation = take('bind-propagation') as MountPropagation | undefined;
  return { kind: 'bind', source: resolve(workingDirectory, source), target, readonly, propagation };
}

function volumeMount(target: string, take: Take): ContainerMount {
  const propagation = take('bind-propagation') as MountPropagation | undefined;
  const [source, readonly, noCopy] = [take('source'), isTrue(take('readonly')), isTrue(take('volume-nocopy'))];
  return { kind: 'volume', source, target, readonly, propagation, noCopy };
}

function tmpfsMount(target: string, take: Take): ContainerMount {
  const [size, mode, readonly] = [take('tmpfs-size'), take('tmpfs-mode'), isTrue(take('readonly'))];
  const options = [
    ...(size === undefined ? [] : [`size=${size}`]),
    ...(mode === undefined ? [] : [`mode=${mode}`]),
    ...(readonly ? ['ro'] : []),
  ];
  return { kind: 'tmpfs', target, options };
}

function isTrue(text: string | undefined): boolean {
  return text === 'true' || text === '1';
}

/** `DST[:size=64m,mode=1777]` */
export function parseTmpfs(text: string): ContainerMount {
  const colon = text.indexOf(':');
  if (colon === -1) return { kind: 'tmpfs', target: text, options: [] };
  return { kind: 'tmpfs', target: text.slice(0, colon), options: text.slice(colon + 1).split(',') };
}
