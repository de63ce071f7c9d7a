import { Command } from 'commander';
import { requireThat } from '../invocation.ts';
import { examples, type Invoke } from '../invoke.ts';

/** conmand's status as systemctl and init scripts tell it: 3 when it does not run. */
const notRunningStatus = 3;

export function daemonStartCommand(invoke: Invoke): Command {
  return new Command('start')
    .description('Start conmand in the background, unless it runs already')
    .addHelpText('after', examples(['sudo conmanctl daemon start']))
    .action(
      invoke(async (call) => {
        const { control, socketPath } = await call.daemon();
        requireThat(
          socketPath === control.defaultSocketPath,
          `only the daemon of ${control.defaultSocketPath} is started for you`,
          `Run conmand --listen ${socketPath} with the roots it should use.`,
        );
        const { started } = await control.ensure();
        if (call.wantsJson) await call.json({ started });
        else await call.print(started ? 'conmand started' : 'conmand runs already');
      }),
    );
}

export function daemonStopCommand(invoke: Invoke): Command {
  return new Command('stop')
    .description('Stop conmand; containers run on')
    .addHelpText('after', examples(['sudo conmanctl daemon stop']))
    .action(
      invoke(async (call) => {
        const { control, socketPath } = await call.daemon();
        const stopped = await control.stop(socketPath);
        if (call.wantsJson) await call.json({ stopped });
        else await call.print(stopped ? 'conmand stopped; containers run on' : 'conmand does not run');
      }),
    );
}

export function daemonStatusCommand(invoke: Invoke): Command {
  return new Command('status')
    .description(`Say whether conmand runs; exit status ${notRunningStatus} when it does not`)
    .addHelpText('after', examples(['conmanctl daemon status']))
    .action(
      invoke(async (call) => {
        const { control, socketPath } = await call.daemon();
        const { running, pid, version, notice } = await control.status(socketPath);
        if (call.wantsJson) await call.json({ running, socket: socketPath, pid, version });
        else if (running) await call.print(`conmand ${version} runs as process ${pid} and listens on ${socketPath}`);
        else await call.print(`conmand does not run on ${socketPath}`);
        if (notice !== undefined) await call.note(notice);
        return running ? 0 : notRunningStatus;
      }),
    );
}
