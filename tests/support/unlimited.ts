/** Settings of a service for tests that ask for more at once than clients may. */
export const unlimited = {
  LIMIT_TOKENS: '100000',
  LIMIT_ALIASES: '10000',
  LIMIT_ROOT_FIELDS: '10000',
  LIMIT_FIELDS: '100000',
  LIMIT_COST: '999999999',
};
