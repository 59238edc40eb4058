import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type PageState, type Sort, sorts } from '../address/page-state.js';
import type { Navigate } from '../address/use-address.js';
import { say } from '../words/say.js';

const debounceMs = 120;

const sortNames = {
  '-date': 'orderNewest',
  date: 'orderOldest',
  '-added': 'orderAddedLast',
  added: 'orderAddedFirst',
} as const;

interface SearchBarProps {
  readonly state: PageState;
  readonly navigate: Navigate;
  /** Called with every letter, before the service is asked. */
  readonly onType: (q: string) => void;
  readonly children?: ComponentChildren;
}

/** The search, the range of dates, and the order. */
export function SearchBar({ state, navigate, onType, children }: SearchBarProps) {
  return (
    <search class="search-bar">
      <QueryField state={state} navigate={navigate} onType={onType} />
      <DateField name="from" state={state} navigate={navigate} />
      <DateField name="to" state={state} navigate={navigate} />
      <label class="field order">
        <span>{say('order')}</span>
        <select
          value={state.sort}
          onChange={({ currentTarget }) => navigate({ sort: currentTarget.value as Sort })}
        >
          {sorts.map((sort) => (
            <option key={sort} value={sort}>
              {say(sortNames[sort])}
            </option>
          ))}
        </select>
      </label>
      {children}
    </search>
  );
}

function QueryField({ state, navigate, onType }: SearchBarProps) {
  const [typed, setTyped] = useState(state.q);
  const sent = useRef(state.q);
  const timer = useRef(0);
  useEffect(() => {
    // Back, a chip or a link has changed the search.
    if (state.q === sent.current) return;
    sent.current = state.q;
    setTyped(state.q);
    onType(state.q);
  }, [state.q, onType]);
  const change = (q: string, delay: number) => {
    setTyped(q);
    onType(q);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      sent.current = q;
      navigate({ q, id: undefined }, 'replace');
    }, delay);
  };
  return (
    <label class="field query">
      <span>{say('search')}</span>
      <input
        type="search"
        name="q"
        value={typed}
        placeholder={say('searchHint')}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        enterkeyhint="search"
        onInput={({ currentTarget }) => change(currentTarget.value, debounceMs)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') change(event.currentTarget.value, 0);
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (event.currentTarget.value === '') event.currentTarget.blur();
          else change('', 0);
        }}
      />
    </label>
  );
}

function DateField({
  name,
  state,
  navigate,
}: Pick<SearchBarProps, 'state' | 'navigate'> & { readonly name: 'from' | 'to' }) {
  return (
    <label class="field">
      <span>{say(name)}</span>
      <input
        type="date"
        name={name}
        min="1000-01-01"
        max="9999-12-31"
        value={state[name] ?? ''}
        onChange={({ currentTarget }) => navigate({ [name]: currentTarget.value || undefined })}
      />
    </label>
  );
}
