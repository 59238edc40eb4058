import { everyone, type Viewer } from './viewer.js';

/**
 * The viewer of one request, which notes whether anything has read it. A response that was made after
 * a read is personal, whatever the cache hints of its fields say: a forgotten hint costs speed, not
 * secrecy.
 */
export class TrackedViewer {
  readonly #viewer: Viewer;
  #isRead = false;

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
  }

  /** Whether the response depends on who sent the request. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** The viewer; the response is personal from now on. */
  read(): Viewer {
    // While access control is off, there is nobody else whose response could differ.
    if (this.#viewer !== everyone) this.#isRead = true;
    return this.#viewer;
  }

  /** Checks what the viewer may do, which leaves the response as it is: it only decides who gets it. */
  check(check: (viewer: Viewer) => void): void {
    check(this.#viewer);
  }
}
