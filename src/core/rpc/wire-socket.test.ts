import { existsSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Wire } from './testing/wire.ts';

const wire = new Wire();

test('the socket is for its owner only', async () => {
  await wire.serve({});
  expect(statSync(wire.socketPath).mode & 0o777).toBe(0o600);
});

test('a socket on which somebody answers is refused, a dead one replaced, a file left alone', async () => {
  await wire.serve({ listImages: async () => [] });
  await expect(wire.serveOn(wire.socketPath, {})).rejects.toMatchObject({ code: 'already-exists' });
  expect(await wire.client?.listImages()).toEqual([]);

  const file = join(wire.directory, 'file');
  writeFileSync(file, 'precious');
  await expect(wire.serveOn(file, {})).rejects.toMatchObject({ code: 'failed-precondition' });
  expect(existsSync(file)).toBe(true);
});

test('nobody on the socket is unavailable, with what to do', async () => {
  const client = wire.connect();
  await expect(client.version()).rejects.toMatchObject({ code: 'unavailable', hint: 'conmanctl daemon start' });
});

test('something else on the socket is unavailable too', async () => {
  const other = createServer((socket) =>
    socket
      .on('error', () => {})
      .resume()
      .end('220 mail.example ESMTP\r\n'),
  );
  await new Promise<void>((resolve) => other.listen(wire.socketPath, resolve));
  const client = wire.connect();
  await expect(client.version()).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('not conmand'),
  });
  client.close();
  await new Promise((resolve) => other.close(resolve));
});

test('a silent something is given up on', async () => {
  const accepted = Promise.withResolvers<Socket>();
  const other = createServer((socket) => void accepted.resolve(socket.on('error', () => {}).resume()));
  await new Promise<void>((resolve) => other.listen(wire.socketPath, resolve));
  const client = wire.connect({ answerTimeoutMs: 100 });
  await expect(client.version()).rejects.toMatchObject({ code: 'unavailable' });
  (await accepted.promise).destroy();
  client.close();
  await new Promise((resolve) => other.close(resolve));
});

test('a client that speaks no HTTP/2 disturbs nobody', async () => {
  const engine = await wire.serve({ listImages: async () => [] });
  const stranger = connect(wire.socketPath, () => stranger.end('GET / HTTP/1.1\r\n\r\n'));
  await new Promise((resolve) => stranger.on('error', resolve).on('close', resolve).resume());
  expect(await engine.listImages()).toEqual([]);
});
