import type { ContainerSummary } from '../../../../core/api/index.ts';
import { portsText } from '../../../words/port-text.ts';
import { stateText } from '../../present/state-text.ts';
import type { View } from '../view.ts';
import { ageSince, containerColumns } from './columns.ts';
import { containerFacts } from './facts.ts';
import { containerBindings } from './keys.ts';
import { processesTab } from './processes-tab.ts';

export const containersView: View<ContainerSummary> = {
  id: 'containers',
  title: 'Containers',
  noun: ['container', 'containers'],
  columns: containerColumns,
  bindings: containerBindings,
  tabs: [
    { id: 'log', title: 'Log', surface: 'log' },
    { id: 'stats', title: 'Stats', surface: 'stats' },
    {
      id: 'inspect',
      title: 'Inspect',
      surface: 'document',
      load: async (engine, { id }) => await engine.inspectContainer(id),
    },
    processesTab,
    { id: 'files', title: 'Files', surface: 'files' },
  ],
  items: ({ containers }) => containers && [...containers.values()],
  idOf: ({ id }) => id,
  nameOf: ({ name }) => name,
  fieldsOf: (container) => ({
    name: container.name,
    id: container.id,
    image: container.image,
    command: container.command.join(' '),
    state: container.paused ? 'paused' : stateText(container),
    health: container.health ?? '',
    network: (container.network?.networks ?? []).map(({ name }) => name).join(' '),
    ports: portsText(container.network?.ports ?? []),
  }),
  labelsOf: ({ labels }) => labels,
  ageSince,
  factsOf: containerFacts,
  whenEmpty: ['No containers yet', 'Press n to create the first one.', '', '? shows every key · q quits'],
};
