/**
 * The screen that the benchmarks measure: a header of Ink, a table of a thousand rows, a log, a shell pane, a dialog.
 * One argument, JSON: see `DrawingOptions`. Keys for the table while the shell has not the focus: j and k.
 */
import { Box, Text } from 'ink';
import { type ReactNode, useState } from 'react';
import { LogPainter } from '../../../src/ui/tui/log/log-painter.ts';
import { guardExit } from '../../../src/ui/tui/screen/exit-guard.ts';
import { mountInk } from '../../../src/ui/tui/screen/mount-ink.tsx';
import { Screen } from '../../../src/ui/tui/screen/screen.ts';
import { Overlay, Surface } from '../../../src/ui/tui/surface/surface.tsx';
import { TablePainter } from '../../../src/ui/tui/table/table-painter.ts';
import type { TerminalPane } from '../../../src/ui/tui/terminal/terminal-pane.ts';
import { openShellPane } from '../../fixtures/drawing/shell-pane.ts';
import type { DrawingOptions } from './drawing-options.ts';
import { measureFrames } from './frame-costs.ts';
import { containerRows, logChunk } from './sample-data.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as DrawingOptions;
const table = new TablePainter({ header: '1', selected: '7', selectedBlurred: '4', marked: '33' });
const log = new LogPainter({ timestamp: '2', stderrMark: '31', match: '7', chosen: '7' });
let pane: TerminalPane | undefined;

table.setColumns([
  { title: 'NAME', width: { min: 12, weight: 1 } },
  { title: 'STATE', width: 10 },
  { title: 'CPU', width: 6, align: 'right' },
]);
table.setRows(containerRows(0));

const screen = new Screen({
  stdin: process.stdin,
  stdout: process.stdout,
  onEvent: (event) => {
    if (event.kind === 'key') table.moveSelection(event.chord === 'k' ? -1 : 1);
  },
});
guardExit(process, screen);
screen.enter();
const dialog: { set?: (isOpen: boolean) => void } = {};
mountInk(<Drawing />, screen.compositor);

if (options.logLinesPerSecond) {
  const chunk = logChunk(Math.ceil(options.logLinesPerSecond / 100));
  setInterval(() => log.append(chunk), 10);
}
if (options.updatesPerSecond) {
  let round = 0;
  setInterval(() => table.setRows(containerRows(++round)), 1000 / options.updatesPerSecond);
}
if (options.measureInto) await measureFrames({ table, log, dialog, path: options.measureInto });

function Drawing(): ReactNode {
  const [isDialogOpen, setDialogOpen] = useState(false);
  const [shell, setShell] = useState<TerminalPane>();
  dialog.set = setDialogOpen;
  if (options.shell && !pane) {
    void openShellPane(options.shell, 80, 24).then((opened) => {
      pane = opened;
      screen.router.focusTerminal(opened);
      setShell(opened);
    });
  }
  return (
    <Box flexDirection="column" flexGrow={1}>
      <Text bold={true} color="cyan">
        conman · drawing
      </Text>
      <Box flexGrow={1}>
        <Box borderStyle="round" width={60}>
          <Surface painter={table} flexGrow={1} />
        </Box>
        <Box flexDirection="column" flexGrow={1}>
          <Box borderStyle="round" flexGrow={1} flexBasis={0}>
            <Surface painter={log} flexGrow={1} />
          </Box>
          {shell && (
            <Box borderStyle="bold" flexGrow={1} flexBasis={0}>
              <Surface painter={shell} focused={true} flexGrow={1} />
            </Box>
          )}
        </Box>
      </Box>
      <Text>READY j k move</Text>
      {isDialogOpen && (
        <Overlay position="absolute" marginLeft={40} marginTop={15} width={60} height={9} borderStyle="double">
          <Text>Remove the container web-1? Its log is lost.</Text>
        </Overlay>
      )}
    </Box>
  );
}
