import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Docker's API on a socket, with three containers to list, `web-1` the first; podman's, on roots of its own in `directory`. */
export class DockerApi implements AsyncDisposable {
  readonly host: string;
  readonly #service: ChildProcess;

  private constructor(host: string, service: ChildProcess) {
    this.host = host;
    this.#service = service;
  }

  static async start(directory: string, rootfs: string): Promise<DockerApi> {
    mkdirSync(directory, { recursive: true });
    const roots = ['--root', join(directory, 'r'), '--runroot', join(directory, 'rr')];
    const podman = [...roots, '--storage-driver=vfs', '--cgroup-manager=cgroupfs', '--runtime=runc'];
    const archive = execFileSync('tar', ['-C', rootfs, '-c', '.'], { maxBuffer: 64 * 1024 * 1024 });
    execFileSync('podman', [...podman, 'import', '-', 'sample'], { input: archive, stdio: 'pipe' });
    for (const name of ['web-1', 'web-2', 'web-3']) {
      execFileSync('podman', [...podman, 'create', `--name=${name}`, 'sample', '/bin/sleep', '300'], { stdio: 'pipe' });
    }
    const socket = join(directory, 'p.sock');
    const service = spawn('podman', [...podman, 'system', 'service', '--time=0', `unix://${socket}`], {
      stdio: 'ignore',
    });
    while (!existsSync(socket)) await delay(50);
    return new DockerApi(`unix://${socket}`, service);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#service.once('exit', resolve));
    this.#service.kill();
    await ended;
  }
}
