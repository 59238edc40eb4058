/**
 * Finds a member that could pollute prototypes where JSON is copied carelessly, quoted for a message;
 * undefined where there is none.
 *
 * @param value the result of `JSON.parse`, of any depth
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
