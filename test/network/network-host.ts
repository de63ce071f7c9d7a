import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerNetworkOptions, CreateContainerOptions } from '../../src/core/api/index.ts';
import { connectEngine, type EngineClient } from '../../src/core/rpc/client.ts';
import { Conman, type Outcome, run } from '../cli/conman.ts';

/**
 * A host of the test's own: a network namespace in which nobody but the test's conmand changes bridges and rules, and
 * from which no packet leads anywhere else. At the end nothing of networks may be left in it.
 */
export class NetworkHost implements AsyncDisposable {
  readonly conman: Conman;
  readonly engine: EngineClient;
  readonly #directory: string;
  readonly #netns: string;

  private constructor(directory: string, netns: string, conman: Conman) {
    this.#directory = directory;
    this.#netns = netns;
    this.conman = conman;
    this.engine = connectEngine(conman.socket);
  }

  static async start(flags: readonly string[] = []): Promise<NetworkHost> {
    const directory = mkdtempSync('/tmp/cmh-');
    const netns = join(directory, 'netns');
    await expectSuccess(['touch', netns]);
    await expectSuccess(['unshare', `--net=${netns}`, 'ip', 'link', 'set', 'lo', 'up']);
    try {
      const inside = ['nsenter', `--net=${netns}`];
      const own = ['--default-network', 'conman', '--cni-conf-dir', join(directory, 'cni')];
      const conman = await Conman.start([...own, ...flags], { wrapper: inside });
      return new NetworkHost(directory, netns, conman);
    } catch (error) {
      await run(['umount', netns]);
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }

  /** Where the test may put CNI configuration files. */
  get cniConfigDirectory(): string {
    return join(this.#directory, 'cni');
  }

  /** Runs a program on this host. */
  async run(...command: readonly string[]): Promise<Outcome> {
    return await run(['nsenter', `--net=${this.#netns}`, ...command]);
  }

  /** What a shell on this host prints; fails when it does. */
  async sh(script: string): Promise<string> {
    return await expectSuccess(['nsenter', `--net=${this.#netns}`, 'sh', '-c', script]);
  }

  /** A running container that waits, or runs `command`. Answers its id. */
  async start(
    name: string,
    network: ContainerNetworkOptions = { mode: 'default' },
    options: Partial<CreateContainerOptions> = {},
  ): Promise<string> {
    const command = ['sleep', '1000'];
    const { id } = await this.engine.createContainer({ name, image: 'busybox', command, network, ...options });
    await this.engine.startContainer(id);
    return id;
  }

  /** Runs a shell in a container. */
  async inside(ref: string, script: string): Promise<Outcome> {
    const { pid } = await this.engine.containerStatus(ref);
    return await run(['nsenter', '-t', String(pid), '-n', '-m', '/bin/sh', '-c', script]);
  }

  /** What is at a URL, seen from a container or, without one, from the host; as soon as somebody answers there. */
  async get(ref: string, url: string): Promise<string> {
    const script = `for i in $(seq 100); do busybox wget -qO- ${url} && exit; sleep 0.05; done; exit 1`;
    return ref === '' ? await this.sh(script) : (await this.inside(ref, script.replace('busybox ', ''))).stdout;
  }

  /** A program of this host, or in a container's network, that goes on until it is disposed of, once it has said `word`. */
  async startProgram([file = '', ...args]: readonly string[], word: string, ref?: string): Promise<AsyncDisposable> {
    const netns = ref === undefined ? this.#netns : `/proc/${(await this.engine.containerStatus(ref)).pid}/ns/net`;
    const program = file === 'node' ? process.execPath : file;
    const child = spawn('nsenter', [`--net=${netns}`, program, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>((done, fail) => {
      child.once('exit', (code) => fail(new Error(`${file} ended with ${code}`)));
      child.stdout.on('data', (chunk: Buffer) => chunk.toString().includes(word) && done());
    });
    return {
      async [Symbol.asyncDispose]() {
        child.kill('SIGKILL');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      },
    };
  }

  /** The container's address on its first network. */
  async address(ref: string): Promise<string> {
    return (await this.engine.containerStatus(ref)).network?.networks[0]?.addresses[0] ?? '';
  }

  /** As when the machine is switched off and on: no process, mount, interface or rule is left, and it is another boot. */
  async reboot(): Promise<void> {
    const { root } = this.conman;
    const containers = await this.engine.listContainers();
    const inspections = await Promise.all(containers.map(({ id }) => this.engine.inspectContainer(id)));
    await this.conman.killDaemon();
    const pids = inspections.flatMap(({ shimPid, pid }) => [shimPid, pid]).filter((pid) => pid > 0);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    while (pids.some(isRunning)) await delay(10);
    const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
    const own = mounts
      .map((line) => line.split(' ')[1] ?? '')
      .filter((mountpoint) => mountpoint.startsWith(`${root}/`));
    for (const mountpoint of own.toReversed()) await run(['umount', '-l', mountpoint]);
    rmSync(join(root, 'run'), { recursive: true });
    await this.sh(
      'nft flush ruleset; for link in $(ls /sys/class/net); do [ $link = lo ] || ip link delete $link; done',
    );
    for (const { id } of containers) {
      const path = join(root, 'lib/containers', id, 'record.json');
      const record = JSON.parse(readFileSync(path, 'utf8'));
      writeFileSync(path, JSON.stringify({ ...record, init: { ...record.init, bootId: 'earlier' } }));
    }
    await this.conman.startDaemon();
  }

  /** What single containers leave: interfaces, rules, leases, namespaces, one line each. */
  async leftovers(): Promise<string[]> {
    const rules = await this.sh('iptables-save; ip6tables-save');
    const links = await this.sh('ip -o link');
    const { root } = this.conman;
    return [
      ...rules.split('\n').filter((line) => /CNI-DN-|CNI-[0-9a-f]{24}|--dport (?!53)/.test(line)),
      ...links.split('\n').filter((line) => line.includes('veth')),
      ...names(join(root, 'run/netns')),
      ...names(join(root, 'lib/networks/attachments')),
      ...names(join(root, 'run/ipam')).flatMap((network) =>
        names(join(root, 'run/ipam', network)).filter((lease) => /^\d/.test(lease)),
      ),
    ];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      if (!this.conman.isRunning) await this.conman.startDaemon();
      await this.conman.ctl(['rm', '-f', ...(await this.engine.listContainers()).map(({ id }) => id)]);
      const networks = (await this.engine.listNetworks()).filter(({ source }) => source === 'conman');
      for (const { name } of networks) await this.engine.removeNetwork(name);
      const left = [...(await this.leftovers()), ...(await this.#leftovers())];
      this.engine.close();
      await this.conman[Symbol.asyncDispose]();
      if (left.length > 0) throw new Error(`left behind:\n${left.join('\n')}`);
    } finally {
      this.engine.close();
      await run(['umount', this.#netns]);
      rmSync(this.#directory, { recursive: true, force: true });
    }
  }

  /** What networks leave. */
  async #leftovers(): Promise<string[]> {
    const rules = await this.sh('iptables-save; ip6tables-save');
    const links = await this.sh('ip -o link');
    return [
      ...rules.split('\n').filter((line) => line.includes('CONMAN')),
      ...links.split('\n').filter((line) => line.includes('cm-')),
    ];
  }
}

/** What waits to be reaped does not run any more. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

function names(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

async function expectSuccess(command: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await run(command);
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}
