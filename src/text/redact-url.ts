/** The text without the password of a URL in it, for messages and logs. */
export function redactUrl(text: string): string {
  return text.replace(/(:\/\/[^/:@]*):.*@/s, '$1:…@');
}
