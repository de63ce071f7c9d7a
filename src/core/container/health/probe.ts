import { join } from 'node:path';
import type { WholeHealthCheck } from '../../api/health.ts';
import { runBounded } from '../../host/bounded-process.ts';
import { makeDirectory } from '../../host/directories.ts';
import { readText, removeFile, writeText } from '../../host/files.ts';
import { readPidFile } from '../../host/pid-file.ts';
import { sendSignal } from '../../host/signal.ts';
import { execArgv, execProcessJson } from '../../runtime/exec-process.ts';
import type { Runtime } from '../../runtime/runc.ts';
import { runtimeReason } from '../../runtime/runtime-failure.ts';
import type { Container } from '../container.ts';

/** What is kept of a check's output. */
const maxOutputBytes = 4096;

export interface ProbeResult {
  /** Undefined: it timed out, or could not be run. */
  readonly exitCode: number | undefined;
  readonly output: string;
}

/** Runs a container's health check once. What it needs is written at the first time, for each costs a start of the runtime. */
export async function probe(
  runtime: Runtime,
  { id, paths }: Container,
  { command, timeoutMs }: WholeHealthCheck,
  abort: AbortSignal,
): Promise<ProbeResult> {
  const directory = join(paths.runDirectory, 'health');
  const [processFile, pidFile, logFile] = ['process.json', 'pid', 'log'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  await writeProcess(directory, processFile, paths.spec, command);
  const [file, args] = execArgv(runtime, id, { processFile, pidFile, logFile });
  // The runtime alone killed would leave the check running.
  const killProbe = (): void => {
    const process = readPidFile(pidFile);
    if (process !== undefined) sendSignal(process.pid, 'SIGKILL');
  };
  const result = await runBounded(file, args, { timeoutMs, maxOutputBytes, abort, onKill: killProbe });
  const ran = (await readText(pidFile)) !== undefined;
  const reason = ran ? '' : runtimeReason((await readText(logFile)) ?? '');
  await Promise.all([removeFile(pidFile), removeFile(logFile)]);
  if (result.timedOut) return { exitCode: undefined, output: `It took longer than ${timeoutMs} ms. ${result.output}` };
  return ran ? result : { exitCode: undefined, output: reason || 'It could not be run.' };
}

async function writeProcess(
  directory: string,
  processFile: string,
  specFile: string,
  command: readonly string[],
): Promise<void> {
  if ((await readText(processFile)) !== undefined) return;
  const [file = '', ...args] = command;
  const exec = { command: [file, ...args] as const, tty: false, env: [], workdir: undefined, user: undefined };
  await makeDirectory(directory);
  await writeText(processFile, execProcessJson((await readText(specFile)) ?? '', exec));
}
