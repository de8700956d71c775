/**
 * Keeps the next items of a slow source under way while the current one is used.
 * @module
 */

/**
 * Runs jobs in order, `depth` of them at a time, and yields their results in the same order. Where
 * the consumer stops early, it waits for those under way, so that nothing is left running.
 * @param jobs Each starts one piece of work; it is called only when its turn comes.
 * @param depth Jobs under way or finished and waiting, at most; memory is bounded by it.
 * @throws {RangeError} If `depth` is less than 1.
 */
export async function* prefetch<T>(
  jobs: Iterable<() => Promise<T>>,
  depth: number,
): AsyncGenerator<T> {
  // No job would ever start, and the results would look complete.
  if (!(depth >= 1)) {
    throw new RangeError(`Cannot prefetch as depth must be at least 1: current value is ${depth}`);
  }
  const underWay: Promise<T>[] = [];
  const source = jobs[Symbol.iterator]();
  const startNext = () => {
    const next = source.next();
    if (next.done) return;
    const promise = next.value();
    // A failure is thrown where its result is taken, not as an unhandled rejection before.
    promise.catch(() => {});
    underWay.push(promise);
  };
  for (let i = 0; i < depth; i++) startNext();
  try {
    while (underWay.length) {
      const result = await underWay.shift()!;
      startNext();
      yield result;
    }
  } finally {
    await Promise.allSettled(underWay);
  }
}
