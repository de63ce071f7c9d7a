/**
 * How long a pull takes, and how much memory: conman, podman, containerd, skopeo with umoci, and the floor: curl, a
 * decompressor, tar and sha256, keeping the blob. `npm run bench:images [ROUNDS]`; root, docker-registry, debootstrap.
 * `npm run bench:images -- --only=many,big [ROUNDS]` pulls these samples, beside those alone that a limit names.
 * `npm run bench:images -- --compare` compares every file of what is unpacked with what umoci makes of it.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LoopDisk } from '../fixtures/loop-disk.ts';
import { TestRegistry } from '../fixtures/registry.ts';
import { atMost, type Figure, median, peer, report } from './figures.ts';
import { compareSamples } from './images/compare.ts';
import { type ConmanPull, pullWithConman } from './images/conman-pull.ts';
import { floor, installedPeers, type Puller, pullAside } from './images/peers.ts';
import { pushSamples, type SampleName, sampleNames, sampleReference } from './images/sample-images.ts';
import { makeLayers, samplesDirectory } from './images/sample-layers.ts';

const { values: options, positionals } = parseArgs({
  options: { only: { type: 'string' }, compare: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const rounds = Number(positionals[0] ?? 2);
const samples = options.only === undefined ? sampleNames : options.only.split(',').map(sampleNamed);
/** Seconds of conman by those of another; without a limit it takes no turn after the first. */
const limits: readonly (readonly [SampleName, string, number])[] = [
  ['whole', 'floor', 1.35],
  ['whole', 'podman', 0.4],
  ['whole', 'containerd', 0.4],
  ['many', 'podman', 0.4],
  ['big', 'containerd', 0.75],
];
const maxResidentMb = 220;
/** Over what it was before. */
const maxKeptMb = 40;

const diskBytes = 8 * 1024 ** 3;

interface Measured {
  readonly conman: readonly ConmanPull[];
  /** Seconds, by name. */
  readonly others: ReadonlyMap<string, readonly number[]>;
}

function sampleNamed(text: string): SampleName {
  const name = sampleNames.find((sample) => sample === text);
  if (name === undefined) throw new Error(`there is no sample ${text}: ${sampleNames.join(', ')}`);
  return name;
}

/** Turn by turn, so that what disturbs one disturbs all. */
async function measure(sample: SampleName, reference: string, work: string): Promise<Measured> {
  const conman: ConmanPull[] = [];
  const others = new Map<string, number[]>();
  const hasLimit = ({ name }: Puller): boolean => limits.some(([about, who]) => about === sample && who === name);
  const pullers = [floor, ...installedPeers()].filter(({ canPull }) => canPull?.(sample) !== false);
  for (let round = 0; round < rounds; round++) {
    for (const puller of pullers) {
      if ((round > 0 || options.only !== undefined) && !hasLimit(puller)) continue;
      const seconds = await pullAside(puller, sample, reference, join(work, 'peer'));
      others.set(puller.name, [...(others.get(puller.name) ?? []), seconds]);
    }
    conman.push(await pullWithConman(reference, work, sample === 'whole'));
    execFileSync('sync');
  }
  return { conman, others };
}

function figuresOf(sample: SampleName, { conman, others }: Measured): Figure[] {
  const own = median(conman.map(({ seconds }) => seconds));
  const of = (who: string): number => median(others.get(who) ?? []);
  return [
    peer('conman', own, 's'),
    ...[...others.keys()].map((who) => peer(who, of(who), 's')),
    ...limits
      .filter(([about, who]) => about === sample && others.has(who))
      .map(([, who, limit]) => atMost(`conman against ${who}`, own / of(who), limit, 'x')),
    ...(sample === 'whole' ? memoryFigures(conman) : []),
  ];
}

function memoryFigures(pulls: readonly ConmanPull[]): Figure[] {
  const of = (part: (pull: ConmanPull) => number): number => median(pulls.map(part));
  return [
    peer(
      'memory of conmand before',
      of(({ beforeMb }) => beforeMb),
      'MB',
    ),
    atMost(
      'at most while it pulls',
      of(({ peakMb }) => peakMb),
      maxResidentMb,
      'MB',
    ),
    atMost(
      'kept 5 s later',
      of(({ beforeMb, afterMb }) => afterMb - beforeMb),
      maxKeptMb,
      'MB',
    ),
  ];
}

async function measureSamples(registry: TestRegistry, place: string): Promise<boolean> {
  let kept = true;
  for (const sample of samples) {
    const measured = await measure(sample, sampleReference(registry, sample), place);
    kept = report(`Pulling "${sample}", ${rounds} rounds`, figuresOf(sample, measured)) && kept;
  }
  return kept;
}

makeLayers();
const directory = mkdtempSync('/tmp/cm-img-');
// A file system of our own, because not every machine's has a journal, without which ext4 is slow to make files after many
// were removed.
const work = join(directory, 'd');
const disk = new LoopDisk(work, diskBytes);
let kept = true;
try {
  disk.writeDirectly();
  await using registry = await TestRegistry.start(join(samplesDirectory, 'registry'));
  await pushSamples(registry);
  if (options.compare) kept = await compareSamples(registry, samples, work);
  else kept = await measureSamples(registry, work);
} finally {
  disk.remove();
  rmSync(directory, { recursive: true, force: true });
}
process.exitCode = kept ? 0 : 1;
