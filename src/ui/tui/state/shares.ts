/** What the user gives the list of the width, and sessions of the height, from 0 to 1; undefined: as it usually is. */
export interface Shares {
  readonly list: number | undefined;
  readonly session: number | undefined;
}

export const usualShares: Shares = { list: undefined, session: undefined };
