import { ConmanError } from '../errors/index.ts';
import { parseDigest } from './digest.ts';

/**
 * The name of an image, as docker understands names (github.com/distribution/reference): what is left out is filled in,
 * except the tag of one that is named by digest.
 */
export interface ImageReference {
  /** Host and perhaps port, such as `docker.io` or `127.0.0.1:5000`. */
  readonly domain: string;
  readonly path: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const defaultDomain = 'docker.io';
const officialPrefix = 'library/';
const defaultTag = 'latest';
const maxNameLength = 255;

const domainPattern =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const pathPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const identifierPattern = /^[a-f0-9]{64}$/;

/** Throws `invalid-argument` for what is no name. `NAME`, `HOST[:PORT]/NAME`, each with `:TAG` and `@DIGEST`. */
export function parseReference(text: string): ImageReference {
  const invalid = (why: string): ConmanError =>
    new ConmanError('invalid-argument', `${JSON.stringify(text.slice(0, 300))} is not the name of an image: ${why}`, {
      hint: 'Names look like alpine, alpine:3.20, ghcr.io/owner/app:1 or 127.0.0.1:5000/app@sha256:...',
    });
  if (identifierPattern.test(text)) throw invalid('64 hex digits are an id');
  const [named = '', digest, ...more] = text.split('@');
  if (more.length > 0) throw invalid('there is more than one "@"');
  if (digest !== undefined && parseDigest(digest) === undefined) {
    throw invalid('what follows "@" is not a digest such as sha256: and 64 lower-case hex digits');
  }
  const { domain, remainder } = splitDomain(named);
  const colon = remainder.indexOf(':');
  const path = colon === -1 ? remainder : remainder.slice(0, colon);
  const tag = colon === -1 ? undefined : remainder.slice(colon + 1);
  if (path === '' || path === officialPrefix) throw invalid('there is no name in it');
  if (path !== path.toLowerCase()) throw invalid('the name has to be in lower case');
  if (!domainPattern.test(domain)) throw invalid(`${JSON.stringify(domain)} is not a host`);
  if (!pathPattern.test(path)) throw invalid('names are letters, digits and single ".", "_" or "-" between them');
  if (tag !== undefined && !tagPattern.test(tag))
    throw invalid('its tag is not 1 to 128 of letters, digits, "_", ".", "-"');
  if (path.length > maxNameLength) throw invalid(`the name is longer than ${maxNameLength} characters`);
  return { domain, path, tag: tag ?? (digest === undefined ? defaultTag : undefined), digest };
}

/** A first part counts as a host when it cannot be the beginning of a name: with `.` or `:`, `localhost`, upper case. */
function splitDomain(named: string): { domain: string; remainder: string } {
  const slash = named.indexOf('/');
  const first = named.slice(0, Math.max(slash, 0));
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const asked = slash !== -1 && isHost ? { domain: first, remainder: named.slice(slash + 1) } : undefined;
  const { domain, remainder } = asked ?? { domain: defaultDomain, remainder: named };
  if (domain !== defaultDomain && domain !== 'index.docker.io') return { domain, remainder };
  const official = remainder.includes('/') ? remainder : officialPrefix + remainder;
  return { domain: defaultDomain, remainder: official };
}

/** The whole name, by which an image is kept. */
export function canonicalName({ domain, path, tag, digest }: ImageReference): string {
  return `${domain}/${path}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** As people write it: without what docker would fill in, except the tag. */
export function familiarName(reference: ImageReference): string {
  const name = canonicalName(reference);
  if (reference.domain !== defaultDomain) return name;
  const remainder = name.slice(defaultDomain.length + 1);
  const rest = remainder.startsWith(officialPrefix) ? remainder.slice(officialPrefix.length) : remainder;
  // `library/a/b` is not `a/b`, which is as short as it gets.
  return rest.includes('/') ? remainder : rest;
}
