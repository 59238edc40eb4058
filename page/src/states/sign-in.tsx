import { useId, useRef } from 'preact/hooks';
import { signIn } from '../client/session.js';
import { say } from '../words/say.js';

interface SignInProps {
  /** Whether a token was entered that the service does not accept. */
  readonly wasRefused: boolean;
  readonly onSignIn: () => void;
}

/** Asks for a token. The address stays, so that the search goes on where it was. */
export function SignIn({ wasRefused, onSignIn }: SignInProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  return (
    <form
      class="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        const token = field.current?.value.trim();
        if (!token) return;
        signIn(token);
        onSignIn();
      }}
    >
      <h2>{say('signedOut')}</h2>
      <p id={`${id}-hint`}>{say('signedOutHint')}</p>
      {wasRefused && <p role="alert">{say('tokenRefused')}</p>}
      <label class="field">
        <span>{say('token')}</span>
        <input
          ref={field}
          type="password"
          autocomplete="off"
          spellcheck={false}
          required
          aria-describedby={`${id}-hint`}
        />
      </label>
      <button type="submit" class="primary">
        {say('signIn')}
      </button>
    </form>
  );
}
