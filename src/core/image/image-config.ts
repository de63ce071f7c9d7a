import type { ImageChanges } from '../api/image.ts';
import { ConmanError } from '../errors/index.ts';
import type { ConfigDraft } from './image-builder.ts';

/** A step for the history of an image. */
export interface HistoryStep {
  /** RFC 3339. */
  readonly created: string;
  readonly created_by: string;
  readonly comment?: string;
}

/** A configuration with what is to be different, and the step that made it so. */
export function changedConfig(base: ConfigDraft, changes: ImageChanges, step: HistoryStep): ConfigDraft {
  const { env, labels, entrypoint, command, user, workdir, stopSignal, volumes, exposedPorts, author } = changes;
  expectChanges(changes);
  const before = objectOf(base['config']);
  const config = {
    ...before,
    ...(env !== undefined && { Env: mergedEnv(textsOf(before['Env']), env) }),
    ...(labels !== undefined && { Labels: { ...objectOf(before['Labels']), ...labels } }),
    ...(entrypoint !== undefined && { Entrypoint: entrypoint }),
    ...(command !== undefined && { Cmd: command }),
    ...(user !== undefined && { User: user }),
    ...(workdir !== undefined && { WorkingDir: workdir }),
    ...(stopSignal !== undefined && { StopSignal: stopSignal }),
    ...(volumes !== undefined && { Volumes: { ...objectOf(before['Volumes']), ...keys(volumes) } }),
    ...(exposedPorts !== undefined && { ExposedPorts: { ...objectOf(before['ExposedPorts']), ...keys(exposedPorts) } }),
  };
  const history = Array.isArray(base['history']) ? (base['history'] as unknown[]) : [];
  return {
    ...base,
    created: step.created,
    ...(author !== undefined && { author }),
    config,
    history: [...history, step],
  };
}

function expectChanges({ env = [], workdir, volumes = [] }: ImageChanges): void {
  const pair = env.find((text) => text.indexOf('=') < 1);
  if (pair !== undefined) throw invalid(`the environment variable ${JSON.stringify(pair)} is not KEY=value`);
  const path = [...volumes, ...(workdir === undefined ? [] : [workdir])].find((text) => !text.startsWith('/'));
  if (path !== undefined) throw invalid(`${JSON.stringify(path)} is not an absolute path`);
}

function mergedEnv(before: readonly string[], changes: readonly string[]): string[] {
  const nameOf = (pair: string): string => pair.slice(0, pair.indexOf('='));
  const changed = new Set(changes.map(nameOf));
  return [...before.filter((pair) => !changed.has(nameOf(pair))), ...changes];
}

function keys(names: readonly string[]): Record<string, object> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function invalid(message: string): ConmanError {
  return new ConmanError('invalid-argument', message);
}
