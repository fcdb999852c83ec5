/** What every long computation takes: a way to be stopped and a way to tell how far it is. */
export interface Progress {
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the share that is done, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
}
