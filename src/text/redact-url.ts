/** The text with the password of a URL in it left out, for messages and logs. */
export function redactUrl(text: string): string {
  return text.replace(/(:\/\/[^/:@]*):.*@/s, '$1:…@');
}
