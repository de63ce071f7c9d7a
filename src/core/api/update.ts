import type { ResourceLimits, RestartPolicy } from './settings.ts';

/** What changes of a container; everything absent stays as it is. */
export interface UpdateContainerOptions {
  readonly limits?: ResourceLimits | undefined;
  readonly restart?: RestartPolicy | undefined;
  /** Labels to set. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Labels to take away; one that is not there is no error. */
  readonly removeLabels?: readonly string[] | undefined;
}
