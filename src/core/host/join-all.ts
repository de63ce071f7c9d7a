/**
 * Promise.all that fails only when every promise is through, so that nothing goes on behind the back of whoever cleans
 * up after the failure.
 */
export async function joinAll<T extends readonly unknown[]>(
  promises: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  await Promise.allSettled(promises);
  return (await Promise.all(promises)) as unknown as T;
}
