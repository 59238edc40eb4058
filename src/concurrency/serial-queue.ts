/** Creates a queue that runs tasks one after the other. Once one fails, all later ones fail with it. */
export function createSerialQueue(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done;
    // The caller observes a rejection.
    done.catch(() => {});
    return done;
  };
}
