import { type Command, InvalidArgumentError } from 'commander';
import type { DeviceRate, ResourceLimits } from '../../../core/api/index.ts';
import { parseBytes } from '../../input/values.ts';
import { collect } from '../common-options.ts';
import { requireThat } from '../invocation.ts';

/** Limits that `create`, `run` and `update` take. */
export interface LimitFlags {
  readonly memory?: string;
  readonly memoryReservation?: string;
  readonly memorySwap?: string;
  readonly cpus?: number;
  readonly cpuShares?: number;
  readonly cpusetCpus?: string;
  readonly cpusetMems?: string;
  readonly pidsLimit?: number;
  readonly blkioWeight?: number;
  readonly deviceReadBps?: readonly string[];
  readonly deviceWriteBps?: readonly string[];
  readonly deviceReadIops?: readonly string[];
  readonly deviceWriteIops?: readonly string[];
}

export function addLimitOptions(command: Command): Command {
  return command
    .optionsGroup('Limits:')
    .option('-m, --memory <bytes>', 'memory it may use: 512m, 2g; -1 for any')
    .option('--memory-reservation <bytes>', 'what it is brought back to when the machine is short of memory')
    .option('--memory-swap <bytes>', 'memory and swap together; -1 for any swap')
    .option('--cpus <number>', "processors' worth of time it may use: 1.5; -1 for any", decimal)
    .option('-c, --cpu-shares <number>', 'its part of busy processors beside others, 1024 for each of them', decimal)
    .option('--cpuset-cpus <list>', 'processors it may run on: 0-2,7')
    .option('--cpuset-mems <list>', 'memory nodes it may use: 0')
    .option('--pids-limit <number>', 'processes it may have; -1 for any number', decimal)
    .option('--blkio-weight <number>', 'its part of busy disks beside others: 10 to 1000', decimal)
    .option('--device-read-bps <device:rate>', 'bytes a second read from a disk: /dev/sda:10m (repeatable)', collect)
    .option('--device-write-bps <device:rate>', 'bytes a second written (repeatable)', collect)
    .option('--device-read-iops <device:rate>', 'reads a second (repeatable)', collect)
    .option('--device-write-iops <device:rate>', 'writes a second (repeatable)', collect);
}

/** Undefined when none is given; of those given nothing is guessed. */
export function limitsOf(flags: LimitFlags): ResourceLimits | undefined {
  const deviceRates = [
    ...ratesOf('read-bps', flags.deviceReadBps),
    ...ratesOf('write-bps', flags.deviceWriteBps),
    ...ratesOf('read-iops', flags.deviceReadIops),
    ...ratesOf('write-iops', flags.deviceWriteIops),
  ];
  const limits: ResourceLimits = {
    memoryBytes: bytesOf(flags.memory, '--memory'),
    memoryReservationBytes: bytesOf(flags.memoryReservation, '--memory-reservation'),
    memorySwapBytes: bytesOf(flags.memorySwap, '--memory-swap'),
    cpus: flags.cpus,
    cpuShares: flags.cpuShares,
    cpuset: flags.cpusetCpus,
    cpusetMems: flags.cpusetMems,
    pids: flags.pidsLimit === 0 ? -1 : flags.pidsLimit,
    blkioWeight: flags.blkioWeight,
    deviceRates: deviceRates.length > 0 ? deviceRates : undefined,
  };
  return Object.values(limits).some((limit) => limit !== undefined) ? limits : undefined;
}

function bytesOf(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  return text === '-1' ? -1 : parseBytes(text, option);
}

function ratesOf(kind: DeviceRate['kind'], texts: readonly string[] = []): DeviceRate[] {
  return texts.map((text) => {
    const colon = text.lastIndexOf(':');
    requireThat(colon > 0, `--device-${kind} ${text} is not understood`, 'Write /dev/sda:10m.');
    return { device: text.slice(0, colon), kind, rate: parseBytes(text.slice(colon + 1), `--device-${kind}`) };
  });
}

/** A number that may have a sign and a fraction. */
export function decimal(text: string): number {
  if (/^-?\d{1,9}(?:\.\d{1,9})?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It has to be a number.');
}
