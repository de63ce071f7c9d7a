import type { ContainerStats } from '../../../core/api/index.ts';
import { sizeText } from '../../words/size.ts';
import { shortIdLength } from './container-table.ts';
import type { Column } from './table.ts';

/** `nameOf` gives the name of a container by its id. */
export function statsColumns(nameOf: (id: string) => string): readonly Column<ContainerStats>[] {
  return [
    { title: 'ID', text: ({ containerId }) => containerId.slice(0, shortIdLength) },
    { title: 'NAME', text: ({ containerId }) => nameOf(containerId), leastWidth: 8 },
    { title: 'CPU', text: ({ cpu }) => percentText(cpu.cores), align: 'right' },
    { title: 'HELD BACK', text: throttledText, align: 'right' },
    { title: 'MEMORY', text: ({ memory }) => sizeText(memory.workingSetBytes), align: 'right' },
    { title: 'OF', text: ({ memory }) => sizeText(memory.limitBytes), align: 'right' },
    { title: '', text: ({ memory }) => percentText(memory.workingSetBytes / memory.limitBytes), align: 'right' },
    { title: 'NET IN/OUT', text: networkText, align: 'right' },
    { title: 'DISK READ/WRITTEN', text: ({ block }) => pairText(block.readBytes, block.writeBytes), align: 'right' },
    { title: 'PIDS', text: ({ pids }) => String(pids.current), align: 'right' },
  ];
}

/** Of a processor or of a limit; nothing while it is not known. */
function percentText(fraction: number | undefined): string {
  return fraction === undefined ? '-' : `${(fraction * 100).toFixed(1)}%`;
}

/** In how many of the periods of its limit it wanted more than that. */
function throttledText({ cpu: { periods, throttledPeriods } }: ContainerStats): string {
  return periods === 0 ? '-' : percentText(throttledPeriods / periods);
}

function networkText({ network }: ContainerStats): string {
  const total = (count: (one: ContainerStats['network'][number]) => number): number =>
    network.reduce((sum, one) => sum + count(one), 0);
  return pairText(
    total(({ receivedBytes }) => receivedBytes),
    total(({ sentBytes }) => sentBytes),
  );
}

function pairText(first: number, second: number): string {
  return `${sizeText(first)} / ${sizeText(second)}`;
}
