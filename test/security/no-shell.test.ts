import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { connectEngine } from '../../src/core/index.ts';
import { Conman, makeRootfs } from '../cli/conman.ts';

const source = resolve(import.meta.dirname, '../../src');

/** Ways to hand text to a shell of the host, or to run it as code. */
const interpretations = [
  // node:child_process and execa
  /\bshell\s*:\s*(?:true|['"`])/,
  /\bexecSync\s*\(/,
  /import\s*\{[^}]*\b(?:exec|execSync|execCommand|execaCommand|\$)\b[^}]*\}\s*from\s*'(?:node:child_process|execa)'/,
  // C
  /\b(?:system|popen|wordexp)\s*\(/,
  /\beval\s*\(|new Function\s*\(/,
];

function sources(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:tsx?|c|h)$/.test(name) && !/\.test\.tsx?$|generated\//.test(name))
    .map((name) => join(directory, name));
}

/** Without comments, which may speak of shells. */
function code(path: string): string {
  return readFileSync(path, 'utf8').replaceAll(/\/\*.*?\*\/|\/\/.*$/gms, '');
}

test('no program of ours hands text to a shell', () => {
  const paths = sources(source);
  expect(paths.length).toBeGreaterThan(200);
  const found = paths.filter((path) => interpretations.some((pattern) => pattern.test(code(path))));
  expect(found).toEqual([]);
});

test.each(['spawn(file, args, { shell: true })', "import { exec } from 'node:child_process';", 'system("rm " + path)'])(
  'the search finds %s',
  (text) => {
    expect(interpretations.some((pattern) => pattern.test(text))).toBe(true);
  },
);

test('what a shell would run is a name, a path, an argument and nothing more', async () => {
  await using conman = await Conman.start();
  const engine = connectEngine(conman.socket);
  const mark = join(conman.root, 'mark');
  const evil = `$(touch ${mark});touch ${mark}|\`touch ${mark}\`\n"'&& touch ${mark} #`;
  const image = join(conman.root, `image ${evil.replaceAll('/', '_')}`);
  mkdirSync(image);
  makeRootfs(image);
  const { id } = await engine.createContainer({
    name: 'box',
    image,
    command: ['/bin/sh', '-c', 'printf %s "$1$EVIL"; hostname; exec sleep 1000', 'sh', evil],
    env: [`EVIL=${evil}`],
    labels: { [evil]: evil },
    annotations: { evil },
  });
  await engine.startContainer(id);
  const { id: execId } = await engine.createExec('box', {
    command: ['echo', evil],
    env: [`E=${evil}`],
    tty: true,
    stdin: false,
  });
  await engine.removeExec(execId).catch(() => undefined);
  await expect(engine.createContainer({ name: evil, image, command: ['true'] })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
  await expect(engine.containerStatus(evil)).rejects.toMatchObject({ code: 'not-found' });
  await engine.stopContainer(id, { timeoutSeconds: 0 });
  await engine.removeContainer(id);
  expect(existsSync(mark)).toBe(false);
  engine.close();
});
