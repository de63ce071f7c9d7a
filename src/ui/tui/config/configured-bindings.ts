import type { Binding, IntentBinding } from '../keys/binding.ts';
import { bindings } from '../keys/bindings.ts';
import { notRunning } from '../keys/reasons.ts';
import type { Intent } from '../state/intent.ts';
import { selectedContainer } from '../state/selectors.ts';
import type { Config, CustomCommand } from './config.ts';

/** The key table with the user's own keys and commands; the built-in one itself when there are none. */
export function configuredBindings({ keys, commands }: Pick<Config, 'keys' | 'commands'>): readonly Binding[] {
  if (Object.keys(keys).length === 0 && commands.length === 0) return bindings;
  const changed = bindings.map((binding): Binding => {
    const chords = keys[binding.action];
    return chords === undefined ? binding : { ...binding, chords };
  });
  return [...changed, ...commands.map(commandBinding)];
}

function commandBinding({ name, key, command }: CustomCommand): IntentBinding {
  return {
    context: 'containers',
    chords: [key],
    action: `command.${name}`,
    description: `${name}: ${command.join(' ')}`,
    hint: name,
    changes: true,
    disabled: notRunning,
    intent(state): Intent {
      const container = selectedContainer(state);
      if (!container) return { kind: 'tell', severity: 'warning', text: 'no container is selected' };
      const values: Readonly<Record<string, string>> = {
        ...{ name: container.name, id: container.id, image: container.image },
      };
      const words = command.map((word) => word.replace(/\{(\w+)\}/g, (whole, field: string) => values[field] ?? whole));
      return { kind: 'open-shell', containerId: container.id, command: words };
    },
  };
}
