/** Tries a client program of Kubernetes' remote command on a conmand of its own: `node check.ts CLIENT`. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { Conman, type Outcome, run } from '../cli/conman.ts';

const [, , client = ''] = process.argv;

async function attachUrl(conman: Conman, name: string): Promise<string> {
  const { url } = (await conman.ask('container', 'attach', '--url', name)) as { url: string };
  return url;
}

/** Attaches to a new container before it starts, so that nothing it says is missed. */
async function attach(
  conman: Conman,
  name: string,
  create: readonly string[],
  flags: readonly string[],
  input: string | Uint8Array = '',
): Promise<Outcome> {
  await conman.ask(
    'create',
    '-I',
    conman.rootfs,
    ...create.slice(0, create.indexOf('--')),
    name,
    ...create.slice(create.indexOf('--')),
  );
  const url = await attachUrl(conman, name);
  const outcome = run([client, ...flags, url], { input });
  await conman.ask('start', name);
  return await outcome;
}

function report(what: string): void {
  process.stdout.write(`ok: ${what}\n`);
}

await using conman = await Conman.start();

const script = 'cat; echo problem >&2; exit 7';
const echo = await attach(conman, 'echo', ['-i', '--', 'sh', '-c', script], ['-stdin', '-stderr'], 'hello\n');
assert.deepEqual(echo, { status: 7, stdout: 'hello\n', stderr: 'problem\n' });
report('input, both outputs, end of input, exit status');

const quiet = await attach(conman, 'quiet', ['-i', '--', 'true'], ['-stdin', '-stderr']);
assert.deepEqual(quiet, { status: 0, stdout: '', stderr: '' });
report('success');

const size = await attach(
  conman,
  'size',
  ['-i', '-t', '--', 'sh', '-c', 'read go; stty size'],
  ['-stdin', '-tty', '-size', '91x37'],
  'go\n',
);
assert.match(size.stdout, /go\r\n37 91\r\n$/);
assert.equal(size.status, 0);
report('a terminal and its size');

const input = randomBytes(32 * 1024 * 1024);
const started = performance.now();
const digester = ['-i', '--', 'sh', '-c', 'busybox sha256sum; echo end >&2'];
const large = await attach(conman, 'large', digester, ['-stdin', '-stderr'], input);
const seconds = (performance.now() - started) / 1000;
const digest = createHash('sha256').update(input).digest('hex');
assert.deepEqual(large, { status: 0, stdout: `${digest}  -\n`, stderr: 'end\n' });
report(`${input.length} bytes of input in ${seconds.toFixed(2)} s`);

// The client is slower than the container, which waits for nobody: nothing may be missing all the same.
const lines = Array.from({ length: 2_000_000 }, (_, index) => `${index}\n`).join('');
const output = await attach(conman, 'output', ['-i', '--', 'cat'], ['-stdin', '-stderr'], lines);
assert.equal(output.status, 0, output.stderr);
assert.ok(output.stdout === lines, `${output.stdout.length} of ${lines.length} bytes came back`);
report(`${lines.length} bytes there and back`);

await conman.ask('run', '-d', '--name', 'idle', conman.rootfs, 'sleep', '100');
const url = await attachUrl(conman, 'idle');
const first = run(['timeout', '1', client, '-stderr', url]);
const used = await new Promise<Outcome>((resolve) => setTimeout(() => resolve(run([client, '-stderr', url])), 500));
assert.match(used.stderr, /used before/);
assert.equal((await first).status, 124);
assert.match(JSON.stringify(await conman.ask('container', 'status', 'idle')), /RUNNING/);
report('a URL is good for one client, whose leaving ends nothing');
