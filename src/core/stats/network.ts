import type { InterfaceStats } from '../api/stats.ts';

/** The interfaces in the text of /proc/PID/net/dev (proc_pid_net(5)), without the loopback. */
export function parseNetwork(text: string): InterfaceStats[] {
  return text.split('\n').flatMap((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim();
    if (name === '' || name === 'lo') return [];
    const fields = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/)
      .map(Number);
    const field = (index: number): number => fields[index] ?? 0;
    return [
      {
        name,
        receivedBytes: field(0),
        receivedPackets: field(1),
        receiveErrors: field(2),
        receiveDrops: field(3),
        sentBytes: field(8),
        sentPackets: field(9),
        sendErrors: field(10),
        sendDrops: field(11),
      },
    ];
  });
}
