import type { NetworkSummary } from '../../../../core/api/index.ts';
import type { ViewBinding } from '../../keys/binding.ts';
import { noConnection } from '../../keys/reasons.ts';
import type { AppState } from '../../state/app-state.ts';
import type { MenuItem } from '../../state/dialog.ts';
import { namePattern } from '../../state/form-values.ts';
import { type Intent, operate } from '../../state/intent.ts';
import { emptyTextField } from '../../state/text-field.ts';
import { opening } from '../opening-key.ts';

/** `backend`, or `backend 10.90.0.0/24`: a name, then its subnets. */
function createIntent(text: string): Intent | string {
  const [name = '', ...subnets] = text.split(/\s+/).filter(Boolean);
  if (!namePattern.test(name)) return 'a name has 1 to 64 letters, digits, _ . - and begins with a letter or digit';
  const wrong = subnets.find((subnet) => !/^[0-9a-f.:]+\/\d{1,3}$/i.test(subnet));
  if (wrong !== undefined) return `${wrong} is no subnet: write 10.90.0.0/24`;
  const options = { name, ...(subnets.length > 0 && { subnets }) };
  return operate({ kind: 'create-network', name, options });
}

/** Containers that can be put on the network, or taken off it. */
function containerMenu(state: AppState, { name: network, containers }: NetworkSummary, kind: 'connect' | 'disconnect') {
  const on = new Set(containers);
  const candidates = [...(state.containers?.values() ?? [])].filter(
    ({ name }) => on.has(name) === (kind === 'disconnect'),
  );
  const items = candidates.map(({ name, state: doing }): MenuItem => {
    const operation = { kind: `${kind}-network`, itemId: network, name, network } as const;
    return { label: name, note: doing, choice: operate(operation) };
  });
  return items;
}

function moveContainer(kind: 'connect' | 'disconnect'): Pick<ViewBinding<NetworkSummary>, 'disabled' | 'act'> {
  return {
    disabled(state, [network]) {
      const reason = noConnection(state);
      if (reason !== undefined || !network || containerMenu(state, network, kind).length > 0) return reason;
      return kind === 'connect' ? `every container is on ${network.name}` : `no container is on ${network.name}`;
    },
    act(state, [network]): Intent {
      if (!network) return { kind: 'tell', severity: 'warning', text: 'no network is selected' };
      const title = kind === 'connect' ? `Put on ${network.name}` : `Take off ${network.name}`;
      return { kind: 'open', dialog: { kind: 'menu', title, items: containerMenu(state, network, kind), index: 0 } };
    },
  };
}

export const networkBindings: readonly ViewBinding<NetworkSummary>[] = [
  {
    name: 'create',
    chords: ['n'],
    description: 'make a network',
    hint: 'new',
    ...opening(() => ({
      ...{ kind: 'prompt', title: 'New network', label: 'Name', field: emptyTextField, problem: undefined },
      note: 'backend, or with a subnet: backend 10.90.0.0/24',
      answer: createIntent,
    })),
  },
  {
    name: 'connect',
    chords: ['c'],
    description: 'put a container on it, from a menu',
    hint: 'connect',
    changes: true,
    ...moveContainer('connect'),
  },
  {
    name: 'disconnect',
    chords: ['u'],
    description: 'take a container off it, from a menu',
    changes: true,
    ...moveContainer('disconnect'),
  },
  {
    name: 'remove',
    chords: ['d'],
    description: 'remove it (asks)',
    hint: 'remove',
    changes: true,
    disabled: noConnection,
    act: (_, networks) => ({
      kind: 'open',
      dialog: {
        ...{ kind: 'confirm', verb: 'Remove', yes: false },
        question:
          networks.length === 1 ? `Remove the network ${networks[0]?.name}?` : `Remove ${networks.length} networks?`,
        consequences: [
          ...(networks.length === 1 ? [] : [networks.map(({ name }) => name).join(', ')]),
          'Its addresses and its name are free again. One that a container is on is kept.',
        ],
        choice: operate(...networks.map(({ name }) => ({ kind: 'remove-network', itemId: name, name }) as const)),
      },
    }),
  },
  {
    name: 'prune',
    chords: ['P'],
    description: 'remove all that no container is on (asks)',
    ...opening((state) => ({
      ...{ kind: 'confirm', question: 'Remove the networks that nobody is on?', verb: 'Remove', yes: false },
      consequences: ['Networks that a container is on, or made to be on, are kept.', ...unusedText(state)],
      choice: operate({ kind: 'prune-networks' }),
    })),
  },
];

function unusedText(state: AppState): readonly string[] {
  const networks = (state.fetched.get('networks')?.items ?? []) as readonly NetworkSummary[];
  const unused = networks.filter(
    ({ containers, source, isDefault }) => containers.length === 0 && source === 'conman' && !isDefault,
  );
  return unused.length === 0 ? [] : [`Nobody is on ${unused.map(({ name }) => name).join(', ')} now.`];
}
