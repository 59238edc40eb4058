/**
 * An error that the user of the command line can act on: its message is one sentence, or a few, for
 * standard error, and the command ends with exit code 1. Everything else that is thrown is a fault of
 * this program, and shows its stack.
 */
export abstract class UserError extends Error {}
