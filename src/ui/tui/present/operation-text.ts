import type { Operation } from '../state/effect.ts';

interface Verb {
  /** As in `cannot stop`. */
  readonly plain: string;
  /** As in `stopping`. */
  readonly going: string;
}

const verbs: Readonly<Record<Operation['kind'], Verb>> = {
  start: { plain: 'start', going: 'starting' },
  stop: { plain: 'stop', going: 'stopping' },
  restart: { plain: 'restart', going: 'restarting' },
  kill: { plain: 'send a signal to', going: 'signalling' },
  remove: { plain: 'remove', going: 'removing' },
  create: { plain: 'create', going: 'creating' },
  'list-images': { plain: 'list the images', going: 'listing the images' },
  'end-session': { plain: 'end the shell', going: 'ending the shell' },
};

/** `stop web`: what could not be done. `name` is the container's. */
export function operationText(operation: Operation, name: string | undefined): string {
  return withName(verbs[operation.kind].plain, name);
}

/** `stopping web`: what is going on. */
export function progressText(operation: Operation, name: string | undefined): string {
  return withName(verbs[operation.kind].going, name);
}

/** `stopping`, for a column that has the name already. */
export function goingVerb(operation: Operation): string {
  return verbs[operation.kind].going;
}

function withName(verb: string, name: string | undefined): string {
  return name === undefined ? verb : `${verb} ${name}`;
}
