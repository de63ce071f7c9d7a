import { Command } from 'commander';
import type { ContainerEngine, ImageSummary, PullProgress } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import type { Invocation } from '../invocation.ts';
import { examples, type Invoke } from '../invoke.ts';
import { pulledJson } from '../present/contract-json.ts';
import { PullView } from '../present/pull-text.ts';
import { sizeText } from '../present/size.ts';

interface PullFlags {
  readonly platform?: string;
  readonly quiet?: boolean;
}

interface Pulled {
  readonly image: ImageSummary;
  readonly changed: boolean;
}

export function imagePullCommand(invoke: Invoke): Command {
  return new Command('pull')
    .description('Fetch an image from its registry; what an interrupted pull fetched is not fetched again')
    .argument('<reference>', 'NAME[:TAG][@DIGEST], with the registry in front unless it is docker.io')
    .option('--platform <os/architecture>', "another platform than this machine's: linux/arm64, linux/arm/v7")
    .option('-q, --quiet', 'say nothing on the way')
    .addHelpText(
      'after',
      examples([
        'conmanctl image pull alpine',
        'conmanctl image pull 127.0.0.1:5000/app:1',
        'conmanctl image pull --platform linux/arm64 ghcr.io/owner/app@sha256:...',
      ]),
    )
    .action(
      invoke(async (call, reference: string, flags: PullFlags) => {
        const { image, changed } = await pull(call, await call.engine(), reference, flags);
        if (call.wantsJson) return await call.json(pulledJson(image, changed));
        await call.print(
          `${image.name} ${changed ? 'is here' : 'was here already'}, ${sizeText(image.sizeBytes)} unpacked`,
        );
      }),
    );
}

/** Ctrl-C ends the pull at the daemon too, unless somebody else waits for it. */
async function pull(call: Invocation, engine: ContainerEngine, reference: string, flags: PullFlags): Promise<Pulled> {
  const abort = new AbortController();
  const leave = (['SIGINT', 'SIGTERM'] as const).map((signal) => call.context.onSignal(signal, () => abort.abort()));
  const { platform, quiet } = flags;
  const show = quiet ? async () => undefined : progressDisplay(call);
  try {
    for await (const progress of engine.pullImage(
      reference,
      platform === undefined ? {} : { platform },
      abort.signal,
    )) {
      await show(progress);
      if (progress.kind === 'done') return progress;
    }
  } finally {
    for (const stop of leave) stop();
  }
  if (!abort.signal.aborted) throw new ConmanError('data-loss', 'the daemon ended the pull without a result');
  throw new ConmanError('cancelled', 'the pull was cancelled', {
    hint: 'What was fetched is kept: the next pull goes on from there.',
  });
}

/** On stderr, so that the answer stands alone: lines that change on a terminal, else one for each step. */
function progressDisplay(call: Invocation): (progress: PullProgress) => Promise<void> {
  const { stderr } = call.context;
  const view = new PullView();
  let height = 0;
  return async (progress) => {
    const news = view.note(progress);
    if (stderr.isTTY !== true) {
      if (news !== undefined) await call.note(news);
      return;
    }
    const lines = view.lines(stderr.columns ?? 80, (stderr.rows ?? 24) - 1);
    // Back to the first line, and away with what was below it.
    const back = height === 0 ? '' : `\x1b[${height}A\x1b[J`;
    height = lines.length;
    stderr.write(back + lines.map((line) => `${line}\n`).join(''));
  };
}
