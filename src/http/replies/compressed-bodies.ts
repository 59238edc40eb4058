import { type Coding, compress } from './content-coding.js';

/** A body that is kept to be sent again. */
export interface CompressibleBody {
  readonly body: string;
  /** Its bytes in UTF-8. */
  readonly length: number;
  /** Counts bytes that are kept as long as the body is. */
  readonly grow: (bytes: number) => void;
}

/** The packed forms of bodies. Each is made once, when it is first asked for, and kept with its body. */
export class CompressedBodies {
  readonly #forms = new WeakMap<object, Map<Coding, Buffer | Promise<Buffer>>>();

  /**
   * A body in a coding. Those who ask while it is made wait for the same.
   *
   * @param owner stays in memory as long as the body is kept
   */
  compress(
    owner: object,
    { body, grow }: CompressibleBody,
    coding: Coding,
  ): Buffer | Promise<Buffer> {
    const forms = this.#forms.get(owner) ?? new Map<Coding, Buffer | Promise<Buffer>>();
    const known = forms.get(coding);
    if (known !== undefined) return known;
    const packing = compress(coding, body).then(
      (packed) => {
        const form = ofItsOwn(packed);
        forms.set(coding, form);
        grow(form.length + overheadBytes);
        return form;
      },
      (error) => {
        forms.delete(coding);
        throw error;
      },
    );
    this.#forms.set(owner, forms.set(coding, packing));
    return packing;
  }
}

// The object, and its place in the maps.
const overheadBytes = 300;

/** zlib hands out a part of a larger buffer, which would stay as long as the part does. */
function ofItsOwn(packed: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(packed.length);
  packed.copy(own);
  return own;
}
