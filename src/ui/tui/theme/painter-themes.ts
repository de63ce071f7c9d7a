import type { DocumentTheme } from '../document/document-painter.ts';
import type { LogTheme } from '../log/log-theme.ts';
import type { StatsTheme } from '../stats/stats-painter.ts';
import type { TableTheme } from '../table/table-row.ts';
import { sgrStyle } from './sgr-style.ts';
import type { Theme } from './theme.ts';

export function tableTheme(theme: Theme): TableTheme {
  return {
    header: sgrStyle(theme.columnTitle),
    selected: sgrStyle(theme.selected),
    selectedBlurred: sgrStyle(theme.selectedBlurred),
    marked: sgrStyle(theme.marked),
  };
}

export function documentTheme(theme: Theme): DocumentTheme {
  const nested = sgrStyle(theme.plain);
  return {
    name: sgrStyle(theme.documentName),
    values: {
      string: sgrStyle(theme.documentText),
      number: sgrStyle(theme.documentNumber),
      boolean: sgrStyle(theme.documentNumber),
      null: sgrStyle(theme.faint),
      object: nested,
      list: nested,
    },
    note: sgrStyle(theme.faint),
    selected: sgrStyle(theme.heading),
    match: sgrStyle(theme.match),
  };
}

export function statsTheme(theme: Theme): StatsTheme {
  return {
    title: sgrStyle(theme.heading),
    note: sgrStyle(theme.plain),
    graph: sgrStyle(theme.graph),
    second: sgrStyle(theme.graphSecond),
    warning: sgrStyle(theme.warning),
  };
}

export function logTheme(theme: Theme): LogTheme {
  return {
    timestamp: sgrStyle(theme.timestamp),
    stderrMark: sgrStyle(theme.stderrMark),
    match: sgrStyle(theme.match),
    chosen: sgrStyle(theme.selected),
  };
}
