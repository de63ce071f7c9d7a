import { expect, test } from 'vitest';
import { digestOf } from '../digest.ts';
import { parseImageConfig, parseManifest } from './manifest.ts';
import { indexType, layerType, manifestType } from './media-types.ts';

const digest = digestOf(Buffer.from('x'));
const layer = { mediaType: layerType, digest, size: 1 };
const image = { mediaType: manifestType, config: { digest, size: 2 }, layers: [layer] };
const parse = (document: unknown, contentType = manifestType) =>
  parseManifest(Buffer.from(JSON.stringify(document)), contentType);

test('the document itself says what it is, else the registry', () => {
  expect(parse(image)).toMatchObject({ kind: 'manifest' });
  expect(parse({ ...image, mediaType: undefined })).toMatchObject({ kind: 'manifest' });
  expect(parse(image, 'application/octet-stream')).toMatchObject({ kind: 'manifest' });
  expect(parse({ manifests: [] }, indexType)).toMatchObject({ kind: 'index' });
});

test.each<[string, unknown, string]>([
  ['an index and an image at once', { ...image, manifests: [] }, manifestType],
  ['another kind than the registry says', image, indexType],
  ['a digest that could be a path', { ...image, layers: [{ ...layer, digest: 'sha256:../../x' }] }, manifestType],
  ['a digest of the wrong length', { ...image, config: { digest: 'sha256:00', size: 1 } }, manifestType],
  ['a negative size', { ...image, layers: [{ ...layer, size: -1 }] }, manifestType],
  ['half a byte', { ...image, layers: [{ ...layer, size: 0.5 }] }, manifestType],
  ['more layers than overlayfs takes', { ...image, layers: Array(501).fill(layer) }, manifestType],
  ['no document', 'x', manifestType],
])('%s is refused', (_, document, contentType) => {
  expect(() => parse(document, contentType)).toThrow(expect.objectContaining({ code: 'data-loss' }));
});

test.each([
  'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
  'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
  'application/vnd.oci.image.layer.v1.tar+gzip+encrypted',
])('a layer of the type %s is not fetched from wherever it says', (mediaType) => {
  const foreign = { ...layer, mediaType, urls: ['http://elsewhere.example/'] };
  expect(() => parse({ ...image, layers: [foreign] })).toThrow(
    expect.objectContaining({ code: 'failed-precondition' }),
  );
});

test('a configuration of another number of layers is not that of the image', () => {
  const parsed = parse(image);
  const config = { os: 'linux', architecture: 'amd64', rootfs: { diff_ids: [digest, digest] } };
  const manifest = parsed.kind === 'manifest' ? parsed.manifest : expect.fail('it is an index');
  expect(() => parseImageConfig(Buffer.from(JSON.stringify(config)), manifest)).toThrow('different numbers of layers');
});
