import type { Command, Option } from 'commander';
import type { ContainerEngine, ContainerState } from '../../../core/api/index.ts';

export interface Candidate {
  readonly word: string;
  readonly description: string;
}

export interface Completion {
  readonly candidates: readonly Candidate[];
  /** The shell should offer files as well. */
  readonly files: boolean;
}

const nothing: Completion = { candidates: [], files: false };
const onlyFiles: Completion = { candidates: [], files: true };

/** Containers a command can do something with; commands that are not here take any. */
const usableStates: Readonly<Record<string, readonly ContainerState[]>> = {
  start: ['created', 'exited'],
  restore: ['created', 'exited'],
  checkpoint: ['running'],
  stop: ['running'],
  kill: ['running'],
  exec: ['running'],
  pause: ['running'],
  resume: ['running'],
  top: ['running'],
  attach: ['created', 'running'],
};

/**
 * What can stand where the last of `words` is being typed. `engine` is asked only when names are wanted; it may fail,
 * then there are none.
 */
export async function complete(
  program: Command,
  words: readonly string[],
  engine: () => Promise<ContainerEngine>,
): Promise<Completion> {
  const place = findPlace(program, words.slice(0, -1));
  const typed = words.at(-1) ?? '';
  if (place === undefined) return nothing;
  const completion = await completePlace(place, typed, engine).catch(() => nothing);
  const candidates = completion.candidates.filter(({ word }) => word.startsWith(typed));
  return { candidates, files: completion.files };
}

interface Place {
  readonly command: Command;
  /** The option whose value is being typed. */
  readonly option: Option | undefined;
  /** How many arguments of the command stand before. */
  readonly argumentIndex: number;
  /** Behind `--`, or behind the last argument that belongs to us: somebody else's command line. */
  readonly foreign: boolean;
}

/** Undefined behind a word that is no command. */
function findPlace(program: Command, words: readonly string[]): Place | undefined {
  let command = program;
  let argumentIndex = 0;
  let option: Option | undefined;
  for (const word of words) {
    if (option !== undefined) {
      option = undefined;
    } else if (word === '--') {
      return { command, option, argumentIndex, foreign: true };
    } else if (word.startsWith('-') && word !== '-') {
      option = valueOption(command, word);
    } else {
      const child = argumentIndex === 0 ? subcommand(command, word) : undefined;
      if (child !== undefined) command = child;
      else if (command.commands.length > 0) return undefined;
      else argumentIndex++;
    }
  }
  return { command, option, argumentIndex, foreign: false };
}

function subcommand(command: Command, word: string): Command | undefined {
  return command.commands.find((child) => child.name() === word || child.aliases().includes(word));
}

/** The option that `word` names if its value is the next word. */
function valueOption(command: Command, word: string): Option | undefined {
  if (word.includes('=')) return undefined;
  const flag = word.startsWith('--') ? word : `-${word.at(-1)}`;
  const option = command.options.find(({ long, short }) => long === flag || short === flag);
  return option?.required ? option : undefined;
}

async function completePlace(place: Place, typed: string, engine: () => Promise<ContainerEngine>): Promise<Completion> {
  const { command, option, argumentIndex, foreign } = place;
  if (foreign) return onlyFiles;
  if (option !== undefined) return await completeValue(option, engine);
  const argument =
    command.registeredArguments[argumentIndex] ?? command.registeredArguments.findLast((last) => last.variadic);
  if (typed.startsWith('-')) return { candidates: optionCandidates(command), files: false };
  if (command.commands.length > 0) return { candidates: commandCandidates(command), files: false };
  if (argument?.argChoices !== undefined) return { candidates: argument.argChoices.map(plain), files: false };
  switch (argument?.name()) {
    case 'ref':
      return { candidates: await containerCandidates(command.name(), typed, await engine()), files: false };
    case 'image':
      return await imageCompletion(engine);
    case 'network':
      return { candidates: await networkCandidates(engine), files: false };
    case 'command':
      return onlyFiles;
    default:
      return nothing;
  }
}

async function completeValue(option: Option, engine: () => Promise<ContainerEngine>): Promise<Completion> {
  if (option.argChoices !== undefined) return { candidates: option.argChoices.map(plain), files: false };
  if (option.attributeName() === 'image') return await imageCompletion(engine);
  if (option.attributeName() === 'network') {
    return { candidates: [...(await networkCandidates(engine)), plain('none'), plain('host')], files: false };
  }
  if (option.attributeName() === 'signal' || option.attributeName() === 'stopSignal') {
    return {
      candidates: ['TERM', 'KILL', 'INT', 'HUP', 'QUIT', 'USR1', 'USR2', 'STOP', 'CONT'].map(plain),
      files: false,
    };
  }
  if (option.attributeName() === 'restart') {
    return { candidates: ['no', 'on-failure', 'always', 'unless-stopped'].map(plain), files: false };
  }
  return ['host', 'envFile', 'volume', 'device'].includes(option.attributeName()) ? onlyFiles : nothing;
}

function plain(word: string): Candidate {
  return { word, description: '' };
}

function optionCandidates(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map(({ long, short, description }) => ({ word: long ?? short ?? '', description }));
}

function commandCandidates(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((child) => ({ word: child.name(), description: child.description() }));
}

/** Names; ids only once something that can only be one is typed, so that they do not bury the names. */
async function containerCandidates(
  verb: string,
  typed: string,
  engine: ContainerEngine,
): Promise<readonly Candidate[]> {
  const containers = await engine.listContainers();
  const states = usableStates[verb];
  const usable = containers.filter(({ state }) => states === undefined || states.includes(state));
  const names = usable.map(({ name, state, image }) => ({ word: name, description: `${state}, ${image}` }));
  if (!/^[0-9a-f]+$/.test(typed)) return names;
  return [...names, ...usable.map(({ id, name, state }) => ({ word: id, description: `${name}, ${state}` }))];
}

async function imageCompletion(engine: () => Promise<ContainerEngine>): Promise<Completion> {
  const images = await engine()
    .then((connected) => connected.listImages())
    .catch(() => []);
  return { candidates: images.map(({ name }) => ({ word: name, description: 'image' })), files: true };
}

async function networkCandidates(engine: () => Promise<ContainerEngine>): Promise<readonly Candidate[]> {
  const networks = await (await engine()).listNetworks();
  return networks.map(({ name, subnets }) => ({ word: name, description: subnets.join(' ') || 'network' }));
}
