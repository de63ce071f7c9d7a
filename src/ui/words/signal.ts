/** Linux signal numbers (x86 and arm) by name, the first of the menu being the gentle ones: signal(7). */
const signalNumbers = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  TRAP: 5,
  ABRT: 6,
  BUS: 7,
  FPE: 8,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  STKFLT: 16,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  TTIN: 21,
  TTOU: 22,
  URG: 23,
  XCPU: 24,
  XFSZ: 25,
  VTALRM: 26,
  PROF: 27,
  WINCH: 28,
  IO: 29,
  PWR: 30,
  SYS: 31,
} as const;

export type SignalName = keyof typeof signalNumbers;

/** `KILL` for 9; the number itself for real-time and unknown ones. */
export function signalName(signal: number): string {
  const found = Object.entries(signalNumbers).find(([, number]) => number === signal);
  return found ? found[0] : String(signal);
}

export function signalNumber(name: SignalName): number {
  return signalNumbers[name];
}

/** The signals people send to containers, with what programs usually make of them. */
export const menuSignals: readonly { readonly name: SignalName; readonly meaning: string }[] = [
  { name: 'TERM', meaning: 'ask it to end' },
  { name: 'KILL', meaning: 'end it at once, it cannot refuse' },
  { name: 'INT', meaning: 'as Ctrl-C does' },
  { name: 'HUP', meaning: 'hang up; many reload their configuration' },
  { name: 'QUIT', meaning: 'end; some dump their state first' },
  { name: 'USR1', meaning: 'what the program makes of it' },
  { name: 'USR2', meaning: 'what the program makes of it' },
  { name: 'STOP', meaning: 'freeze it' },
  { name: 'CONT', meaning: 'thaw it' },
];
