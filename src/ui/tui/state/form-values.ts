import type {
  ContainerMount,
  ContainerNetworkOptions,
  CreateContainerOptions,
  ResourceLimits,
  RestartPolicy,
  UpdateContainerOptions,
} from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { isPath, type LocalPlaces, localPath } from '../../input/local-path.ts';
import { parseVolume } from '../../input/mount-flag.ts';
import { parsePublish } from '../../input/publish-flag.ts';
import { parseUserNamespace } from '../../input/user-namespace.ts';
import { parseBytes, parsePairs, parseRestartPolicy } from '../../input/values.ts';
import { splitShellWords } from '../../words/shell-words.ts';
import type { CreateForm, FormProblem, TextFieldName } from './create-form.ts';

/** What a form says, or the field that cannot be read and why. */
export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: FormProblem };

export const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$/;

class FieldError extends Error {
  readonly field: TextFieldName;
  readonly hint: string | undefined;

  constructor(field: TextFieldName, message: string, hint?: string) {
    super(message);
    this.field = field;
    this.hint = hint;
  }
}

/** Reads one field; undefined when nothing is in it. The parsers are those of `conmanctl`. */
function read<Value>(form: CreateForm, field: TextFieldName, parse: (text: string) => Value): Value | undefined {
  const text = form[field].text.trim();
  if (text === '') return undefined;
  try {
    return parse(text);
  } catch (error) {
    const { message, hint } = ConmanError.from(error);
    throw new FieldError(field, message, hint);
  }
}

function words(text: string): readonly string[] {
  const split = splitShellWords(text);
  if (!split.ok) throw new ConmanError('invalid-argument', split.problem);
  return split.words;
}

/** A number of processors or processes; `-1` is no limit. */
function number(text: string): number {
  if (/^-1$|^\d{1,9}(?:\.\d{1,9})?$/.test(text)) return Number(text);
  throw new ConmanError('invalid-argument', `${text} is no number`, { hint: 'such as 2 or 1.5; -1 for no limit' });
}

/** Of a volume, or of a path of the host. */
function mount(text: string, places: LocalPlaces): ContainerMount {
  return parseVolume(text.startsWith('~/') ? localPath(text, places) : text, places.workingDirectory);
}

/** The name of an image, or a root directory. */
function imageOf(form: CreateForm, places: LocalPlaces): string {
  const text = form.image.text.trim();
  return isPath(text) ? localPath(text, places) : text;
}

function limitsOf(form: CreateForm): ResourceLimits | undefined {
  const memoryBytes = read(form, 'memory', (text) => (text === '-1' ? -1 : parseBytes(text, 'memory')));
  const cpus = read(form, 'cpus', number);
  const pids = read(form, 'pids', number);
  const limits = {
    ...(memoryBytes !== undefined && { memoryBytes }),
    ...(cpus !== undefined && { cpus }),
    ...(pids !== undefined && { pids }),
  };
  return Object.keys(limits).length === 0 ? undefined : limits;
}

function restartOf(form: CreateForm): RestartPolicy | undefined {
  return read(form, 'restart', parseRestartPolicy);
}

/** The daemon's default network unless another is named. */
function networkOf(form: CreateForm): Pick<ContainerNetworkOptions, 'mode' | 'connections'> {
  const name = form.network.text.trim();
  if (name === '') return { mode: 'default' };
  if (name === 'none' || name === 'host') return { mode: name };
  return { mode: 'networks', connections: [{ network: name }] };
}

/** What the form asks for. */
export function createdBy(form: CreateForm, places: LocalPlaces): Reading<CreateContainerOptions> {
  return attempt(() => {
    const env = read(form, 'env', words);
    const mounts = read(form, 'mounts', (text) => words(text).map((word) => mount(word, places)));
    const labels = read(form, 'labels', (text) => parsePairs(words(text), 'a label'));
    const limits = limitsOf(form);
    const restart = restartOf(form);
    const userNamespace = read(form, 'userns', parseUserNamespace);
    const ports = read(form, 'ports', (text) => words(text).flatMap(parsePublish));
    return {
      name: form.name.text,
      image: imageOf(form, places),
      command: read(form, 'command', words) ?? [],
      // A terminal nobody can type into is of no use, and without one stdin would only hold `cat`-like programs open.
      tty: form.tty,
      stdin: form.tty,
      network: { ...networkOf(form), ...(ports && { ports }) },
      ...(env && { env }),
      ...(mounts && { mounts }),
      ...(labels && { labels }),
      ...(limits && { limits }),
      ...(restart && { restart }),
      ...(userNamespace && { userNamespace }),
    };
  });
}

/** What the form changes. A label with a `-` behind it is taken away. */
export function updateOf(form: CreateForm): Reading<UpdateContainerOptions> {
  return attempt(() => {
    const pairs = read(form, 'labels', words) ?? [];
    const removeLabels = pairs
      .filter((pair) => !pair.includes('=') && pair.endsWith('-'))
      .map((pair) => pair.slice(0, -1));
    const set = pairs.filter((pair) => pair.includes('=') || !pair.endsWith('-'));
    const limits = limitsOf(form);
    const restart = restartOf(form);
    return {
      ...(limits && { limits }),
      ...(restart && { restart }),
      ...(set.length > 0 && { labels: parsePairs(set, 'a label') }),
      ...(removeLabels.length > 0 && { removeLabels }),
    };
  });
}

function attempt<Value>(act: () => Value): Reading<Value> {
  try {
    return { ok: true, value: act() };
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    return { ok: false, problem: { field: error.field, text: error.message, hint: error.hint } };
  }
}
