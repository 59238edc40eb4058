import { registerHooks } from 'node:module';

// Run by Node itself in a child process, which takes types away but does not turn `.js` into `.ts`.
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier.startsWith('.') ? specifier.replace(/\.js$/, '.ts') : specifier, context),
});

const { parseDate } = await import('../../src/dates/parse-date.js');
const { readCaseZones } = await import('./date-case.js');
const { dateCases } = await import('./date-cases.js');

const outcomes = Object.values(dateCases)
  .flat()
  .map(([text, , dateOrder, zones]) => {
    const parsed = parseDate(text, { dateOrder, zones: readCaseZones(zones) });
    return 'instant' in parsed ? parsed.instant.toISOString() : parsed.code;
  });

// The zone in use proves that the variable TZ took effect.
const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
process.stdout.write(JSON.stringify({ timeZone, outcomes }));
