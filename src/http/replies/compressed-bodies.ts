import { type Coding, compress } from './content-coding.js';

/** A body that is stored to be sent again. */
export interface CompressibleBody {
  readonly body: string;
  /** Its bytes in UTF-8. */
  readonly length: number;
  /** Counts bytes that are stored as long as the body is. */
  readonly grow: (bytes: number) => void;
}

/** The compressed forms of bodies. Each is made once, when it is first requested, and stored with its body. */
export class CompressedBodies {
  readonly #forms = new WeakMap<object, Map<Coding, Buffer | Promise<Buffer>>>();

  /**
   * Returns a body in a coding. Concurrent callers share the work.
   *
   * @param owner stays in memory as long as the body does
   */
  compress(
    owner: object,
    { body, grow }: CompressibleBody,
    coding: Coding,
  ): Buffer | Promise<Buffer> {
    const forms = this.#forms.get(owner) ?? new Map<Coding, Buffer | Promise<Buffer>>();
    const known = forms.get(coding);
    if (known !== undefined) return known;
    const compressing = compress(coding, body).then(
      (compressed) => {
        const form = copyOf(compressed);
        forms.set(coding, form);
        grow(form.length + overheadBytes);
        return form;
      },
      (error) => {
        forms.delete(coding);
        throw error;
      },
    );
    this.#forms.set(owner, forms.set(coding, compressing));
    return compressing;
  }
}

// The object, and its place in the maps.
const overheadBytes = 300;

/** zlib returns a slice of a larger buffer, which would stay in memory as long as the slice does. */
function copyOf(slice: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(slice.length);
  slice.copy(copy);
  return copy;
}
