import { useEffect, useState } from 'preact/hooks';
import type { ServiceError } from '../client/service-error.js';
import { isSignedIn } from '../client/session.js';
import { say } from '../words/say.js';
import { SignIn } from './sign-in.jsx';

interface FailureProps {
  readonly error: ServiceError;
  readonly retry: () => void;
}

/** Why there is no answer, and what can be done. */
export function Failure({ error, retry }: FailureProps) {
  if (error.status === 401) return <SignIn wasRefused={isSignedIn()} onSignIn={retry} />;
  const wasUpdated =
    error.code === 'PERSISTED_DOCUMENT_NOT_FOUND' || error.code === 'DOCUMENT_ID_REQUIRED';
  return (
    <div class="failure" role="alert">
      <p class="headline">{say(headline(error, wasUpdated))}</p>
      <p>{error.message}</p>
      <p>
        {wasUpdated ? (
          <button type="button" onClick={() => location.reload()}>
            {say('reload')}
          </button>
        ) : (
          <button type="button" onClick={retry}>
            {say('tryAgain')}
          </button>
        )}{' '}
        {error.isTemporary && <Countdown key={String(Date.now())} error={error} retry={retry} />}
      </p>
      <p>
        <small>
          {error.requestId
            ? say('codeAndRequest', { code: error.code, request: error.requestId })
            : say('code', { code: error.code })}
        </small>
      </p>
    </div>
  );
}

function headline({ code, status }: ServiceError, wasUpdated: boolean) {
  if (wasUpdated) return 'updated';
  if (code === 'OFFLINE') return 'unreachable';
  if (status === 403) return 'mayNot';
  if (status === 429) return 'tooMany';
  return status === 503 ? 'databaseAway' : 'failed';
}

const defaultRetrySeconds = 5;

/** Tries again after the seconds that the service asks for. */
function Countdown({ error, retry }: FailureProps) {
  const [left, setLeft] = useState(Math.ceil(error.retrySeconds ?? defaultRetrySeconds));
  useEffect(() => {
    const timer = setTimeout(() => (left > 1 ? setLeft(left - 1) : retry()), 1000);
    return () => clearTimeout(timer);
  }, [left, retry]);
  return <span class="quiet-text">{say('tryingAgain', { count: left })}</span>;
}
