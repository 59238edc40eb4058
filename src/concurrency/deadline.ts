/** Thrown when work takes too long. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
}

/** Waits for `work`, and throws a {@link DeadlineExceeded} after so many milliseconds. */
export async function withDeadline<Result>(
  work: () => Promise<Result>,
  milliseconds: number,
): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new DeadlineExceeded(`There was no result within ${milliseconds} ms.`)),
    milliseconds,
  );
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
