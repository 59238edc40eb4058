/** The part of the package that is used here; it has no types of its own. */
declare module 'negotiator' {
  export class Negotiator {
    constructor(request: {
      readonly headers: {
        readonly accept?: string | undefined;
        readonly 'accept-encoding'?: string | undefined;
      };
    });
    /** The one of the types that the client likes best; undefined when it accepts none. */
    mediaType(available: readonly string[]): string | undefined;
    /**
     * The encodings that the client accepts, the one that it likes best first.
     *
     * @param options which come first of those that it likes as much
     */
    encodings(
      available: readonly string[],
      options: { readonly preferred: readonly string[] },
    ): string[];
  }
}
