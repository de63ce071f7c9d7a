import { codePointWidth } from '../../text/code-point-width.ts';

/** Characters that share their cells: a letter and its marks, an emoji made of several. */
export interface Cluster {
  readonly text: string;
  readonly cells: number;
}

/** Finds the cluster that begins at `index` of a row: a way of measuring. */
export type ClusterAt = (row: string, index: number) => Cluster;

/** The painters' measure: every code point by itself. */
export const codePointAt: ClusterAt = (row, index) => {
  const codePoint = row.codePointAt(index) ?? 0;
  return { text: String.fromCodePoint(codePoint), cells: codePointWidth(codePoint) };
};
