import { type Command, CommanderError } from 'commander';
import type { CliContext } from './context.ts';
import { usageStatus } from './exit-status.ts';
import { describeFailure } from './failure.ts';
import { Invocation } from './invocation.ts';
import type { Invoke } from './invoke.ts';
import { createProgram } from './program.ts';
import { isBrokenPipe, writeAll } from './write-all.ts';

/** Carries out a command line (without the program's name) and gives the exit status. Never rejects. */
export async function runCli(words: readonly string[], context: CliContext): Promise<number> {
  let status = 0;
  const invoke: Invoke = (handler) =>
    async function action(this: Command, ...parameters) {
      const call = new Invocation(context, this);
      try {
        status = (await handler(call, ...parameters.slice(0, -1))) ?? 0;
      } finally {
        await call.close();
      }
    };
  const program = createProgram(invoke);
  speakThrough(program, context);
  try {
    if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
      await writeAll(context.stdout, `${(await context.daemon()).version}\n`);
      return 0;
    }
    await program.parseAsync(words, { from: 'user' });
    return status;
  } catch (error) {
    return report(error, context);
  }
}

/** Makes commander write to the context's streams, throw instead of ending the process, and complain in one line. */
function speakThrough(program: Command, { stdout, stderr }: CliContext): void {
  program.exitOverride().configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
    getOutHelpWidth: () => Math.min(stdout.columns ?? 100, 110),
    getErrHelpWidth: () => Math.min(stderr.columns ?? 100, 110),
  });
  complainInOneLine(program, program.name());
}

/** Each command says where its own help is. */
function complainInOneLine(command: Command, words: string): void {
  const takesForeignWords = command.registeredArguments.some((argument) => argument.name() === 'command');
  const advice = takesForeignWords
    ? `what belongs to the container's command stands after --; see ${words} --help`
    : `see ${words} --help`;
  command.configureOutput({
    outputError: (text, write) => {
      const line = text
        .trim()
        .replace(/^error: /, '')
        .replace(/\s*\n\s*/g, ' ');
      write(`conmanctl: ${line}${line.endsWith(')') ? '' : ` (${advice})`}\n`);
    },
  });
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    complainInOneLine(child, `${words} ${child.name()}`);
  }
}

function report(error: unknown, { stderr, environment }: CliContext): number {
  // Whoever read our output has seen enough.
  if (isBrokenPipe(error) || (error instanceof Error && isBrokenPipe(error.cause))) return 0;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageStatus;
  const { line, status, details } = describeFailure(error);
  stderr.write(`${line}\n`);
  if (environment.CONMAN_DEBUG && details !== undefined) stderr.write(`${details}\n`);
  return status;
}
