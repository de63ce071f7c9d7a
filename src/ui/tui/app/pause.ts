/** A wait that can be cut short. */
export class Pause {
  #end: (() => void) | undefined;

  wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#end = () => {
      clearTimeout(timer);
      resolve();
    };
    return promise;
  }

  end(): void {
    this.#end?.();
  }
}
