/** Which documents are run, from the most to the fewest. */
export const levels = ['apq', 'log', 'safelist', 'only'] as const;

/**
 * - `apq`: any; a hash may stand for one that was sent before
 * - `log`: the same, and those that no manifest has are logged
 * - `safelist`: those of the manifests, by their texts or by their ids
 * - `only`: those of the manifests, by their ids alone
 */
export type Level = (typeof levels)[number];

/** Whether documents are run that no manifest has. */
export function allowsAny(level: Level): boolean {
  return level === 'apq' || level === 'log';
}
