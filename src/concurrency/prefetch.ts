/** Yields the values of an iterable, each of which is asked for while the one before is worked on. */
export async function* prefetch<Value>(values: AsyncIterable<Value>): AsyncGenerator<Value> {
  const iterator = values[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = iterator.next();
      // Whoever works on the value hears of it afterwards.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
