import { expect, test } from 'vitest';
import { parseFormat } from './format.ts';

const value = {
  id: '78f5',
  state: 'running',
  exit: null,
  paused: false,
  command: ['sh', '-c', 'x'],
  labels: { 'com.example.a': 'b', plain: 'c' },
  mounts: [{ target: '/data' }],
};

test.each([
  ['{{.id}}', '78f5'],
  ['{{ .ID }}\\t{{.State}}', '78f5\trunning'],
  ['{{.command}}', 'sh -c x'],
  ['{{json .command}}', '["sh","-c","x"]'],
  ['{{.labels."com.example.a"}}/{{.Labels.plain}}/{{.labels.none}}', 'b/c/'],
  ['{{.mounts}} {{.mounts.0.target}}', '[{"target":"/data"}] /data'],
  ['{{.exit}}|{{json .exit}}|{{.paused}}', '|null|false'],
  ['no field\\n', 'no field\n'],
  ['json', JSON.stringify(value)],
])('%s', (format, printed) => {
  expect(parseFormat(format, { terminal: false })(value)).toBe(printed);
});

test.each([
  ['{{.id', 'do not pair'],
  ['{{range .mounts}}', 'does not know {{range .mounts}}'],
  ['{{id}}', 'does not know {{id}}'],
])('%s is refused before anything is printed', (format, reason) => {
  expect(() => parseFormat(format, { terminal: false })).toThrow(reason);
});

test('a field that does not exist is an error that names those that do', () => {
  expect(() => parseFormat('{{.nmae}}', { terminal: false })(value)).toThrow(
    expect.objectContaining({
      message: 'there is no field "nmae" to format',
      hint: expect.stringContaining('id, state'),
    }),
  );
});

test('on a terminal, what strangers wrote is shown and not obeyed', () => {
  const evil = { name: '\u001b[2Jx' };
  expect(parseFormat('{{.name}}\\n', { terminal: true })(evil)).toBe('␛[2Jx\n');
  expect(parseFormat('{{.name}}', { terminal: false })(evil)).toBe('\u001b[2Jx');
});
