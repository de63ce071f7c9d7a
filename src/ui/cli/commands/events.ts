import { Command } from 'commander';
import type { EngineEvent } from '../../../core/api/index.ts';
import { displayText } from '../../words/display-text.ts';
import { exitText } from '../../words/exit-text.ts';
import { joinShellWords } from '../../words/shell-words.ts';
import { examples, type Invoke } from '../invoke.ts';
import { shortIdLength } from '../present/container-table.ts';
import { eventJson } from '../present/event-json.ts';
import { rfc3339 } from '../present/rfc3339.ts';

export function eventsCommand(invoke: Invoke): Command {
  return new Command('events')
    .description('Print what happens to containers, as it happens; one JSON object a line for programs')
    .option('--snapshot', 'first print all there is at the beginning, so that nothing falls between')
    .addHelpText('after', examples(['conmanctl events', "conmanctl events --output json | jq -c '.container.type'"]))
    .action(
      invoke(async (call, flags: { snapshot?: boolean }) => {
        const engine = await call.engine();
        for await (const event of engine.events()) {
          if (event.kind === 'snapshot' && !flags.snapshot) continue;
          if (call.wantsJson) await call.json(eventJson(event));
          else for (const line of eventLines(event)) await call.print(line);
        }
      }),
    );
}

function eventLines(event: EngineEvent): readonly string[] {
  switch (event.kind) {
    case 'snapshot':
      return event.containers.map(
        ({ id, name, state }) => `now ${state} ${id.slice(0, shortIdLength)} ${displayText(name)}`,
      );
    case 'container': {
      const { id, name, exit } = event.container;
      const what = event.type === 'exited' ? exitText(exit) : event.type;
      return [`${rfc3339(event.at)} container ${id.slice(0, shortIdLength)} ${displayText(name)} ${what}`];
    }
    case 'exec': {
      const { id, command, exit } = event.exec;
      const what = event.type === 'exited' ? exitText(exit) : event.type;
      return [
        `${rfc3339(event.at)} exec ${id.slice(0, shortIdLength)} ${what}: ${displayText(joinShellWords(command))}`,
      ];
    }
    case 'network': {
      const { name, containers } = event.network;
      const who = containers.length > 0 ? `: ${containers.join(' ')}` : '';
      return [`${rfc3339(event.at)} network ${name} ${event.type}${displayText(who)}`];
    }
  }
}
