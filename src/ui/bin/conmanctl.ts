import type { CliContext } from '../cli/context.ts';
import { runCli } from '../cli/run-cli.ts';
import { flush } from '../cli/write-all.ts';

const context: CliContext = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  workingDirectory: process.cwd(),
  daemon: async () => (await import('./daemon-control.ts')).daemonControl,
  readTextFile: async (path) => await (await import('./daemon-control.ts')).readTextFile(path),
  localFiles: async () => (await import('./daemon-control.ts')).localFiles,
  nowMs: Date.now,
  onSignal(signal, listener) {
    process.on(signal, listener);
    return () => process.off(signal, listener);
  },
};

// Failed writes are told to whoever writes; without a listener they would end the process with a stack trace.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
const status = await runCli(process.argv.slice(2), context);
await Promise.all([flush(process.stdout), flush(process.stderr)]);
process.exit(status);
