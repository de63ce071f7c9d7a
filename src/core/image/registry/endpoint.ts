import type { TlsOptions } from '../../host/http-client.ts';

/** Where images of a registry can be had: the registry itself or a mirror of it. */
export interface Endpoint {
  /** Host and perhaps port; what credentials are chosen by. */
  readonly host: string;
  /** The repository as it is called there. */
  readonly path: string;
  /** `https://host`; undefined when that has to be found out. */
  readonly origin?: string | undefined;
  /** In front of the repository, when it is not `/v2`. */
  readonly prefix?: string | undefined;
  /** May speak plain http, and have any certificate. */
  readonly insecure: boolean;
  readonly tls?: TlsOptions | undefined;
  /** Something else is asked when it fails. */
  readonly isMirror: boolean;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
