/** The part of the package that is used here; it has no types of its own. */
declare module 'negotiator' {
  export class Negotiator {
    constructor(request: {
      readonly headers: {
        readonly accept?: string | undefined;
        readonly 'accept-encoding'?: string | undefined;
      };
    });
    /** The type that the client prefers; undefined when it accepts none. */
    mediaType(available: readonly string[]): string | undefined;
    /**
     * The encodings that the client accepts, in order of preference.
     *
     * @param options which come first among equals
     */
    encodings(
      available: readonly string[],
      options: { readonly preferred: readonly string[] },
    ): string[];
  }
}
