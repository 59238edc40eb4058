/**
 * A member of JSON by which programs that copy it carelessly would change all their objects, in quotes
 * for a message; undefined where there is none.
 *
 * @param value what `JSON.parse` gave, nested as deep as it may be
 */
export function findForbiddenMember(value: unknown): string | undefined {
  const left = [value];
  while (left.length > 0) {
    const each = left.pop();
    if (typeof each !== 'object' || each === null) continue;
    if (Object.hasOwn(each, '__proto__')) return '"__proto__"';
    const members = each as Readonly<Record<string, unknown>>;
    const isOwn = Object.hasOwn(each, 'constructor');
    if (isOwn && Object.hasOwn(Object(members.constructor), 'prototype')) {
      return '"constructor" with a member "prototype"';
    }
    for (const name of Object.keys(members)) left.push(members[name]);
  }
  return undefined;
}
