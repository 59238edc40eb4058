import { Directive } from 'type-graphql';

/**
 * Allows responses with this type or field to be cached for four minutes. An import makes them outdated
 * at once; the time only limits how long a change by other means, such as a manual one in the
 * database, goes unnoticed.
 *
 * A response is cached only if every object in it may be, so a type without a hint is never cached.
 */
export const Cacheable = () => Directive('@cacheControl(maxAge: 240)');
