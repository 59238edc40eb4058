import autocannon from 'autocannon';

// Does as wrk.lua does, where wrk is not installed.
const { LOAD_URL, LOAD_METHOD, LOAD_SECONDS, LOAD_CONNECTIONS } = process.env;
const { LOAD_BODY_BEFORE = '', LOAD_BODY_AFTER, LOAD_TOKEN } = process.env;
let count = Math.floor(Math.random() * 1e6) * 1000;
const result = await autocannon({
  url: LOAD_URL,
  connections: Number(LOAD_CONNECTIONS),
  duration: Number(LOAD_SECONDS),
  method: LOAD_METHOD,
  headers: {
    'content-type': 'application/json',
    'apollo-require-preflight': '1',
    ...(LOAD_TOKEN !== undefined && { authorization: `Bearer ${LOAD_TOKEN}` }),
  },
  ...(LOAD_METHOD === 'POST' && { body: LOAD_BODY_BEFORE }),
  ...(LOAD_BODY_AFTER !== undefined && {
    requests: [
      {
        setupRequest(request) {
          const number = String(count++ % 1e9).padStart(9, '0');
          return { ...request, body: `${LOAD_BODY_BEFORE}${number}${LOAD_BODY_AFTER}` };
        },
      },
    ],
  }),
});
const { requests, latency, non2xx, errors } = result;
const summary = { perSecond: requests.average, p99: latency.p99, failed: non2xx + errors };
process.stdout.write(`\nresult ${JSON.stringify(summary)}\n`);
