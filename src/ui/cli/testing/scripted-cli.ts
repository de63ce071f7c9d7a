import { PassThrough } from 'node:stream';
import type { ContainerEngine, ContainerStatus, ContainerSummary, LocalFiles } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import type { CliContext, DaemonControl, EngineConnection } from '../context.ts';
import { runCli } from '../run-cli.ts';

export const nowMs = Date.UTC(2026, 0, 31, 12);

export const webId = '78f5d41bb7cd4b0f9d4e2f7f3c0a9b11';

export const web: ContainerSummary = {
  id: webId,
  name: 'web',
  state: 'running',
  createdAt: BigInt(nowMs - 3_600_000) * 1_000_000n,
  startedAt: BigInt(nowMs - 300_000) * 1_000_000n,
  finishedAt: 0n,
  exit: undefined,
  image: 'busybox',
  command: ['httpd', '-f'],
  tty: false,
  stdin: false,
  pid: 4711,
  logBytesLost: 0n,
  message: '',
  labels: {},
};

export const webStatus: ContainerStatus = { ...web, logPath: '/var/log/conman/containers/web.log' };

export interface CliScript {
  /** The engine's methods that are expected to be called; any other call fails the command. */
  readonly engine?: Partial<ContainerEngine>;
  readonly terminal?: { readonly columns: number };
  /** Files of the user by their path, as it is given. */
  readonly files?: Readonly<Record<string, string>>;
  readonly localFiles?: LocalFiles;
  readonly environment?: CliContext['environment'];
  readonly daemon?: Partial<DaemonControl>;
}

export interface CliResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process against a scripted engine. */
export async function runScripted(words: readonly string[], script: CliScript = {}): Promise<CliResult> {
  const stdout = captured(script.terminal);
  const stderr = captured(script.terminal);
  const context: CliContext = {
    stdin: new PassThrough() as unknown as CliContext['stdin'],
    stdout: stdout.stream,
    stderr: stderr.stream,
    environment: script.environment ?? { NO_COLOR: '1' },
    workingDirectory: '/home/ada',
    readTextFile: async (path) => script.files?.[path] ?? unexpected(`readTextFile ${path}`),
    localFiles: async () => script.localFiles ?? unexpected('localFiles'),
    nowMs: () => nowMs,
    onSignal: () => () => undefined,
    daemon: async () => ({
      version: '1.2.3',
      defaultSocketPath: '/run/conmand.sock',
      connect: () => scriptedEngine(script.engine ?? {}),
      ensure: async () => ({ started: false }),
      status: () => unexpected('daemon.status'),
      stop: () => unexpected('daemon.stop'),
      restart: () => unexpected('daemon.restart'),
      lastLog: () => unexpected('daemon.lastLog'),
      ...script.daemon,
    }),
  };
  const status = await runCli(words, context);
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

function captured(terminal: CliScript['terminal']) {
  const stream = Object.assign(new PassThrough(), terminal ? { isTTY: true, ...terminal } : {});
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => Buffer.concat(chunks).toString() };
}

export function scriptedEngine(methods: Partial<ContainerEngine>): EngineConnection {
  return new Proxy(methods, {
    get: (target, name: string) => {
      if (name === 'then') return undefined;
      if (name === 'close') return () => undefined;
      return target[name as keyof ContainerEngine] ?? (() => unexpected(name));
    },
  }) as EngineConnection;
}

function unexpected(name: string): never {
  throw new ConmanError('internal', `unexpected call of ${name}`);
}
