import * as z from 'zod';

const shortText = z.string().max(256);

/** What ADD answers (CNI 1.1, "Result types"). Versions before 1.0 say more of an address, which nobody needs. */
export const resultSchema = z.looseObject({
  cniVersion: shortText.optional(),
  interfaces: z
    .array(z.looseObject({ name: shortText, mac: shortText.optional(), sandbox: z.string().max(4096).optional() }))
    .max(64)
    .optional(),
  ips: z
    .array(
      z.looseObject({
        address: shortText.regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/),
        gateway: shortText.optional(),
        interface: z.int().optional(),
      }),
    )
    .max(64)
    .optional(),
  dns: z
    .looseObject({
      nameservers: z.array(shortText).max(16).optional(),
      domain: shortText.optional(),
      search: z.array(shortText).max(32).optional(),
      options: z.array(shortText).max(32).optional(),
    })
    .optional(),
});

export type CniResult = z.infer<typeof resultSchema>;

/** How a plugin says that it failed (CNI 1.1, "Error"). */
export const pluginErrorSchema = z.looseObject({
  code: z.int(),
  msg: z.string().max(4096),
  details: z.string().max(16_384).optional(),
});

export const versionsSchema = z.looseObject({ supportedVersions: z.array(shortText).max(64) });

/** The container's own interface in a result: addresses with the length of their prefix, and its hardware address. */
export function endpointOf(result: CniResult): { readonly addresses: readonly string[]; readonly mac: string } {
  const { interfaces = [], ips = [] } = result;
  const index = interfaces.findIndex(({ sandbox = '' }) => sandbox !== '');
  const own = ips.filter((ip) => ip.interface === undefined || index === -1 || ip.interface === index);
  return { addresses: own.map(({ address }) => address), mac: interfaces[index]?.mac ?? '' };
}
