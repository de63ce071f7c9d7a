import { conmanVersion, defaultSocketPath } from '../../core/index.ts';
import type { CliContext, DaemonControl } from '../cli/context.ts';
import { runCli } from '../cli/run-cli.ts';
import { flush } from '../cli/write-all.ts';

/** gRPC takes longer to load than everything else here together: only commands that need it pay. */
const control = async (): Promise<DaemonControl> => (await import('./daemon-control.ts')).daemonControl;

const context: CliContext = {
  version: conmanVersion,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  workingDirectory: process.cwd(),
  daemon: {
    defaultSocketPath,
    connect: async (socketPath) => (await control()).connect(socketPath),
    ensure: async () => (await control()).ensure(),
    status: async (socketPath) => (await control()).status(socketPath),
    stop: async (socketPath) => (await control()).stop(socketPath),
  },
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
