/** The content type of JSON in responses. */
export const jsonContentType = 'application/json; charset=utf-8';

/** Keeps browsers from taking a response for anything but its content type, such as a script. */
export const noSniffHeader = ['x-content-type-options', 'nosniff'] as const;
