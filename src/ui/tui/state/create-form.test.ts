import { expect, test } from 'vitest';
import type { ImageSummary } from '../../../core/api/index.ts';
import {
  type CreateForm,
  editForm,
  emptyCreateForm,
  findProblem,
  type TextFieldName,
  withImages,
  withNextChoice,
  withNextField,
  withText,
} from './create-form.ts';
import { createdBy, updateOf } from './form-values.ts';
import { textField } from './text-field.ts';

const image = (name: string): ImageSummary => ({ name, id: name, createdAt: 1n, sizeBytes: 1, command: ['sh'] });
const images = [image('alpine'), image('busybox'), image('busybox-glibc')];
const places = { workingDirectory: '/work', homeDirectory: '/home/ada' };
const none = new Set<string>();
const filled = withImages(emptyCreateForm, images, none);
const typed = (form: CreateForm, field: TextFieldName, text: string): CreateForm =>
  withText(form, field, textField(text), none);

test('an untouched form takes the first image and a name after it', () => {
  expect(filled.image.text).toBe('alpine');
  expect(filled.name.text).toBe('alpine-1');
  expect(findProblem(filled, none, places)).toBeUndefined();
});

test('images that come late do not overwrite what was typed', () => {
  expect(withImages(typed(emptyCreateForm, 'image', '/srv/rootfs'), images, none).image.text).toBe('/srv/rootfs');
});

test('the name follows the image until it is edited', () => {
  expect(typed(filled, 'image', 'busybox').name.text).toBe('busybox-1');
  expect(typed(typed(filled, 'name', 'web'), 'image', 'busybox').name.text).toBe('web');
});

test('arrows walk through the images, round the end, or those that still match', () => {
  expect(withNextChoice(filled, 1, none).image.text).toBe('busybox');
  expect(withNextChoice(filled, -1, none).image.text).toBe('busybox-glibc');
  expect(withNextChoice(typed(filled, 'image', 'bu'), 1, none).image.text).toBe('busybox');
  expect(withNextChoice(typed(filled, 'image', '/x'), 1, none).image.text).toBe('/x');
});

test('leaving the image field completes an unambiguous beginning only', () => {
  expect(withNextField(typed(filled, 'image', 'al'), 1, none)).toMatchObject({
    image: { text: 'alpine' },
    active: 'name',
  });
  expect(withNextField(typed(filled, 'image', 'bu'), 1, none).image.text).toBe('bu');
  expect(withNextField(filled, -1, none).active).toBe('labels');
});

test.each([
  ['image', '  ', 'no image'],
  ['name', '', 'not a name'],
  ['name', '-x', 'not a name'],
  ['name', 'a b', 'not a name'],
  ['name', 'x'.repeat(65), 'not a name'],
  ['name', 'web', 'the name is taken'],
  ['command', `sh -c 'x`, "the quote ' is not closed"],
] as const)('%s %j: %s', (field, text, problem) => {
  expect(findProblem(typed(filled, field, text), new Set(['web']), places)).toMatchObject({ field, text: problem });
});

test('typing clears the problem, moving the cursor keeps it', () => {
  const wrong: CreateForm = { ...filled, problem: { field: 'name', text: 'the name is taken', hint: undefined } };
  expect(typed(wrong, 'name', 'alpine-').problem).toBeUndefined();
  expect(withText(wrong, 'name', { text: 'alpine-1', cursor: 0 }, none).problem).toEqual(wrong.problem);
});

test('stdin follows the terminal', () => {
  const form = typed(filled, 'command', `sh -c 'echo "a b"'`);
  const value = { name: 'alpine-1', image: 'alpine', command: ['sh', '-c', 'echo "a b"'] };
  const terminal = { tty: true, stdin: true, network: { mode: 'default' } };
  expect(createdBy(form, places)).toEqual({ ok: true, value: { ...value, ...terminal } });
  expect(createdBy({ ...form, tty: false }, places)).toMatchObject({ value: { tty: false, stdin: false } });
});

const written = (form: CreateForm, texts: Partial<Record<TextFieldName, string>>): CreateForm =>
  Object.entries(texts).reduce((next, [field, text]) => typed(next, field as TextFieldName, text), form);

test('every field becomes what it says', () => {
  const form = written(filled, {
    env: `A=1 'B=two words'`,
    mounts: '/data:/srv:ro',
    ports: '8080:80 127.0.0.1:53:53/udp',
    network: 'backend',
    memory: '64m',
    cpus: '1.5',
    pids: '-1',
    restart: 'on-failure:3',
    userns: 'auto:size=1000',
    labels: 'app=shop',
  });
  expect(createdBy(form, places)).toMatchObject({
    value: {
      env: ['A=1', 'B=two words'],
      network: {
        mode: 'networks',
        connections: [{ network: 'backend' }],
        ports: [{ hostPort: 8080 }, { protocol: 'udp' }],
      },
      mounts: [{ kind: 'bind', source: '/data', target: '/srv', readonly: true }],
      limits: { memoryBytes: 64 * 1024 ** 2, cpus: 1.5, pids: -1 },
      restart: { kind: 'on-failure', maxRetries: 3 },
      userNamespace: { kind: 'auto', size: 1000 },
      labels: { app: 'shop' },
    },
  });
});

test('a mount is of a path, of one at home or where one works, or of a volume; so is a root directory', () => {
  const mounts = '~/a:/a ./b:/b:ro data:/c /tmp-only:/d';
  expect(createdBy(written(filled, { image: '~/root fs', mounts }), places)).toMatchObject({
    value: {
      image: '/home/ada/root fs',
      mounts: [
        { kind: 'bind', source: '/home/ada/a', target: '/a' },
        { kind: 'bind', source: '/work/b', target: '/b', readonly: true },
        { kind: 'volume', source: 'data', target: '/c' },
        { kind: 'bind', source: '/tmp-only', target: '/d' },
      ],
    },
  });
});

test.each([
  ['userns', 'nobody', '--userns nobody is not understood'],
  ['mounts', '/a:b', '--volume /a:b is not understood'],
  ['memory', 'much', 'memory much is no number of bytes'],
  ['cpus', 'all', 'all is no number'],
  ['restart', 'never', 'there is no restart policy "never"'],
  ['env', `"A`, 'the quote " is not closed'],
] as const)('%s %j is refused at its field: %s', (field, text, problem) => {
  expect(findProblem(typed(filled, field, text), none, places)).toMatchObject({ field, text: problem });
});

test('a change says only what was typed', () => {
  const form = editForm(['a'], 'web');
  expect(findProblem(form, none, places)?.text).toBe('nothing is to be changed');
  expect(updateOf(written(form, { restart: 'always', labels: 'app=shop old-' }))).toEqual({
    ok: true,
    value: { restart: { kind: 'always' }, labels: { app: 'shop' }, removeLabels: ['old'] },
  });
  expect(withNextField(form, -1, none).active).toBe('labels');
});
