/** Yields the values of an iterable, each requested while the previous one is processed. */
export async function* prefetch<Value>(values: AsyncIterable<Value>): AsyncGenerator<Value> {
  const iterator = values[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = iterator.next();
      // The consumer observes a rejection when it requests the next value.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
