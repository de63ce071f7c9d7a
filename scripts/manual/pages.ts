import { usage as daemonUsage } from '../../src/core/daemon/options.ts';
import { usage as tuiUsage } from '../../src/ui/tui/app/invocation.ts';
import { keyReference } from '../../src/ui/tui/keys/key-reference.ts';
import { definition, heading, pageHead, paragraph, seeAlso, subheading } from './roff.ts';
import { usageBody } from './usage-page.ts';

/** conmand(8) */
export function conmandPage(): string {
  return [
    pageHead({ name: 'conmand', section: 8, summary: 'the daemon that keeps containers' }),
    usageBody(daemonUsage),
    heading('FILES'),
    definition('/run/conmand.sock', 'Where clients connect. Whoever may can become root.'),
    definition('/var/lib/conman', 'Records and files of containers, images.'),
    definition('/var/log/conman/containers', 'Logs of containers, a file each, in the CRI format.'),
    definition('/run/conman', 'State of this boot.'),
    heading('NOTES'),
    paragraph(
      'conmand may be killed at any moment: containers run on, their logs and exit codes are there when it is back.',
    ),
    seeAlso('conmanctl(1)', 'conman-tui(1)'),
  ].join('');
}

/** conman-tui(1) */
export function conmanTuiPage(): string {
  const keys = keyReference().flatMap(({ heading: title, rows }) => [
    subheading(title),
    ...rows.map((row) => definition(row.keys.join(' '), row.description)),
  ]);
  return [
    pageHead({ name: 'conman-tui', section: 1, summary: 'containers of this machine on one screen' }),
    usageBody(tuiUsage),
    heading('KEYS'),
    ...keys,
    seeAlso('conmanctl(1)', 'conmand(8)'),
  ].join('');
}
