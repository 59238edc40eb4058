import type { Viewer } from './viewer.js';

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
    this.#isRead = true;
    return this.#viewer;
  }
}
