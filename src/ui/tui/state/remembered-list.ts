import type { ContainerExit, ContainerState, ContainerSummary } from '../../../core/api/index.ts';

/** Changed when an older program would misread the document: it then does without. */
const version = 1;
const states: ReadonlySet<unknown> = new Set<ContainerState>(['created', 'running', 'exited', 'unknown']);
const reasons: ReadonlySet<unknown> = new Set<ContainerExit['reason']>(['exited', 'signaled', 'unknown']);

/** The list as it was when it was last seen, so that a start has something to show before conmand answers. */
export function writeRememberedList(socketPath: string, containers: Iterable<ContainerSummary>): string {
  const list = Array.from(containers, ({ labels: _labels, pid: _pid, ...seen }) => seen);
  return JSON.stringify({ version, socketPath, containers: list }, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

/**
 * The containers of a document, or undefined when it is damaged, of another version or of another conmand. What it does
 * not hold is as in a container that does nothing: labels, pid and lost output come with the live list.
 */
export function readRememberedList(text: string, socketPath: string): readonly ContainerSummary[] | undefined {
  try {
    const document = record(JSON.parse(text));
    if (document['version'] !== version || document['socketPath'] !== socketPath) return undefined;
    return array(document['containers']).map(readContainer);
  } catch {
    return undefined;
  }
}

function readContainer(value: unknown): ContainerSummary {
  const from = record(value);
  return {
    id: expect(from['id'], isContainerId),
    name: string(from['name']),
    state: expect(from['state'], (state): state is ContainerState => states.has(state)),
    createdAt: time(from['createdAt']),
    startedAt: time(from['startedAt']),
    finishedAt: time(from['finishedAt']),
    exit: from['exit'] === undefined ? undefined : readExit(from['exit']),
    image: string(from['image']),
    command: array(from['command']).map(string),
    tty: boolean(from['tty']),
    stdin: boolean(from['stdin']),
    ...(from['paused'] !== undefined && { paused: boolean(from['paused']) }),
    message: string(from['message']),
    pid: 0,
    logBytesLost: 0n,
    labels: {},
  };
}

function readExit(value: unknown): ContainerExit {
  const { reason, code, signal, at } = record(value);
  return {
    reason: expect(reason, (known): known is ContainerExit['reason'] => reasons.has(known)),
    code: code === undefined ? undefined : expect(code, isNumber),
    signal: signal === undefined ? undefined : expect(signal, isNumber),
    at: time(at),
  };
}

/** Throws what `readRememberedList` takes as damage. */
function expect<Kind>(value: unknown, isOfKind: (value: unknown) => value is Kind): Kind {
  if (isOfKind(value)) return value;
  throw new TypeError(`unexpected ${typeof value}`);
}

const isNumber = (value: unknown): value is number => Number.isSafeInteger(value);
const isContainerId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
const string = (value: unknown): string => expect(value, (text): text is string => typeof text === 'string');
const boolean = (value: unknown): boolean => expect(value, (flag): flag is boolean => typeof flag === 'boolean');
const array = (value: unknown): readonly unknown[] => expect(value, Array.isArray);
const record = (value: unknown): Readonly<Record<string, unknown>> =>
  expect(value, (found): found is Record<string, unknown> => typeof found === 'object' && found !== null);

function time(value: unknown): bigint {
  return BigInt(expect(value, (digits): digits is string => typeof digits === 'string' && /^\d{1,20}$/.test(digits)));
}
