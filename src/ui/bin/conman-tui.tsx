import { homedir, hostname } from 'node:os';
import {
  collectGarbage,
  configDirectory,
  defaultSocketPath,
  readStateFile,
  saveUserFile,
  stateDirectory,
  writeStateFile,
} from '../../core/early.ts';
import type { ConmanError } from '../../core/errors/index.ts';
import type { EngineAccess } from '../tui/app/engine-access.ts';
import { type Invocation, readInvocation, usage } from '../tui/app/invocation.ts';
import type { LayoutStore } from '../tui/app/layout-memory.ts';
import type { ListDocument } from '../tui/app/list-memory.ts';
import { Tui } from '../tui/app/tui.ts';
import { type Config, defaultConfig } from '../tui/config/config.ts';
import { guardExit } from '../tui/screen/exit-guard.ts';

const usageStatus = 2;
const failureStatus = 1;
/** By then nobody waits for what a start still has to do. */
const startedLongAgoMs = 1_000;

const invocation = readInvocation(process.argv.slice(2), process.env);
switch (invocation.kind) {
  case 'help':
    process.stdout.write(usage);
    break;
  case 'version':
    console.log(await lazyAccess(undefined).clientVersion());
    break;
  case 'mistake':
    fail(`${invocation.text} (conman-tui --help tells the options)`, usageStatus);
    break;
  case 'run':
    if (process.stdin.isTTY && process.stdout.isTTY) await configure(invocation);
    else fail('needs a terminal to draw on; conmanctl does the same in scripts', usageStatus);
}

/** Most people have no configuration: what reads one is loaded only where there is one. */
async function configure(asked: Extract<Invocation, { kind: 'run' }>): Promise<void> {
  const directory = configDirectory(process.env);
  const text = readStateFile(directory, 'tui.json');
  if (text === undefined) return run(asked, defaultConfig);
  const { parseConfig } = await import('../tui/config/parse-config.ts');
  const parsed = parseConfig(text);
  if (parsed.ok) return run(asked, parsed.config);
  fail([`${directory}/tui.json:`, ...parsed.problems].join('\n  '), usageStatus);
}

function fail(text: string, status: number): void {
  process.stderr.write(`conman-tui: ${text}\n`);
  process.exitCode = status;
}

/** The core, gRPC in it, takes longer to load than the first frame takes to draw: it comes after. */
function lazyAccess(socketPath: string | undefined): EngineAccess {
  const loaded = async () => (await import('./tui-engine-access.ts')).engineAccess(socketPath);
  return {
    clientVersion: async () => await (await loaded()).clientVersion(),
    connect: async () => await (await loaded()).connect(),
    ensureDaemon: async (onStarting) => await (await loaded()).ensureDaemon(onStarting),
    versionNotice: async (version) => await (await loaded()).versionNotice(version),
  };
}

function lazyDemo(): EngineAccess {
  const loaded = async () => {
    const { demoAccess } = await import('./demo-access.ts');
    return demoAccess(await lazyAccess(undefined).clientVersion());
  };
  let access: ReturnType<typeof loaded> | undefined;
  const once = () => {
    access ??= loaded();
    return access;
  };
  return {
    clientVersion: async () => await (await once()).clientVersion(),
    connect: async () => await (await once()).connect(),
    ensureDaemon: async (onStarting) => await (await once()).ensureDaemon(onStarting),
    versionNotice: async (version) => await (await once()).versionNotice(version),
  };
}

function lazyLayout(): LayoutStore {
  let store: Promise<LayoutStore> | undefined;
  const loaded = () => {
    store ??= import('./layout-store.ts').then(({ layoutStore }) => layoutStore());
    return store;
  };
  return {
    read: async () => await (await loaded()).read(),
    write: async (layout) => await (await loaded()).write(layout),
  };
}

function noLayout(): LayoutStore {
  return { read: async () => undefined, write: async () => undefined };
}

/** Of a made-up machine nothing is remembered. */
function noDocument(): ListDocument {
  return { socketPath: 'demo', read: () => undefined, write: () => undefined };
}

function run({ host: socketPath, isReadOnly, isDemo }: Extract<Invocation, { kind: 'run' }>, config: Config): void {
  const { NO_COLOR } = process.env;
  const tui = new Tui({
    stdin: process.stdin,
    stdout: process.stdout,
    access: isDemo ? lazyDemo() : lazyAccess(socketPath),
    host: isDemo ? 'demo' : hostname(),
    socketPath: isDemo ? undefined : socketPath,
    // https://no-color.org: set and not empty.
    hasColours: !NO_COLOR,
    config: isReadOnly ? { ...config, readOnly: true } : config,
    nowMs: Date.now,
    localFiles: async () => (await import('./tui-engine-access.ts')).localFiles,
    workingDirectory: process.cwd(),
    homeDirectory: homedir(),
    layoutStore: isDemo ? noLayout() : lazyLayout(),
    listDocument: isDemo ? noDocument() : listDocument(socketPath),
    saveFile: saveUserFile,
    // Compiling and loading leave ten megabytes behind that V8 would keep until it runs short.
    onStarted: () => void setTimeout(collectGarbage, startedLongAgoMs).unref(),
    // The whole process group, as a terminal does it: `npm start` and sudo stop with it.
    onSuspend: () => process.kill(0, 'SIGTSTP'),
    async onQuit(farewell) {
      const kept = tui.stop();
      tui.screen.leave();
      for (const line of farewell) console.log(line);
      await kept;
      process.exit(0);
    },
    onHopeless(error) {
      void tui.stop();
      tui.screen.leave();
      fail(describe(error), failureStatus);
      process.exit();
    },
  });
  guardExit(process, tui.screen);
  tui.start();
}

function listDocument(socketPath = defaultSocketPath): ListDocument {
  const directory = stateDirectory(process.env);
  const name = 'last-list.json';
  return {
    socketPath,
    read: () => readStateFile(directory, name),
    write: (text) => writeStateFile(directory, name, text),
  };
}

function describe({ message, hint }: ConmanError): string {
  return hint === undefined ? message : `${message} (${hint})`;
}
