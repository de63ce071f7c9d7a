import { describe, expect, test, vi } from 'vitest';
import { ConmanError } from '../../core/errors/index.ts';
import { runScripted, web, webId, webStatus } from './testing/scripted-cli.ts';

describe('what scripts get: one line of JSON by the contract', () => {
  test('container create', async () => {
    const createContainer = vi.fn(async () => ({ id: webId }));
    const words = ['container', 'create', '--image', '/srv/rootfs', 'cont1', '--', '/bin/sleep', '100'];
    const result = await runScripted(words, { engine: { createContainer } });
    expect(result).toEqual({ status: 0, stdout: `{"containerId":"${webId}"}\n`, stderr: '' });
    expect(createContainer).toHaveBeenCalledWith({
      name: 'cont1',
      image: '/srv/rootfs',
      command: ['/bin/sleep', '100'],
      rootfsReadonly: false,
      stdin: false,
      stdinOnce: false,
      tty: false,
      env: [],
      labels: {},
      network: { mode: 'default' },
    });
  });

  test('container list', async () => {
    const result = await runScripted(['container', 'list'], { engine: { listContainers: async () => [web] } });
    expect(result.stdout).toBe(
      `{"containers":[{"id":"${webId}","name":"web","createdAt":"${web.createdAt}","state":"RUNNING"}]}\n`,
    );
  });

  test('container status', async () => {
    const result = await runScripted(['container', 'status', 'web'], {
      engine: { containerStatus: async () => webStatus },
    });
    expect(result.stdout).toBe(
      `{"status":{"containerId":"${webId}","containerName":"web","state":"RUNNING","createdAt":"${web.createdAt}",` +
        `"startedAt":"${web.startedAt}","finishedAt":"0","exitCode":0,"message":"","logPath":"${webStatus.logPath}"}}\n`,
    );
  });

  test('an exit code that nobody knows is not 0', async () => {
    const exit = { reason: 'unknown', code: undefined, signal: undefined, at: 1n } as const;
    const result = await runScripted(['container', 'status', 'web'], {
      engine: { containerStatus: async () => ({ ...webStatus, state: 'exited', exit }) },
    });
    expect(JSON.parse(result.stdout).status).toMatchObject({ state: 'EXITED', exitCode: -1 });
  });

  test.each([
    [
      ['version'],
      {
        version: async () => ({
          version: '1',
          runtimeName: 'runc',
          runtimeVersion: '2',
          runtimes: [],
          pid: 1,
          startedAt: 0n,
        }),
      },
      '{"version":"1","runtimeName":"runc","runtimeVersion":"2"}',
    ],
    [['container', 'start', 'web'], { startContainer: async () => undefined }, '{}'],
    [['container', 'stop', 'web'], { stopContainer: async () => undefined }, '{}'],
    [['container', 'kill', 'web'], { killContainer: async () => undefined }, '{}'],
    [['container', 'remove', 'web'], { removeContainer: async () => undefined }, '{}'],
    [['container', 'list'], { listContainers: async () => [] }, '{"containers":[]}'],
  ])('%j', async (words, engine, line) => {
    expect(await runScripted(words, { engine })).toEqual({ status: 0, stdout: `${line}\n`, stderr: '' });
  });

  test('also on a terminal, with --output json in either place', async () => {
    const script = { engine: { listContainers: async () => [] }, terminal: { columns: 80 } };
    const json = { status: 0, stdout: '{"containers":[]}\n', stderr: '' };
    expect(await runScripted(['--output', 'json', 'ps'], script)).toEqual(json);
    expect(await runScripted(['container', 'list', '--output', 'json'], script)).toEqual(json);
  });
});

describe('what the engine is asked for', () => {
  test('every option of create', async () => {
    const createContainer = vi.fn(async () => ({ id: webId }));
    const flags = '-I ./root -R -it --leave-stdin-open -e A=1 -e HOME -e ABSENT -w /srv --hostname box -l a=b=c -l d';
    const words = ['create', ...flags.split(' '), 'x', '--', 'sh', '-c', 'echo "a  b"\n', '', 'ünï'];
    await runScripted(words, {
      engine: { createContainer },
      environment: { HOME: '/home/ada' },
      terminal: { columns: 80 },
    });
    expect(createContainer).toHaveBeenCalledWith({
      name: 'x',
      image: '/home/ada/root',
      command: ['sh', '-c', 'echo "a  b"\n', '', 'ünï'],
      rootfsReadonly: true,
      stdin: true,
      stdinOnce: false,
      tty: true,
      env: ['A=1', 'HOME=/home/ada'],
      workdir: '/srv',
      hostname: 'box',
      labels: { a: 'b=c', d: '' },
      network: { mode: 'default' },
    });
  });

  test('stdin without --leave-stdin-open is closed after the first client', async () => {
    const createContainer = vi.fn(async () => ({ id: webId }));
    await runScripted(['container', 'create', '--image', 'busybox', '--stdin', 'x'], { engine: { createContainer } });
    expect(createContainer).toHaveBeenCalledWith(
      expect.objectContaining({ stdin: true, stdinOnce: true, command: [] }),
    );
  });

  test('run names the container after its image and passes options behind the image on', async () => {
    const createContainer = vi.fn(async () => ({ id: webId }));
    const startContainer = vi.fn(async () => undefined);
    const engine = { createContainer, startContainer, listContainers: async () => [{ ...web, name: 'busybox-1' }] };
    const result = await runScripted(['run', '-d', 'busybox', 'ls', '-l', '--help'], { engine });
    expect(result.stdout).toBe(`{"containerId":"${webId}"}\n`);
    expect(createContainer).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'busybox-2', command: ['ls', '-l', '--help'] }),
    );
    expect(startContainer).toHaveBeenCalledWith(webId);
  });

  test('a container that run could not start is removed, and the status is 125', async () => {
    const removeContainer = vi.fn(async () => undefined);
    const result = await runScripted(['run', '-d', '--name', 'x', 'busybox', 'nope'], {
      engine: {
        createContainer: async () => ({ id: webId }),
        startContainer: async () => {
          throw new ConmanError('failed-precondition', 'no such command');
        },
        removeContainer,
      },
    });
    expect(result).toEqual({ status: 125, stdout: '', stderr: 'conmanctl: no such command\n' });
    expect(removeContainer).toHaveBeenCalledWith(webId, { force: true });
  });

  test('stop takes seconds, remove -f forces, kill passes the signal on', async () => {
    const engine = {
      stopContainer: vi.fn(async () => undefined),
      removeContainer: vi.fn(async () => undefined),
      killContainer: vi.fn(async () => undefined),
    };
    await runScripted(['stop', '-t', '3', 'web'], { engine });
    await runScripted(['rm', '-f', 'web'], { engine });
    await runScripted(['kill', '-s', 'HUP', 'web'], { engine });
    expect(engine.stopContainer).toHaveBeenCalledWith('web', { timeoutSeconds: 3 });
    expect(engine.removeContainer).toHaveBeenCalledWith('web', { force: true, volumes: false });
    expect(engine.killContainer).toHaveBeenCalledWith('web', 'HUP');
  });
});

describe('failures', () => {
  test('one line that says what and what to do; the status says which kind', async () => {
    const result = await runScripted(['container', 'start', 'nope'], {
      engine: {
        startContainer: async () => {
          throw new ConmanError('not-found', 'there is no container "nope\x1b[2J"\nreally', { hint: 'conmanctl ps' });
        },
      },
    });
    expect(result).toEqual({
      status: 3,
      stdout: '',
      stderr: 'conmanctl: there is no container "nope␛[2J"; really (conmanctl ps)\n',
    });
  });

  test('of several containers, each failure has its line and the others are done', async () => {
    const result = await runScripted(['container', 'remove', 'a', 'b', 'c'], {
      engine: {
        removeContainer: async (ref) => {
          if (ref === 'b') throw new ConmanError('failed-precondition', 'b runs');
        },
      },
    });
    expect(result).toEqual({ status: 5, stdout: '{}\n{}\n', stderr: 'conmanctl: b runs\n' });
  });

  test.each([
    [['strat'], "conmanctl: unknown command 'strat' (Did you mean start?)\n"],
    [['container', 'lst'], "conmanctl: unknown command 'lst' (Did you mean one of list, ls?)\n"],
    [['ps', '--hots'], "conmanctl: unknown option '--hots' (Did you mean --host?)\n"],
    [['container', 'start'], "conmanctl: missing required argument 'ref' (see conmanctl container start --help)\n"],
    [
      ['stop', '-t', 'soon', 'x'],
      "conmanctl: option '-t, --timeout <seconds>' argument 'soon' is invalid. It has to be a whole number. (see conmanctl stop --help)\n",
    ],
    [
      ['create', '-I', 'busybox', 'x', 'ls', '-Z'],
      "conmanctl: unknown option '-Z' (what belongs to the container's command stands after --; see conmanctl create --help)\n",
    ],
    [
      ['run', '--gpus', 'all', 'busybox'],
      "conmanctl: option '--gpus <gpus>' argument 'all' is invalid. There is no such option in conman. (Give it the devices: --device /dev/dri, or those of your vendor.)\n",
    ],
    [['logs', '-f', '--until', '5m', 'x'], 'conmanctl: --follow and --until do not go together\n'],
    [
      ['exec', '-it', 'x', 'sh'],
      'conmanctl: our input is not a terminal, so -i and -t do not go together (Leave -t away.)\n',
    ],
    [
      ['start', '-a', 'x', 'y'],
      'conmanctl: only one container can be attached to (Start the others without -a and -i.)\n',
    ],
    [
      ['container', 'prune'],
      'conmanctl: there is no terminal to ask on whether this is meant (Say so with --force.)\n',
    ],
  ])('%j is a usage error', async (words, stderr) => {
    const engine = { listContainers: async () => [{ ...web, state: 'exited' }] as const };
    const status = words[0] === 'exec' ? 125 : 2;
    expect(await runScripted(words, { engine })).toEqual({ status, stdout: '', stderr });
  });
});

describe("docker's habits", () => {
  const old = { ...web, id: 'aa'.repeat(16), name: 'old', state: 'exited', pid: 0 } as const;
  const engine = { listContainers: async () => [web, old] };

  test.each([
    [['ps', '-aq', '--filter', 'name=web'], `${webId}\n`],
    [['ps', '-l', '-q'], `${old.id}\n`],
    [
      ['ps', '-n', '5', '--format', '{{.Names}} {{.State}} {{.ID}}'],
      'web running 78f5d41bb7cd\nold exited aaaaaaaaaaaa\n',
    ],
    [['ps', '--no-trunc', '--filter', 'state=exited', '--format', '{{.id}}'], `${old.id}\n`],
    [['ps', '--filter', 'state=created', '--format', '{{.id}}'], ''],
  ])('%j', async (words, stdout) => {
    expect(await runScripted(words, { engine })).toEqual({ status: 0, stdout, stderr: '' });
  });

  test('ps keeps the JSON of the contract when it filters', async () => {
    const { stdout } = await runScripted(['ps', '--filter', 'name=old'], { engine });
    expect(JSON.parse(stdout).containers.map(({ name }: { name: string }) => name)).toEqual(['old']);
  });

  test('--time and --interactive are understood, also when they are wrong', async () => {
    const stopContainer = vi.fn(async () => undefined);
    expect((await runScripted(['stop', '--time', '3', 'web'], { engine: { stopContainer } })).status).toBe(0);
    expect(stopContainer).toHaveBeenCalledWith('web', { timeoutSeconds: 3 });
    expect((await runScripted(['stop', '--time', 'x', 'web'])).stderr).toContain("'--time <seconds>' argument 'x'");
    const createContainer = vi.fn(async () => ({ id: webId }));
    await runScripted(['create', '--interactive', '-I', 'busybox', 'x'], { engine: { createContainer } });
    expect(createContainer).toHaveBeenCalledWith(expect.objectContaining({ stdin: true }));
  });

  test('create and run -d print the bare id with -q', async () => {
    const creating = { createContainer: async () => ({ id: webId }), startContainer: async () => undefined };
    expect((await runScripted(['create', '-q', '-I', 'busybox', 'x'], { engine: creating })).stdout).toBe(`${webId}\n`);
    const run = ['run', '-dq', '--name', 'x', 'busybox'];
    expect((await runScripted(run, { engine: creating })).stdout).toBe(`${webId}\n`);
  });

  test('inspect --format', async () => {
    const inspectContainer = async () => ({ ...web, labels: { a: 'b' } }) as never;
    const words = ['inspect', '-f', '{{.pid}} {{.labels.a}}', 'web', 'web'];
    expect((await runScripted(words, { engine: { inspectContainer } })).stdout).toBe('4711 b\n4711 b\n');
  });

  test('prune removes what does not run, when that is meant', async () => {
    const removeContainer = vi.fn(async () => undefined);
    const { stdout } = await runScripted(['container', 'prune', '-f'], { engine: { ...engine, removeContainer } });
    expect(stdout).toBe(`{"containerId":"${old.id}"}\n`);
    expect(removeContainer).toHaveBeenCalledOnce();
  });

  test('logs hands on what is asked for', async () => {
    const readLogs = vi.fn(async function* () {});
    await runScripted(['logs', '--until', '2026-01-31T11:00:00Z', '--tail', '5', 'web'], { engine: { readLogs } });
    const until = BigInt(Date.UTC(2026, 0, 31, 11)) * 1_000_000n;
    expect(readLogs).toHaveBeenCalledWith('web', { follow: false, untilExit: true, tail: 5, until });
  });

  test('what conman has not is said with what to do instead', async () => {
    expect(await runScripted(['build', '-t', 'x', '.'])).toEqual({
      status: 12,
      stdout: '',
      stderr: expect.stringContaining('buildah'),
    });
  });
});

describe('the daemon', () => {
  test('is started before the engine is asked, but only the default one and only if allowed', async () => {
    const ensure = vi.fn(async () => ({ started: true }));
    const script = { engine: { listContainers: async () => [] }, daemon: { ensure } };
    await runScripted(['ps', '--no-start'], script);
    await runScripted(['ps', '-H', '/tmp/other.sock'], script);
    await runScripted(['ps'], { ...script, environment: { CONMAN_HOST: '/tmp/other.sock' } });
    expect(ensure).not.toHaveBeenCalled();
    await runScripted(['ps'], script);
    expect(ensure).toHaveBeenCalledOnce();
  });

  test('status 3 says that it does not run', async () => {
    const daemon = { status: async () => ({ running: false, pid: undefined, version: undefined, notice: undefined }) };
    const result = await runScripted(['daemon', 'status'], { daemon, terminal: { columns: 80 } });
    expect(result).toEqual({ status: 3, stdout: 'conmand does not run on /run/conmand.sock\n', stderr: '' });
  });
});

test('--version is that of conmanctl', async () => {
  expect(await runScripted(['--version'])).toEqual({ status: 0, stdout: '1.2.3\n', stderr: '' });
});

test('every command has a help with examples', async () => {
  const { stdout } = await runScripted(['container', '--help']);
  const names = [...stdout.matchAll(/^ {2}(\w+)[, ].* {2}/gm)].map(([, name]) => name);
  expect(names).toEqual(expect.arrayContaining(['create', 'exec', 'logs']));
  for (const name of names.filter((name) => name !== 'help')) {
    const help = await runScripted(['container', name as string, '--help']);
    expect(help.stdout, name).toContain('\nExamples:\n  ');
    expect(help.status).toBe(0);
  }
});

test('a terminal gets a table in which strangers cannot draw', async () => {
  const evil = { ...web, name: 'evil', image: '\x1b]0;owned\x07', command: ['sh', '-c', 'x'.repeat(200)] };
  const { stdout } = await runScripted(['ps'], {
    engine: { listContainers: async () => [web, evil] },
    terminal: { columns: 80 },
  });
  expect(stdout.split('\n')).toEqual([
    'ID            NAME  STATE       CREATED  IMAGE       COMMAND',
    '78f5d41bb7cd  web   running 5m  1h ago   busybox     httpd -f',
    `78f5d41bb7cd  evil  running 5m  1h ago   ␛]0;owned␇  sh -c ${'x'.repeat(20)}…`,
    '',
  ]);
});
