import { Command } from 'commander';
import { portLine } from '../../words/port-text.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';

export function containerPortCommand(invoke: Invoke): Command {
  return new Command('port')
    .description('Show by which ports of the host a container is reached')
    .argument('<ref>', refDescription)
    .argument('[port]', "only this one of the container's: 80, or 53/udp")
    .addHelpText('after', examples(['conmanctl port web', 'conmanctl port web 80']))
    .action(
      invoke(async (call, ref: string, wanted: string | undefined) => {
        const { network } = await (await call.engine()).containerStatus(ref);
        const [number, protocol = 'tcp'] = (wanted ?? '').split('/');
        const ports = (network?.ports ?? []).filter(
          (port) => wanted === undefined || (String(port.containerPort) === number && port.protocol === protocol),
        );
        if (call.wantsJson) await call.json({ ports });
        else for (const port of ports) await call.print(portLine(port));
        if (wanted === undefined || ports.length > 0) return 0;
        await call.note(`${ref} publishes no port ${number}/${protocol}`);
        return 1;
      }),
    );
}
