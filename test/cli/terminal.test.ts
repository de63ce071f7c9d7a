import { expect, test } from 'vitest';
import { Screen } from '../fixtures/screen.ts';
import { Conman, conmanctl } from './conman.ts';

test('run -it: a terminal of our size that can be left, found again and ended', async () => {
  await using conman = await Conman.start();
  const env = { CONMAN_HOST: conman.socket, NO_COLOR: '1' };
  await using shell = new Screen([conmanctl, 'run', '-it', '--name', 'box', conman.rootfs, 'sh'], { env });
  await shell.waitForText('#');
  shell.type('stty size\r');
  await shell.waitForText('24 80');
  shell.resize(100, 30);
  // What is typed may be faster than the news of the size.
  shell.type('until [ "$(stty size)" = "30 100" ]; do sleep 0.05; done; echo fits $((6*7))\r');
  await shell.waitForText('fits 42');
  shell.type('\x10\x11');
  expect(await shell.exited).toMatchObject({ exitCode: 0 });
  expect(shell.text()).toContain('Left box.');

  await using again = new Screen([conmanctl, 'attach', 'box'], { env });
  await again.waitForText('Ctrl-p Ctrl-q');
  again.type('echo $((6*7)); exit 3\r');
  await again.waitForText('42');
  expect(await again.exited).toMatchObject({ exitCode: 3 });
});

test('exec -it: a shell, its status, and a terminal put back', async () => {
  await using conman = await Conman.start();
  await conman.ask('run', '-d', '--name', 'web', conman.rootfs, 'sleep', '100');
  const script = `'${conmanctl}' exec -it web -- sh; echo "status $?"; stty -a | grep -c ' icanon'`;
  await using screen = new Screen(['/bin/sh', '-c', script], { env: { CONMAN_HOST: conman.socket } });
  await screen.waitForText('#');
  screen.type('tty\r');
  await screen.waitForText('/dev/');
  screen.type('exit 9\r');
  await screen.waitForText('status 9');
  await screen.waitForText(/^1$/m);
});

test('a session that was left is listed, re-entered with what it wrote meanwhile, and ended', async () => {
  await using conman = await Conman.start();
  await conman.ask('run', '-d', '--name', 'web', conman.rootfs, 'sleep', '100');
  const env = { CONMAN_HOST: conman.socket };
  await using shell = new Screen([conmanctl, 'exec', '-it', 'web', '--', 'sh'], { env });
  await shell.waitForText('#');
  // It says it once it was left, and once more when it is found again.
  shell.type('while [ ! -e /tmp/left ]; do sleep 0.05; done; echo meanwhile $((6*7)); cat\r\x10\x11');
  expect(await shell.exited).toMatchObject({ exitCode: 0 });
  const list = async () => ((await conman.ask('session', 'list')) as { sessions: { id: string }[] }).sessions;
  const [session] = await list();
  expect(session).toMatchObject({ tty: true, command: ['sh'], clients: 0 });
  await conman.ctl(['exec', 'web', '--', 'sh', '-c', '> /tmp/left']);
  const id = session?.id.slice(0, 8) ?? '';
  await using again = new Screen([conmanctl, 'session', 'attach', id], { env });
  await again.waitForText('meanwhile 42');
  again.type('hello\r');
  await again.waitForText(/hello\s+hello/);
  const killed = await conman.ctl(['session', 'kill', id]);
  expect(killed).toMatchObject({ status: 0 });
  await again.exited;
  expect(await list()).toEqual([]);
  expect(await conman.ctl(['session', 'attach', id])).toMatchObject({ status: 3 });
});

test('start -ai: a shell that has ended again, from its first word on', async () => {
  await using conman = await Conman.start();
  await conman.ask('create', '-it', '-I', conman.rootfs, 'box', '--', 'sh', '-c', 'echo run $$; read x; exit "$x"');
  const env = { CONMAN_HOST: conman.socket };
  for (const status of ['4', '0']) {
    await using screen = new Screen([conmanctl, 'start', '-ai', 'box'], { env });
    await screen.waitForText('run 1');
    screen.type(`${status}\r`);
    expect(await screen.exited).toMatchObject({ exitCode: Number(status) });
  }
});

test('prune asks, and does nothing but for a yes', async () => {
  await using conman = await Conman.start();
  const env = { CONMAN_HOST: conman.socket };
  await conman.ctl(['run', '--name', 'job', conman.rootfs, 'true']);
  for (const [answer, status] of [
    ['\r', 1],
    ['\x04', 1],
    ['y\r', 0],
  ] as const) {
    expect(await conman.ask('ps')).toMatchObject({ containers: [{ name: 'job' }] });
    await using screen = new Screen([conmanctl, 'container', 'prune'], { env });
    await screen.waitForText('Remove job? [y/N]');
    screen.type(answer);
    expect(await screen.exited).toMatchObject({ exitCode: status });
  }
  expect(await conman.ask('ps')).toEqual({ containers: [] });
});

test('a table for people, on a terminal only', async () => {
  await using conman = await Conman.start();
  await conman.ask('run', '-d', '--name', 'web', conman.rootfs, 'sleep', '100');
  await using screen = new Screen(['/bin/sh', '-c', `'${conmanctl}' ps; read -r _`], {
    env: { CONMAN_HOST: conman.socket },
  });
  await screen.waitForText('web');
  expect(screen.text()).toMatch(/^ID +NAME +STATE +CREATED +IMAGE +COMMAND/);
  expect(screen.text()).toMatch(/^[0-9a-f]{12} +web +running \d+s/m);
});
