import { posix } from 'node:path';
import type { ContainerEngine } from '../../../core/api/index.ts';
import { sizeText } from '../../words/size.ts';
import { counted, orNothing, refuseToReplace } from './copied-files.ts';
import type { ImageOperation } from './image-operations.ts';
import type { OperationResult, OperationTools } from './operation.ts';

type Save = Extract<ImageOperation, { readonly kind: 'save-images' }>;
type Load = Extract<ImageOperation, { readonly kind: 'load-images' }>;

/** `alpine-3.tar` for `docker.io/library/alpine:3`; `images.tar` for several. */
export function archiveName(images: readonly string[]): string {
  const [only = ''] = images;
  const stem = images.length === 1 ? (only.split('/').at(-1) ?? '').replaceAll(/[^\w.-]+/g, '-') : 'images';
  return `${stem}.tar`;
}

/** An archive that is whole or not there, and never in the place of another file. */
export async function saveImages(
  engine: ContainerEngine,
  { images, target }: Save,
  { localFiles, report, abort }: OperationTools,
): Promise<OperationResult> {
  const local = await localFiles();
  const stat = (path: string) => orNothing(local.stat(path, { followLink: true }));
  const found = await stat(target);
  const isDirectory = found?.kind === 'directory';
  const file = isDirectory ? posix.join(target, archiveName(images)) : target;
  refuseToReplace(isDirectory ? await stat(file) : found, file, 'file');
  let bytes = 0;
  const archive = counted(engine.saveImages(images, abort), (total) => {
    bytes = total;
    report(sizeText(total));
  });
  await local.write(file, archive);
  return { kind: 'told', text: `saved ${images.join(', ')}, ${sizeText(bytes)}, to ${file}` };
}

export async function loadImages(
  engine: ContainerEngine,
  { source, imageName }: Load,
  { localFiles, report, abort }: OperationTools,
): Promise<OperationResult> {
  const local = await localFiles();
  const { kind } = await local.stat(source, { followLink: true });
  const archive =
    kind === 'directory' ? local.pack(source, { name: '.', followLink: true }, abort) : local.read(source);
  const images = await engine.loadImages(
    counted(archive, (total) => report(sizeText(total))),
    imageName,
    abort,
  );
  return { kind: 'told', text: `loaded ${images.map(({ name }) => name).join(', ') || 'no image'}` };
}
