/** Which documents are executed, from the most permissive level to the strictest. */
export const levels = ['apq', 'log', 'safelist', 'only'] as const;

/**
 * - `apq`: any document; a hash may stand for one that was sent before (automatic persisted queries)
 * - `log`: the same, and documents that are in no manifest are logged
 * - `safelist`: only documents of the manifests, sent as text or by id
 * - `only`: only documents of the manifests, by id
 */
export type Level = (typeof levels)[number];

/** Whether documents that are in no manifest are executed. */
export function allowsAny(level: Level): boolean {
  return level === 'apq' || level === 'log';
}
