import type { Command } from 'commander';
import type { ImageChanges } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { collect } from '../common-options.ts';

export interface ChangeFlags {
  readonly change?: readonly string[];
  readonly author?: string;
  readonly message?: string;
}

export function addChangeOptions(command: Command): Command {
  return command
    .option(
      '-c, --change <instruction>',
      'CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, STOPSIGNAL, USER, VOLUME or WORKDIR as in a Dockerfile (repeatable)',
      collect,
    )
    .option('--author <name>', 'who made it')
    .option('-m, --message <text>', 'what was done, for the history');
}

type Partial = { -readonly [Key in keyof ImageChanges]: ImageChanges[Key] };

/** Throws `invalid-argument` for an instruction that cannot be one. */
export function imageChanges({ change = [], author, message }: ChangeFlags): ImageChanges {
  const changes: Partial = {};
  for (const instruction of change) apply(changes, instruction);
  return { ...changes, ...(author !== undefined && { author }), ...(message !== undefined && { comment: message }) };
}

function apply(changes: Partial, instruction: string): void {
  const [, word = '', rest = ''] = /^\s*([A-Za-z]+)\s+(.*?)\s*$/s.exec(instruction) ?? [];
  if (rest === '') throw notUnderstood(instruction);
  switch (word.toUpperCase()) {
    case 'CMD':
      changes.command = words(rest);
      break;
    case 'ENTRYPOINT':
      changes.entrypoint = words(rest);
      break;
    case 'ENV':
      changes.env = [...(changes.env ?? []), pair(rest, instruction)];
      break;
    case 'LABEL': {
      const text = pair(rest, instruction);
      const at = text.indexOf('=');
      changes.labels = { ...changes.labels, [text.slice(0, at)]: text.slice(at + 1) };
      break;
    }
    case 'EXPOSE':
      changes.exposedPorts = [
        ...(changes.exposedPorts ?? []),
        ...rest.split(/\s+/).map((port) => portText(port, instruction)),
      ];
      break;
    case 'VOLUME':
      changes.volumes = [...(changes.volumes ?? []), ...(jsonWords(rest) ?? rest.split(/\s+/))];
      break;
    case 'USER':
      changes.user = rest;
      break;
    case 'WORKDIR':
      changes.workdir = rest;
      break;
    case 'STOPSIGNAL':
      changes.stopSignal = rest;
      break;
    default:
      throw notUnderstood(instruction);
  }
}

/** A JSON array is a command and its arguments; anything else is for the shell. */
function words(text: string): readonly string[] {
  return jsonWords(text) ?? ['/bin/sh', '-c', text];
}

function jsonWords(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((word) => typeof word === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

function pair(text: string, instruction: string): string {
  const [, key = '', value = ''] = /^([^\s=]+)(?:=|\s+)(.*)$/s.exec(text) ?? [];
  if (key === '') throw notUnderstood(instruction);
  return `${key}=${value.replace(/^(["'])(.*)\1$/s, '$2')}`;
}

function portText(port: string, instruction: string): string {
  const [, number, protocol = 'tcp'] = /^(\d{1,5})(?:\/(tcp|udp|sctp))?$/.exec(port) ?? [];
  if (number === undefined || Number(number) > 65_535) throw notUnderstood(instruction);
  return `${number}/${protocol}`;
}

function notUnderstood(instruction: string): ConmanError {
  return new ConmanError('invalid-argument', `the change ${JSON.stringify(instruction)} is not understood`, {
    hint: `Changes look like: -c 'CMD ["httpd", "-f"]', -c 'ENV MODE=live', -c 'EXPOSE 80/tcp'.`,
  });
}
