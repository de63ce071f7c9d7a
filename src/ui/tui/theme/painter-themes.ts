import type { LogTheme } from '../log/log-theme.ts';
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

export function logTheme(theme: Theme): LogTheme {
  return {
    timestamp: sgrStyle(theme.timestamp),
    stderrMark: sgrStyle(theme.stderrMark),
    match: sgrStyle(theme.match),
    chosen: sgrStyle(theme.selected),
  };
}
