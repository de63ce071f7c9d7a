import { Command } from 'commander';
import { examples, type Invoke } from '../invoke.ts';
import { writeAll } from '../write-all.ts';

export function daemonMetricsCommand(invoke: Invoke): Command {
  return new Command('metrics')
    .description('Show what conmand counts and measures, as Prometheus reads it (OpenMetrics)')
    .addHelpText(
      'after',
      examples([
        'sudo conmanctl daemon metrics >/var/lib/node_exporter/conman.prom',
        'sudo curl --unix-socket /run/conmand.sock http://conmand/metrics',
      ]),
    )
    .action(
      invoke(async (call) => {
        const engine = await call.engine();
        await writeAll(call.context.stdout, await engine.metrics());
      }),
    );
}
