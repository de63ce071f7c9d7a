import { type Command, InvalidArgumentError, Option } from 'commander';

export type OutputForm = 'json' | 'table';

export interface CommonOptions {
  readonly host: string | undefined;
  readonly output: OutputForm | undefined;
  /** Whether conmand may be started when none listens. */
  readonly start: boolean;
}

const commonGroup = 'Common options:';

/** Gives `command` the options that every command takes, before or after its name. */
export function addCommonOptions(command: Command): Command {
  return command
    .addOption(
      new Option('-H, --host <socket>', "conmand's socket (default: $CONMAN_HOST, /run/conmand.sock)").helpGroup(
        commonGroup,
      ),
    )
    .addOption(
      new Option('--output <form>', 'json or table (default: table on a terminal)')
        .choices(['json', 'table'])
        .helpGroup(commonGroup),
    )
    .addOption(new Option('--no-start', 'do not start conmand when none listens').helpGroup(commonGroup));
}

/** What was said last counts: after the command's name before what stands in front of it. */
export function commonOptionsOf(command: Command): CommonOptions {
  const said = (name: string): unknown => {
    for (let at: Command | null = command; at !== null; at = at.parent) {
      if (at.getOptionValueSource(name) === 'cli') return at.getOptionValue(name);
    }
    return undefined;
  };
  return {
    host: said('host') as string | undefined,
    output: said('output') as OutputForm | undefined,
    start: said('start') !== false,
  };
}

/** Another spelling of the option `name`, such as `--time <seconds>` for those used to docker's; the help does not have it. */
export function addSpelling(command: Command, flags: string, name: string): Command {
  const option = command.options.find((candidate) => candidate.name() === name);
  const spelling = new Option(flags).hideHelp();
  if (option?.parseArg !== undefined) spelling.argParser(option.parseArg);
  return command.addOption(spelling).on(`option:${spelling.name()}`, () => {
    command.setOptionValueWithSource(name, command.getOptionValue(spelling.attributeName()), 'cli');
  });
}

/** For options that may be given several times. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** A whole number that is not negative. */
export function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It has to be a whole number.');
  return Number(value);
}
