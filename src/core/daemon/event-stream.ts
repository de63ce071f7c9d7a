import type { EngineEvent } from '../api/event.ts';
import { ConmanError } from '../errors/index.ts';
import { Signal } from '../streams/signal.ts';

/** Events that may wait for one subscriber. Beyond it is hopelessly behind and better off with a new snapshot. */
const maxWaitingEvents = 10_000;

/** `subscribe` gives the first event and passes every later one to its argument; what it returns with it ends that. */
export type SubscribeToEvents = (next: (event: EngineEvent) => void) => {
  readonly snapshot: EngineEvent;
  unsubscribe(): void;
};

/** The events of one subscriber, until `abort`. */
export async function* eventStream(subscribe: SubscribeToEvents, abort?: AbortSignal): AsyncGenerator<EngineEvent> {
  using changed = new Signal(abort);
  const waiting: EngineEvent[] = [];
  const { snapshot, unsubscribe } = subscribe((event) => {
    waiting.push(event);
    changed.raise();
    // What waits is of no use to somebody who never takes it.
    if (waiting.length > maxWaitingEvents) unsubscribe();
  });
  try {
    yield snapshot;
    while (!abort?.aborted) {
      if (waiting.length > maxWaitingEvents) throw tooSlow();
      yield* waiting.splice(0);
      await changed.raised();
    }
  } finally {
    unsubscribe();
  }
}

function tooSlow(): ConmanError {
  return new ConmanError(
    'resource-exhausted',
    `more than ${maxWaitingEvents} events were waiting for this subscriber`,
    {
      hint: 'Subscribe again: a new subscription begins with all there is.',
    },
  );
}
