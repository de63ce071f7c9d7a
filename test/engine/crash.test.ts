import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import type { EngineConfig } from '../../src/core/container/containers.ts';
import { TestEngine } from '../fixtures/engine.ts';
import { engineProgram } from '../fixtures/thread-bundles.ts';

const rounds = 20;

/** Runs an engine that works without pause, kills it at a random moment and gives what it had said until then. */
async function killAtRandom(config: EngineConfig, round: number): Promise<string[]> {
  const child = spawn(process.execPath, [engineProgram('engine-process'), JSON.stringify(config), String(round)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (line === 'ready') setTimeout(() => child.kill('SIGKILL'), Math.random() * 250);
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode, complaints).toBe('SIGKILL');
  return said;
}

test(`an engine killed at ${rounds} random moments loses and leaks nothing`, { timeout: 900_000 }, async () => {
  await using engine = await TestEngine.open();
  await engine.containers.images.store.list();
  const alive = new Map<string, string>();
  for (let round = 0; round < rounds; round++) {
    const said: string[] = [];
    await engine.reopen(async () => {
      said.push(...(await killAtRandom(engine.config, round)));
    });
    const uncertain = new Set<string>();
    const stopped = new Set<string>();
    for (const [verb = '', name = '', id = ''] of said.map((line) => line.split(' '))) {
      if (verb === 'creating' || verb === 'removing') uncertain.add(name);
      if (verb === 'created' || verb === 'removed') uncertain.delete(name);
      if (verb === 'created') alive.set(name, id);
      if (verb === 'removed') alive.delete(name);
      if (verb === 'stopped') stopped.add(name);
      if (verb === 'restarting') stopped.delete(name);
    }
    const found = new Map(engine.containers.list().map(({ name, id }) => [name, id]));
    // What was being created or removed may be there or not, but only whole.
    for (const name of uncertain) {
      const id = found.get(name);
      if (id === undefined) alive.delete(name);
      else alive.set(name, id);
    }
    expect(found, `round ${round}: ${said.join(', ')}`).toEqual(alive);
    for (const { name, state, exit, message } of engine.containers.list()) {
      expect(message).toBe('');
      const code = 40 + Number(name.split('-')[1]);
      // Ended and being started again, it may be found in either run, but never with another end.
      if (stopped.has(name) || state === 'exited') expect(exit, name).toMatchObject({ reason: 'exited', code });
    }
  }
});
