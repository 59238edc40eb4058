import { Directive } from 'type-graphql';

/**
 * Lets responses that hold this be cached for four minutes. An import outdates them at once; the
 * time only bounds what no import tells of, like a change made by hand in the database.
 *
 * A response is cached only when every object in it may be, so what has no hint is never kept.
 */
export const Cacheable = () => Directive('@cacheControl(maxAge: 240)');
