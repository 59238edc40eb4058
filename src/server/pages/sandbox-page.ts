import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { exampleOperations } from './examples.js';
import type { PageOptions } from './page-options.js';

// The version that Apollo Server's own landing page loads.
const source =
  'https://embeddable-sandbox.cdn.apollographql.com/v2/embeddable-sandbox.umd.production.min.js';

const style = `
html, body, #sandbox, iframe { width: 100%; height: 100%; margin: 0; border: 0 }
p { margin: 0; padding: 2em; font: 1rem/1.5 system-ui, sans-serif }`;

/** Serves Apollo Sandbox at `/sandbox`. It is loaded from Apollo's servers, as it exists nowhere else. */
export function registerSandboxPage(app: FastifyInstance, { access }: PageOptions): void {
  const { html, headers } = renderSandbox();
  app.get('/sandbox', { config: { access } }, (_request, reply) =>
    reply.headers(headers).send(html),
  );
}

function renderSandbox() {
  const [example] = exampleOperations();
  const options = {
    target: '#sandbox',
    initialState: { ...example, includeCookies: false },
    endpointIsEditable: false,
    runTelemetry: false,
    allowDynamicStyles: false,
  };
  const script = `
if (window.EmbeddedSandbox) {
  document.querySelector('p').remove();
  const initialEndpoint = new URL('graphql', location.href).href;
  new window.EmbeddedSandbox({ ...${toScriptJson(options)}, initialEndpoint });
}`;
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Apollo Sandbox</title>
<style>${style}</style>
</head>
<body>
<p>Apollo Sandbox is being loaded from Apollo’s servers. If they cannot be reached, use
<a href="./ide">the IDE of this service</a>, which needs no other server.</p>
<div id="sandbox"></div>
<script src="${source}"></script>
<script>${script}</script>
</body>
</html>
`;
  return { html, headers: { ...common, 'content-security-policy': policy(script) } };
}

const common = {
  'content-type': 'text/html; charset=utf-8',
};

const policy = (script: string) =>
  [
    "default-src 'none'",
    `script-src ${hashSource(script)} ${source}`,
    `style-src ${hashSource(style)}`,
    'frame-src https://sandbox.embed.apollographql.com',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const hashSource = (text: string) =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** JSON that cannot end the script element around it. */
const toScriptJson = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c');
