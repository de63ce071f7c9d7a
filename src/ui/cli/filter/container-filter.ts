import type { ContainerSummary } from '../../../core/api/index.ts';
import { requireThat } from '../invocation.ts';

type Matches = (container: ContainerSummary, value: string) => boolean;

const withState: Matches = ({ state, paused }, value) => (value === 'paused' ? paused === true : state === value);
const ofImage: Matches = ({ image }, value) => image === value || image.replace(/:[^:/]+$/, '') === value;

/** What containers can be chosen by, under docker's names. */
const filters: Readonly<Record<string, Matches>> = {
  name: ({ name }, value) => name.includes(value),
  id: ({ id }, value) => id.startsWith(value),
  state: withState,
  status: withState,
  image: ofImage,
  ancestor: ofImage,
  network: ({ network }, value) => network?.networks.some(({ name }) => name === value) ?? false,
  exited: ({ state, exit }, value) => state === 'exited' && String(exit?.code) === value,
  label: ({ labels }, value) => {
    const equals = value.indexOf('=');
    if (equals === -1) return Object.hasOwn(labels, value);
    return labels[value.slice(0, equals)] === value.slice(equals + 1);
  },
};

const states = ['created', 'running', 'paused', 'exited', 'unknown'];

export const filterDescription = 'only those with name, id, state, image, label, network or exited=VALUE (repeatable)';

/** Of several values for the same thing one has to fit, of different things all. */
export function containerFilter(texts: readonly string[]): (container: ContainerSummary) => boolean {
  const wanted = new Map<string, string[]>();
  for (const text of texts) {
    const equals = text.indexOf('=');
    const [key, value] = equals === -1 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
    requireThat(
      Object.hasOwn(filters, key),
      `there is no filter "${key}"`,
      `There are ${Object.keys(filters).join(', ')}.`,
    );
    requireThat(value !== '', `--filter ${text} has no value`, `Write ${key}=VALUE.`);
    const isFree = key !== 'state' && key !== 'status';
    requireThat(isFree || states.includes(value), `there is no state "${value}"`, `There are ${states.join(', ')}.`);
    wanted.set(key, [...(wanted.get(key) ?? []), value]);
  }
  return (container) =>
    [...wanted].every(([key, values]) => values.some((value) => filters[key]?.(container, value) ?? false));
}
