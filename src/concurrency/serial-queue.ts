/**
 * Makes a queue that runs work in the order in which it is handed in. Once one fails, all that
 * follow fail with it.
 */
export function createSerialQueue(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done;
    // Who handed it in hears of it.
    done.catch(() => {});
    return done;
  };
}
