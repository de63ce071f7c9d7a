import type { Command } from 'commander';
import type { HealthCheck } from '../../../core/api/index.ts';
import { wholeNumber } from '../common-options.ts';
import { requireThat } from '../invocation.ts';
import { parseSpanMs } from '../span.ts';

export interface HealthFlags {
  readonly healthCmd?: string;
  readonly healthInterval?: string;
  readonly healthTimeout?: string;
  readonly healthStartPeriod?: string;
  readonly healthStartInterval?: string;
  readonly healthRetries?: number;
  /** False: --no-healthcheck. */
  readonly healthcheck?: boolean;
}

export function addHealthOptions(command: Command): Command {
  return command
    .optionsGroup('Health:')
    .option(
      '--health-cmd <command>',
      'ask it whether it is well by a line for its shell, or ["words","of a","command"]',
    )
    .option('--health-interval <span>', 'time from one check to the next (default: 30s)')
    .option('--health-timeout <span>', 'a check that takes longer has failed (default: 30s)')
    .option('--health-start-period <span>', 'failures this soon after the start do not count (default: 0s)')
    .option('--health-start-interval <span>', 'the interval within that time (default: 5s)')
    .option('--health-retries <number>', 'failures in a row that make it unhealthy (default: 3)', wholeNumber)
    .option('--no-healthcheck', "no check, not even the image's");
}

/** Undefined: the image's. */
export function healthOf(flags: HealthFlags): HealthCheck | 'none' | undefined {
  const { healthCmd, healthRetries } = flags;
  const spans = {
    intervalMs: spanOf(flags.healthInterval, '--health-interval'),
    timeoutMs: spanOf(flags.healthTimeout, '--health-timeout'),
    startPeriodMs: spanOf(flags.healthStartPeriod, '--health-start-period'),
    startIntervalMs: spanOf(flags.healthStartInterval, '--health-start-interval'),
  };
  const isTuned = healthRetries !== undefined || Object.values(spans).some((span) => span !== undefined);
  const isOff = flags.healthcheck === false;
  requireThat(!isOff || (healthCmd === undefined && !isTuned), '--no-healthcheck contradicts the other health options');
  if (isOff || healthCmd === 'none') return 'none';
  requireThat(healthCmd !== undefined || !isTuned, 'a health check needs a command', 'Give --health-cmd.');
  return healthCmd === undefined ? undefined : { command: parseCommand(healthCmd), ...spans, retries: healthRetries };
}

function spanOf(text: string | undefined, option: string): number | undefined {
  return text === undefined ? undefined : parseSpanMs(text, option);
}

function parseCommand(text: string): readonly string[] {
  if (!text.trimStart().startsWith('[')) return ['/bin/sh', '-c', text];
  const words = parseJson(text);
  const isCommand = Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string');
  requireThat(isCommand, `--health-cmd ${text} is not understood`, 'Write ["words","of a","command"].');
  return words;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
