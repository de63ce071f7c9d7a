import { hostname } from 'node:os';
import type { ConmanError } from '../../core/errors/index.ts';
import { defaultSocketPath, readStateFile, saveUserFile, stateDirectory, writeStateFile } from '../../core/index.ts';
import type { EngineAccess } from '../tui/app/engine-access.ts';
import { readInvocation, usage } from '../tui/app/invocation.ts';
import type { ListDocument } from '../tui/app/list-memory.ts';
import { Tui } from '../tui/app/tui.ts';
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
    if (process.stdin.isTTY && process.stdout.isTTY) run(invocation.host);
    else fail('needs a terminal to draw on; conmanctl does the same in scripts', usageStatus);
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

function run(socketPath: string | undefined): void {
  const { NO_COLOR } = process.env;
  const tui = new Tui({
    stdin: process.stdin,
    stdout: process.stdout,
    access: lazyAccess(socketPath),
    host: hostname(),
    socketPath,
    // https://no-color.org: set and not empty.
    colours: !NO_COLOR,
    nowMs: Date.now,
    listDocument: listDocument(socketPath),
    saveFile: saveUserFile,
    onStarted: () => void setTimeout(releaseStartMemory, startedLongAgoMs).unref(),
    onQuit(farewell) {
      tui.stop();
      tui.screen.leave();
      for (const line of farewell) console.log(line);
      process.exit(0);
    },
    onHopeless(error) {
      tui.stop();
      tui.screen.leave();
      fail(describe(error), failureStatus);
      process.exit();
    },
  });
  guardExit(process, tui.screen);
  tui.start();
}

/** Compiling and loading leave ten megabytes behind that V8 would keep until it runs short: one pause of 30 to 50 ms. */
function releaseStartMemory(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
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
