import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { connectEngine, type EngineClient } from '../../src/core/index.ts';

const project = join(import.meta.dirname, '..', '..');

/** A conmand as users run it (bundled, its own process) on roots of its own, for measuring. */
export interface PrivateDaemon {
  readonly directory: string;
  readonly socket: string;
  readonly rootfs: string;
  readonly engine: EngineClient;
  /** Of the one that runs now. */
  readonly pid: number;
  /** Ends it and starts another one on the same roots; `meanwhile` runs in between. */
  restart(meanwhile: () => void): Promise<void>;
  close(): Promise<void>;
}

export interface PrivateDaemonOptions {
  /** Only where its name is to be seen. */
  readonly socket?: string;
  /** Where its roots are made. */
  readonly parent?: string;
}

export async function startPrivateDaemon({
  socket,
  parent = '/tmp',
}: PrivateDaemonOptions = {}): Promise<PrivateDaemon> {
  const directory = mkdtempSync(join(parent, 'cm-bench-'));
  const listen = socket ?? join(directory, 'c.sock');
  const rootfs = makeRootfs(join(directory, 'rootfs'));
  const cgroupParent = `/conman-bench-${process.pid}`;
  const roots = {
    listen,
    'lib-root': join(directory, 'lib'),
    'run-root': join(directory, 'run'),
    'container-logs': join(directory, 'log'),
    'runtime-root': join(directory, 'runc'),
    'streaming-addr': '127.0.0.1:0',
    'cgroup-parent': cgroupParent,
    // As what it is measured against.
    'default-network': 'none',
  };
  const flags = Object.entries(roots).map(([name, value]) => `--${name}=${value}`);
  let daemon = await startDaemon(flags);
  const engine = connectEngine(listen);
  return {
    directory,
    socket: listen,
    rootfs,
    engine,
    get pid() {
      return daemon.pid ?? 0;
    },
    async restart(meanwhile) {
      await end(daemon);
      meanwhile();
      daemon = await startDaemon(flags);
    },
    async close() {
      for (const { id } of await engine.listContainers()) await engine.removeContainer(id, { force: true });
      engine.close();
      await end(daemon);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function startDaemon(flags: readonly string[]): Promise<ChildProcess> {
  const daemon = spawn(join(project, 'bin', 'conmand'), flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  await ready(daemon);
  return daemon;
}

async function end(daemon: ChildProcess): Promise<void> {
  daemon.kill('SIGTERM');
  if (daemon.exitCode === null) await once(daemon, 'exit');
}

/** The daemon says hello when it listens. */
function ready(daemon: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    daemon.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Conman's here!")) resolve();
    });
    daemon.once('exit', (code) => reject(new Error(`conmand ended with ${code}: ${said}`)));
  });
}

/** A root file system with a static busybox: what a small image looks like. */
export function makeRootfs(directory: string): string {
  for (const name of ['bin', 'dev', 'etc', 'proc', 'sys', 'tmp', 'root'])
    mkdirSync(join(directory, name), { recursive: true });
  cpSync(execFileSync('which', ['busybox'], { encoding: 'utf8' }).trim(), join(directory, 'bin', 'busybox'), {
    dereference: true,
  });
  chmodSync(join(directory, 'bin', 'busybox'), 0o755);
  for (const applet of ['sh', 'true', 'sleep', 'cat', 'echo', 'seq'])
    symlinkSync('busybox', join(directory, 'bin', applet));
  return directory;
}
