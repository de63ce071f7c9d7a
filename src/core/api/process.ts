/** A process in a container, as the host sees it. */
export interface ContainerProcess {
  /** On the host. */
  readonly pid: number;
  /** In the container. */
  readonly containerPid: number;
  /** On the host; that of init is its shim's. */
  readonly parentPid: number;
  readonly uid: number;
  /** One letter, as in ps: `R` runs, `S` sleeps, `D` waits for a device, `T` is stopped, `Z` is dead. */
  readonly state: string;
  readonly cpuTimeMs: number;
  /** Unix time in ns, to a hundredth of a second. */
  readonly startedAt: bigint;
  /** Memory that is in use and in RAM. */
  readonly residentBytes: number;
  /** Command and arguments as the process shows them; its short name alone when it shows none. */
  readonly command: readonly string[];
}
