import * as z from 'zod';

/** What a shim says once on its sync pipe. */
const reportSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('container_pid'), pid: z.int().positive() }),
  z.object({ kind: z.literal('runtime_abnormal_termination'), status: z.string(), stderr: z.string() }),
]);

export type ShimReport = z.infer<typeof reportSchema>;

/** Undefined when the shim said nothing, or something else. */
export function parseShimReport(text: string): ShimReport | undefined {
  try {
    return reportSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
