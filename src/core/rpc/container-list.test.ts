import { expect, test } from 'vitest';
import type { ContainerSummary } from '../api/container.ts';
import { ContainerListReader, ContainerListWriter } from './container-list.ts';
import { ListContainersResponse } from './generated/conman.ts';
import { container } from './testing/wire-samples.ts';

test('what is written is what the generated code writes and reads', () => {
  const writer = new ContainerListWriter();
  const containers = [container(1), container(2, { name: '' }), container(3, { labels: {} })];
  const list = { containers: containers.map(writer.toWire) };
  const bytes = writer.serialize(list);
  expect(bytes).toEqual(Buffer.from(ListContainersResponse.encode(list).finish()));
  expect(new ContainerListReader().deserialize(bytes)).toEqual(containers);
  expect(new ContainerListReader().deserialize(writer.serialize({ containers: [] }))).toEqual([]);
});

test('what has not changed is not written or read again; what has, is', () => {
  const writer = new ContainerListWriter();
  const reader = new ContainerListReader();
  const send = (containers: readonly ContainerSummary[]): readonly ContainerSummary[] =>
    reader.deserialize(writer.serialize({ containers: containers.map(writer.toWire) }));
  const [one, two, three] = [container(1), container(2), container(3)];
  const first = send([one, two, three]);
  const changed = container(2, { state: 'exited', pid: 0 });
  // One in the middle changed, the first is gone, another came.
  const second = send([changed, three, container(4)]);
  expect(second).toEqual([changed, three, container(4)]);
  expect(second[1]).toBe(first[2]);
  expect(second[0]).not.toBe(first[1]);
  expect(writer.toWire(one)).toBe(writer.toWire(one));
});

test('fields of a newer daemon are passed over', () => {
  const writer = new ContainerListWriter();
  const unknown = Buffer.from([0xa2, 0x06, 0x03, 1, 2, 3]);
  const bytes = Buffer.concat([unknown, writer.serialize({ containers: [writer.toWire(container(1))] }), unknown]);
  expect(new ContainerListReader().deserialize(bytes)).toEqual([container(1)]);
});
