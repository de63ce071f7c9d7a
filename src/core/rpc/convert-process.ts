import type { ContainerProcess } from '../api/process.ts';
import type * as wire from './generated/conman.ts';

export function processToWire(process: ContainerProcess): wire.Process {
  return {
    ...process,
    pid: BigInt(process.pid),
    containerPid: BigInt(process.containerPid),
    parentPid: BigInt(process.parentPid),
    cpuTimeMs: BigInt(process.cpuTimeMs),
    residentBytes: BigInt(process.residentBytes),
  };
}

export function processFromWire(process: wire.Process): ContainerProcess {
  return {
    ...process,
    pid: Number(process.pid),
    containerPid: Number(process.containerPid),
    parentPid: Number(process.parentPid),
    cpuTimeMs: Number(process.cpuTimeMs),
    residentBytes: Number(process.residentBytes),
  };
}
