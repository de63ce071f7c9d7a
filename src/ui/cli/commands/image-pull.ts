import { Command } from 'commander';
import type { ContainerEngine, ImageSummary } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { sizeText } from '../../words/size.ts';
import { cancellable } from '../cancellable.ts';
import type { Invocation } from '../invocation.ts';
import { examples, type Invoke } from '../invoke.ts';
import { pulledJson } from '../present/contract-json.ts';
import { pullJson } from '../present/image-json.ts';
import { PullView } from '../present/pull-text.ts';
import { progressLines } from '../progress-lines.ts';

interface PullFlags {
  readonly platform?: string;
  readonly quiet?: boolean;
  readonly detach?: boolean;
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
    .option('-d, --detach', 'do not stay: print the id, `image pulls` shows how it goes on')
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
        const engine = await call.engine();
        if (flags.detach) return await startPull(call, engine, reference, flags);
        const { image, changed } = await pullImage(call, engine, reference, flags);
        if (call.wantsJson) return await call.json(pulledJson(image, changed));
        await call.print(
          `${image.name} ${changed ? 'is here' : 'was here already'}, ${sizeText(image.sizeBytes)} unpacked`,
        );
      }),
    );
}

async function startPull(
  call: Invocation,
  engine: ContainerEngine,
  reference: string,
  { platform }: PullFlags,
): Promise<void> {
  const pull = await engine.startPull(reference, platform === undefined ? {} : { platform });
  await (call.wantsJson ? call.json({ pull: pullJson(pull) }) : call.print(pull.id));
}

/** Ctrl-C ends the pull at the daemon too, unless somebody else waits for it. */
export async function pullImage(
  call: Invocation,
  engine: ContainerEngine,
  reference: string,
  { platform, quiet }: PullFlags,
): Promise<Pulled> {
  const show = quiet ? async () => undefined : progressLines(call, new PullView());
  const options = platform === undefined ? {} : { platform };
  return await cancellable(
    call.context,
    'the pull was cancelled',
    async (abort) => {
      for await (const progress of engine.pullImage(reference, options, abort)) {
        await show(progress);
        if (progress.kind === 'done') return progress;
      }
      throw new ConmanError('data-loss', 'the daemon ended the pull without a result');
    },
    'What was fetched is kept: the next pull goes on from there.',
  );
}
