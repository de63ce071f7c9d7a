import { expect, test } from 'vitest';
import { DemoEngine } from '../../../demo/demo-engine.ts';
import { demoWorld } from '../../../demo/demo-world.ts';
import { systemView } from './view.ts';

const engine = new DemoEngine(demoWorld(1_700_000_000_000));

test('the system says what conmand is and how much of everything there is', async () => {
  const facts = (await systemView.fetch?.(engine)) ?? [];
  const values = Object.fromEntries(facts.map(({ id, value }) => [id, value]));
  expect(values).toMatchObject({ runtime: 'runc 1.1.5', containers: '8, 5 running' });
  expect(values['conmand']).toMatch(/^0\.1\.0, pid 100, since /);
  const [containers] = facts.filter(({ id }) => id === 'containers');
  expect(await containers?.read(engine)).toContainEqual({ name: 'shop-db', state: 'running', image: 'postgres:17' });
});
