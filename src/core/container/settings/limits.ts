import type { DeviceRate, ResourceLimits } from '../../api/settings.ts';
import { type CgroupHierarchy, controllerHas } from '../../host/cgroups.ts';
import { readDeviceNode } from '../../host/device-nodes.ts';
import { processorCount } from '../../host/kernel-limits.ts';
import type { SpecDeviceRate, SpecLimits } from '../../runtime/spec-settings.ts';
import { invalid } from './invalid.ts';

/** Below this not even the runtime's own part of the start fits. */
const minMemoryBytes = 6 * 1024 * 1024;
/** As many as the kernel is built for at most. */
const maxMemoryNodes = 1024;
const deviceRateKinds = ['read-bps', 'write-bps', 'read-iops', 'write-iops'];

/** `hierarchies` are those mounted: not every kernel has every limit. */
export async function planLimits(limits: ResourceLimits, hierarchies: readonly CgroupHierarchy[]): Promise<SpecLimits> {
  const { deviceRates = [], ...others } = limits;
  expectMemory(limits, hierarchies);
  expectProcessors(limits);
  expectPids(limits);
  expectWeight(limits, hierarchies);
  const rates = await Promise.all(deviceRates.map(planDeviceRate));
  return { ...others, ...(rates.length > 0 && { deviceRates: rates }) };
}

function expectMemory(limits: ResourceLimits, hierarchies: readonly CgroupHierarchy[]): void {
  const { memoryBytes, memoryReservationBytes, memorySwapBytes } = limits;
  const isLimit = (bytes: number): boolean => bytes >= minMemoryBytes && Number.isSafeInteger(bytes);
  for (const bytes of [memoryBytes, memoryReservationBytes]) {
    if (bytes === undefined || bytes === -1 || isLimit(bytes)) continue;
    throw invalid(`${bytes} bytes of memory are not enough for a container`, 'Give at least 6m, or -1 for no limit.');
  }
  const most = memoryBytes === undefined || memoryBytes === -1 ? Number.POSITIVE_INFINITY : memoryBytes;
  if (memoryReservationBytes !== undefined && memoryReservationBytes > most) {
    throw invalid('more memory is reserved than the limit lets it have');
  }
  if (memorySwapBytes === undefined) return;
  if (memoryBytes === undefined) throw invalid('a limit of memory and swap needs one of memory', 'Give --memory too.');
  if (memorySwapBytes !== -1 && !(isLimit(memorySwapBytes) && memorySwapBytes >= most)) {
    throw invalid(`memory and swap together cannot be ${memorySwapBytes} bytes`, 'Give at least the limit of memory.');
  }
  if (!controllerHas(hierarchies, 'memory', ['memory.memsw.limit_in_bytes'])) {
    throw invalid('this kernel does not count swap, so it cannot limit it', 'Boot it with swapaccount=1.');
  }
}

function expectProcessors({ cpus, cpuShares, cpuset, cpusetMems }: ResourceLimits): void {
  const processors = processorCount();
  if (cpus !== undefined && cpus !== -1 && !(cpus >= 0.01 && cpus <= processors)) {
    throw invalid(`a container cannot have ${cpus} processors`, `Give a number from 0.01 to ${processors}.`);
  }
  if (cpuShares !== undefined && !(Number.isInteger(cpuShares) && cpuShares >= 2 && cpuShares <= 262_144)) {
    throw invalid(`${cpuShares} is no part of a processor`, 'Give 2 to 262144; 1024 is what everybody has.');
  }
  if (cpuset !== undefined && !isCpuset(cpuset, processors)) {
    throw invalid(
      `"${cpuset}" is no set of this machine's processors`,
      `They are 0 to ${processors - 1}: such as 0,2-3.`,
    );
  }
  if (cpusetMems !== undefined && !isCpuset(cpusetMems, maxMemoryNodes)) {
    throw invalid(`"${cpusetMems}" is no set of memory nodes`, 'Write 0 or 0-1.');
  }
}

function expectPids({ pids }: ResourceLimits): void {
  if (pids !== undefined && !(Number.isSafeInteger(pids) && (pids === -1 || pids >= 1))) {
    throw invalid(`a container cannot be limited to ${pids} processes`, 'Give 1 or more, or -1 for no limit.');
  }
}

function expectWeight({ blkioWeight }: ResourceLimits, hierarchies: readonly CgroupHierarchy[]): void {
  if (blkioWeight === undefined) return;
  if (!(Number.isInteger(blkioWeight) && blkioWeight >= 10 && blkioWeight <= 1000)) {
    throw invalid(`${blkioWeight} is no weight for disks`, 'Give 10 to 1000.');
  }
  if (!controllerHas(hierarchies, 'blkio', ['blkio.weight', 'blkio.bfq.weight'])) {
    throw invalid('this kernel has no weights for disks', 'They need the I/O scheduler bfq; limit rates instead.');
  }
}

async function planDeviceRate({ device, kind, rate }: DeviceRate): Promise<SpecDeviceRate> {
  if (!deviceRateKinds.includes(kind)) throw invalid(`a device has no ${JSON.stringify(kind)}`);
  if (!(Number.isSafeInteger(rate) && rate >= 0)) throw invalid(`${rate} is no rate for ${device}`);
  const node = device.startsWith('/') ? await readDeviceNode(device) : undefined;
  if (node?.type !== 'b') throw invalid(`${device} is no block device of this machine`, 'Give a disk: /dev/sda');
  return { kind, rate, major: node.major, minor: node.minor };
}

function isCpuset(text: string, processors: number): boolean {
  return text.split(',').every((part) => {
    const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part) ?? [];
    return first !== undefined && Number(first) <= Number(last) && Number(last) < processors;
  });
}
