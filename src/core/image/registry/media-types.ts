/** What conman itself writes. */
export const manifestType = 'application/vnd.oci.image.manifest.v1+json';
export const indexType = 'application/vnd.oci.image.index.v1+json';
export const configType = 'application/vnd.oci.image.config.v1+json';
export const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip';
export const plainLayerType = 'application/vnd.oci.image.layer.v1.tar';

export const indexTypes = [indexType, 'application/vnd.docker.distribution.manifest.list.v2+json'];

export const manifestTypes = [manifestType, 'application/vnd.docker.distribution.manifest.v2+json'];

/** What a registry is asked for: it may have converted or refused anything that is not named. */
export const acceptedTypes = [...indexTypes, ...manifestTypes].join(', ');

const layerPattern =
  /^application\/vnd\.(?:oci\.image\.layer\.v1\.tar(?:\+gzip|\+zstd)?|docker\.image\.rootfs\.diff\.tar(?:\.gzip|\.zstd)?)$/;

/** False for layers that lie elsewhere (`foreign`, `nondistributable`), are encrypted, or are no layers of files. */
export function isLayerType(mediaType: string): boolean {
  return layerPattern.test(mediaType);
}
