export const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

export const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** What a registry is asked for: it may have converted or refused anything that is not named. */
export const acceptedTypes = [...indexTypes, ...manifestTypes].join(', ');

const layerPattern =
  /^application\/vnd\.(?:oci\.image\.layer\.v1\.tar(?:\+gzip|\+zstd)?|docker\.image\.rootfs\.diff\.tar(?:\.gzip|\.zstd)?)$/;

/** False for layers that lie elsewhere (`foreign`, `nondistributable`), are encrypted, or are no layers of files. */
export function isLayerType(mediaType: string): boolean {
  return layerPattern.test(mediaType);
}
