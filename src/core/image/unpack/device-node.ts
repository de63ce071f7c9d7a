import type { TreeSyscalls } from '../../host/tree-syscalls.ts';
import { malformedLayer } from './malformed-layer.ts';
import type { TarEntry } from './tar-header.ts';

/** Makes the device or fifo that an entry describes. Throws `data-loss` for what is none, or a whiteout in disguise. */
export function makeDeviceNode(syscalls: TreeSyscalls, hostPath: string, entry: TarEntry): void {
  const { type, mode, path, deviceMajor, deviceMinor } = entry;
  if (type !== 'character' && type !== 'block' && type !== 'fifo') throw malformedLayer(`what is a ${type}?`);
  const isDevice = type !== 'fifo';
  if (type === 'character' && deviceMajor === 0 && deviceMinor === 0) {
    throw malformedLayer(`${JSON.stringify(path)} is a whiteout of overlayfs, which no layer may bring`);
  }
  const numbers = [deviceMajor, deviceMinor];
  if (isDevice && !numbers.every((number) => Number.isInteger(number) && number >= 0 && number <= 0xffff_ffff)) {
    throw malformedLayer(`${numbers.join(':')} is not a device`);
  }
  syscalls.makeNode(hostPath, type, mode, isDevice ? deviceMajor : 0, isDevice ? deviceMinor : 0);
}
