import { useState } from 'preact/hooks';
import { say } from '../words/say.js';

const shownMs = 2000;

/** Copies a text; absent where the browser does not allow it, as on plain HTTP. */
export function CopyButton({ text }: { readonly text: string }) {
  const [isCopied, setCopied] = useState(false);
  if (!navigator.clipboard) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), shownMs);
  };
  return (
    <button type="button" onClick={() => void copy()}>
      {say(isCopied ? 'copied' : 'copyLink')}
    </button>
  );
}
