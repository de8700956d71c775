/**
 * Turns that tasks wait for.
 * @module
 */

/**
 * Runs what it is given one after another.
 * @returns A function that runs a task when those given before it have ended, well or not.
 */
export function oneAtATime(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const next = last.then(task);
    // Who gave the task hears of its failure.
    last = next.catch(() => {});
    return next;
  };
}

/**
 * Runs tasks in the order of their numbers, in whatever order they are given.
 * @returns A function that keeps task number i (from 0), then runs the tasks, one after another,
 * that are there and before which none is missing. It waits for those, not for missing ones.
 */
export function inOrder(): (i: number, task: () => Promise<void>) => Promise<void> {
  const tasks = new Map<number, () => Promise<void>>();
  const alone = oneAtATime();
  let next = 0;
  return (i, task) => {
    tasks.set(i, task);
    return alone(async () => {
      for (let task; (task = tasks.get(next));) {
        tasks.delete(next++);
        await task();
      }
    });
  };
}
