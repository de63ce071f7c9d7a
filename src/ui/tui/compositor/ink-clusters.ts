import stringWidth from 'string-width';
import type { ClusterAt } from './clusters.ts';

/** Longest cluster looked at, in UTF-16 units: a longer one is nobody's name. */
const longestCluster = 64;

/**
 * Ink's own measure, so that the cells are those of its layout. Its tables take long to load: a module of its own, that
 * comes with Ink.
 */
export function inkClusters(): ClusterAt {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return (row, index) => {
    const [first] = segmenter.segment(row.slice(index, index + longestCluster));
    const text = first?.segment ?? row.charAt(index);
    return { text, cells: stringWidth(text) };
  };
}
