import { resolve } from 'node:path';
import type { ContainerMount, MountPropagation } from '../../../core/api/index.ts';
import { requireThat } from '../require-that.ts';

const propagations = ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'];

/** `SRC:DST[:ro,rslave]` */
export function parseVolume(text: string, workingDirectory: string): ContainerMount {
  const [source = '', target = '', options, ...rest] = text.split(':');
  const hint = 'Write SOURCE:TARGET or SOURCE:TARGET:ro.';
  requireThat(source !== '' && target !== '' && rest.length === 0, `--volume ${text} is not understood`, hint);
  requireThat(
    /^(?:\/|\.\.?(?:\/|$))/.test(source),
    `there are no volumes by name: "${source}"`,
    'Give a path: /data or ./data.',
  );
  const words = options?.split(',') ?? [];
  const unknown = words.find((word) => word !== 'ro' && word !== 'rw' && !propagations.includes(word));
  requireThat(
    unknown === undefined,
    `--volume has no option "${unknown}"`,
    `There are ro, rw, ${propagations.join(', ')}.`,
  );
  return {
    kind: 'bind',
    source: resolve(workingDirectory, source),
    target,
    readonly: words.includes('ro'),
    propagation: words.find((word) => propagations.includes(word)) as MountPropagation | undefined,
  };
}

/** `type=bind,source=SRC,target=DST,readonly` or `type=tmpfs,target=DST,tmpfs-size=64m` */
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
  requireThat(
    kind === 'bind' || kind === 'tmpfs',
    `there is no mount of type "${kind}"`,
    'Use type=bind or type=tmpfs.',
  );
  const target = take('target') ?? '';
  const mount = kind === 'tmpfs' ? tmpfsMount(target, take) : bindMount(target, take, workingDirectory);
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
