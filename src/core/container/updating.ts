import * as z from 'zod';
import type { UpdateContainerOptions } from '../api/update.ts';
import { ConmanError } from '../errors/index.ts';
import type { CgroupHierarchy } from '../host/cgroups.ts';
import { limitDeviceRate } from '../host/device-rates.ts';
import { readText, replaceFile } from '../host/files.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import { parseSpecJson, specJson } from '../runtime/spec-json.ts';
import { limitRules } from '../runtime/spec-resources.ts';
import type { SpecLimits } from '../runtime/spec-settings.ts';
import type { Container, RecordDocument } from './container.ts';
import { planLimits } from './settings/limits.ts';
import { planRestart } from './settings/restart.ts';
import { UndoStack, withUndoFailures } from './undo-stack.ts';

const resourcesSchema = z.looseObject({ linux: z.looseObject({ resources: z.looseObject({}).default({}) }) });

export interface UpdatingParts {
  readonly runtimes: Runtimes;
  readonly hierarchies: readonly CgroupHierarchy[];
}

/** Changes limits, restart policy and labels of a container, whether it runs or not. All of it or nothing. */
export async function updateContainer(
  { runtimes, hierarchies }: UpdatingParts,
  container: Container,
  { limits, restart, labels = {}, removeLabels = [] }: UpdateContainerOptions,
): Promise<void> {
  const document = expectDocument(container);
  const { data: before } = document;
  const changes = {
    ...(restart !== undefined && { restart: planRestart(restart, before.autoRemove ?? false) }),
    // A policy is about ends to come: one that has ended before it is not started by it.
    ...(restart !== undefined && container.hasEnded && !container.awaitsRestart && { stoppedByUser: true }),
    labels: changedLabels(before.labels, labels, removeLabels),
  };
  const planned = limits === undefined ? undefined : await planLimits(limits, hierarchies);
  const undo = new UndoStack();
  try {
    if (planned !== undefined) await changeLimits(runtimes, hierarchies, container, planned, undo);
    await document.update(changes);
  } catch (error) {
    throw withUndoFailures(ConmanError.from(error), await undo.unwind());
  }
}

function expectDocument({ name, document }: Container): RecordDocument {
  if (document !== undefined) return document;
  throw new ConmanError('failed-precondition', `the record of container ${name} cannot be read`);
}

function changedLabels(
  before: Readonly<Record<string, string>>,
  set: Readonly<Record<string, string>>,
  remove: readonly string[],
): Record<string, string> {
  if ('' in set) throw new ConmanError('invalid-argument', 'a label needs a name');
  const kept = Object.entries(before).filter(([key]) => !remove.includes(key));
  return { ...Object.fromEntries(kept), ...set };
}

/** In the configuration for the next run, and in the kernel for this one. */
async function changeLimits(
  runtimes: Runtimes,
  hierarchies: readonly CgroupHierarchy[],
  { id, paths, hasEnded, record }: Container,
  limits: SpecLimits,
  undo: UndoStack,
): Promise<void> {
  const text = await readText(paths.spec);
  if (text === undefined) throw new ConmanError('data-loss', `${paths.spec} is gone`);
  undo.push('write the limits of before', () => replaceFile(paths.spec, text));
  await replaceFile(paths.spec, withLimits(text, limitRules(limits)));
  if (hasEnded) return;
  const { deviceRates = [], ...others } = limits;
  const rules = limitRules(others);
  if (Object.keys(rules).length > 0) await runtimes.named(record?.runtime).update(id, rules);
  // The runtime has no word for these.
  for (const rate of deviceRates) await limitDeviceRate(hierarchies, paths.cgroup, rate);
}

/** What is not among the changes stays, within a group of limits too. */
function withLimits(text: string, rules: object): string {
  const spec = resourcesSchema.parse(parseSpecJson(text));
  const { resources } = spec.linux;
  const merged = Object.entries(rules).map(([group, changes]) => [
    group,
    { ...asObject(resources[group]), ...changes },
  ]);
  return specJson({ ...spec, linux: { ...spec.linux, resources: { ...resources, ...Object.fromEntries(merged) } } });
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
