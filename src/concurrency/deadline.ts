/** Thrown in the place of an answer that took too long. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
}

/** The result of `work`, or a {@link DeadlineExceeded} after so many milliseconds. */
export async function withDeadline<Result>(
  work: () => Promise<Result>,
  milliseconds: number,
): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new DeadlineExceeded(`No answer came within ${milliseconds} ms.`)),
    milliseconds,
  );
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
