import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { say } from '../words/say.js';
import { areKeysOn, setKeysOn } from './keys-setting.js';

const keys = [
  ['/', 'keySearch'],
  ['j k ↑ ↓', 'keyMove'],
  ['PgUp PgDn Home End', 'keyPage'],
  ['Enter', 'keyDetails'],
  ['o', 'keyOpen'],
  ['c', 'keyCopy'],
  ['Esc', 'keyClose'],
  ['f', 'keyFacets'],
  ['h', 'keyHistogram'],
  ['[ ]', 'keyWindow'],
  ['s', 'keyOrder'],
  ['?', 'keyHelp'],
] as const;

/** The keys of the page, with a way to turn them off (WCAG 2.1.4). */
export function KeyHelp({ dialog }: { readonly dialog: RefObject<HTMLDialogElement | null> }) {
  const [isOn, setOn] = useState(areKeysOn);
  return (
    <dialog ref={dialog} class="keys" aria-labelledby="keys-heading">
      <h2 id="keys-heading">{say('keyList')}</h2>
      <dl>
        {keys.map(([key, name]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{say(name)}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={isOn}
          onChange={({ currentTarget }) => {
            setKeysOn(currentTarget.checked);
            setOn(currentTarget.checked);
          }}
        />
        {say('keyboardOn')}
      </label>
      <form method="dialog">
        <button type="submit">{say('close')}</button>
      </form>
    </dialog>
  );
}
