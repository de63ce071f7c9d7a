import * as z from 'zod';
import { ConmanError } from '../../errors/index.ts';
import { parseDigest } from '../digest.ts';
import { healthcheckSchema } from '../healthcheck.ts';
import { indexTypes, isLayerType, manifestType, manifestTypes } from './media-types.ts';

/** As many layers as overlayfs takes. */
const maxLayers = 500;

const digest = z.string().refine((text) => parseDigest(text) !== undefined, 'is not a digest');
/** Of content: what it is, which, and how much. */
export const descriptor = z.object({
  mediaType: z.string().default(''),
  digest,
  size: z.int().nonnegative(),
});

/** Shown as it is. */
const platformPart = z.string().regex(/^[\w.-]*$/);
const platformSchema = z.object({ os: platformPart, architecture: platformPart, variant: platformPart.optional() });
const indexSchema = z.object({
  manifests: z.array(descriptor.extend({ platform: platformSchema.optional() })),
});
const manifestSchema = z.object({
  mediaType: z.string().optional(),
  config: descriptor,
  layers: z.array(descriptor).max(maxLayers),
});

const texts = z.array(z.string()).nullish();
const configSchema = z.object({
  ...platformSchema.shape,
  created: z.string().optional(),
  config: z
    .object({
      Entrypoint: texts,
      Cmd: texts,
      Env: texts,
      User: z.string().nullish(),
      WorkingDir: z.string().nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
      StopSignal: z.string().nullish(),
      Healthcheck: healthcheckSchema.nullish().catch(undefined),
      Volumes: z.record(z.string(), z.unknown()).nullish(),
      ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
  rootfs: z.object({ diff_ids: z.array(digest).max(maxLayers) }),
  history: z
    .array(
      z.object({
        created: z.string().nullish(),
        created_by: z.string().nullish(),
        comment: z.string().nullish(),
        empty_layer: z.boolean().nullish(),
      }),
    )
    .nullish(),
});

export type Descriptor = z.infer<typeof descriptor>;
export type ImageIndex = z.infer<typeof indexSchema>;
export type ImageManifest = z.infer<typeof manifestSchema>;
export type ImageConfig = z.infer<typeof configSchema>;

export type ManifestDocument =
  | { readonly kind: 'index'; readonly index: ImageIndex }
  | { readonly kind: 'manifest'; readonly manifest: ImageManifest };

/** `contentType` is the registry's word for it, if there is one; the document's own counts where it has one. */
export function parseManifest(body: Buffer, contentType: string): ManifestDocument {
  const said = contentType.split(';')[0]?.trim() ?? '';
  if (said === 'text/html') {
    throw new ConmanError(
      'failed-precondition',
      `there is a web page, ${JSON.stringify(said)}, in the place of the manifest`,
      {
        hint: 'This may be no registry, or something on the way to it answers instead: check the host and its port.',
      },
    );
  }
  const json = parseJson(body, 'manifest');
  const own = z.object({ mediaType: z.string().optional() }).safeParse(json).data?.mediaType;
  const mediaType = own ?? (said === '' ? manifestType : said);
  expectOneKind(json, own, said);
  if (indexTypes.includes(mediaType)) return { kind: 'index', index: check(indexSchema, json, 'index') };
  if (!manifestTypes.includes(mediaType)) {
    throw new ConmanError(
      'failed-precondition',
      `the registry sent a manifest of the type ${JSON.stringify(mediaType)}`,
      {
        hint: 'conman knows images of OCI and of docker since 1.10 (schema 2).',
      },
    );
  }
  const manifest = check(manifestSchema, json, 'manifest');
  const odd = manifest.layers.find((layer) => !isLayerType(layer.mediaType));
  if (odd !== undefined) {
    throw new ConmanError('failed-precondition', `a layer is of the type ${JSON.stringify(odd.mediaType)}`, {
      hint: 'This is not an image that containers are made from, or it is encrypted or kept elsewhere.',
    });
  }
  return { kind: 'manifest', manifest };
}

/** What one client takes for an image and another for an index can show each of them something else (CVE-2021-41190). */
function expectOneKind(json: unknown, own: string | undefined, said: string): void {
  const known = [...indexTypes, ...manifestTypes];
  const differ = own !== undefined && known.includes(own) && known.includes(said) && own !== said;
  const both = typeof json === 'object' && json !== null && 'manifests' in json && 'layers' in json;
  if (!both && !differ) return;
  const why = differ
    ? `it says that it is ${own}, the registry that it is ${said}`
    : 'it is an image and an index at once';
  throw new ConmanError('data-loss', `the manifest is ambiguous: ${why}`, {
    hint: 'Whoever made the image, or the registry, has it wrong, or is out to deceive.',
  });
}

export function parseImageConfig(body: Buffer, manifest: ImageManifest): ImageConfig {
  const config = check(configSchema, parseJson(body, 'image configuration'), 'image configuration');
  if (config.rootfs.diff_ids.length === manifest.layers.length) return config;
  throw new ConmanError('data-loss', 'the image configuration and the manifest have different numbers of layers');
}

function parseJson(body: Buffer, what: string): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new ConmanError('data-loss', `the ${what} is not JSON`, { cause });
  }
}

function check<T>(schema: z.ZodType<T>, json: unknown, what: string): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ConmanError('data-loss', `the ${what} is damaged at "${issue?.path.join('.')}": ${issue?.message}`, {
    cause: result.error,
  });
}
