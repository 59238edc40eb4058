/** The part of the package that is used here; it has no types of its own. */
declare module 'negotiator' {
  export class Negotiator {
    constructor(request: {
      readonly headers: {
        readonly accept?: string | undefined;
        readonly 'accept-encoding'?: string | string[] | undefined;
      };
    });
    /** The one of the types that the client likes best; undefined when it accepts none. */
    mediaType(available: readonly string[]): string | undefined;
    /** The one of the encodings that the client likes best; undefined when it accepts none. */
    encoding(available: readonly string[]): string | undefined;
  }
}
