import { expect, test } from 'vitest';
import { TestEngine } from '../fixtures/engine.ts';
import { loggedOutput } from '../fixtures/log.ts';

test('arguments reach the program as they were given', async () => {
  await using engine = await TestEngine.open();
  const args = [
    'two words',
    '',
    '"double" \'single\' `back`',
    '$HOME $(id) \\ * ? ~',
    'line one\nline two\n',
    '\ttab',
    'Grüße, 世界 🚢',
    '--help',
    '-',
    '{"json":[1]}',
    'x'.repeat(10_000),
  ];
  // NUL cannot be in an argument, so it separates them here; the log holds bytes.
  const id = await engine.run({ command: ['printf', '%s\\0', ...args] });
  const { logPath, command } = engine.containers.status(id);
  expect(command).toEqual(['printf', '%s\\0', ...args]);
  expect(loggedOutput(logPath).split('\0').slice(0, -1)).toEqual(args);
});

test('they survive a restart of the engine', async () => {
  await using engine = await TestEngine.open();
  const command = ['sh', '-c', 'exit 0', '', '"\n\'ü'];
  const id = await engine.run({ command, labels: { 'a b': 'ü\n' } });
  await engine.reopen();
  expect(engine.containers.status(id)).toMatchObject({ command, labels: { 'a b': 'ü\n' } });
});
