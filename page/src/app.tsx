import { useEffect, useRef } from 'preact/hooks';
import { useAddress } from './address/use-address.js';
import { ImportsView } from './imports/imports-view.jsx';
import { KeyHelp } from './keys/key-help.jsx';
import { RecordsView } from './search/records-view.jsx';
import { say } from './words/say.js';

/** The whole page. */
export function App() {
  const { state, dropped, navigate } = useAddress();
  const help = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    document.title = state.q ? `${state.q} – ${say('title')}` : say('title');
  }, [state.q]);
  const isRecords = state.view === 'records';
  return (
    <>
      <header class="top">
        <h1>
          <a
            href="./"
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              navigate({ ...cleared, view: 'records' });
            }}
          >
            {say('title')}
          </a>
        </h1>
        <nav>
          <button
            type="button"
            class="quiet"
            aria-current={isRecords ? undefined : 'page'}
            onClick={() => navigate({ ...cleared, view: isRecords ? 'imports' : 'records' })}
          >
            {say(isRecords ? 'imports' : 'records')}
          </button>
          <button type="button" class="quiet" onClick={() => help.current?.showModal()}>
            {say('keys')}
          </button>
        </nav>
      </header>
      {dropped.length > 0 && (
        <p class="notice" role="status">
          {dropped.map((name) => say('droppedPart', { name })).join(' ')}
        </p>
      )}
      {isRecords ? (
        <RecordsView state={state} navigate={navigate} onHelp={() => help.current?.showModal()} />
      ) : (
        <ImportsView state={state} navigate={navigate} />
      )}
      <KeyHelp dialog={help} />
    </>
  );
}

const cleared = {
  q: '',
  from: undefined,
  to: undefined,
  sites: [],
  withoutSites: [],
  id: undefined,
  import: undefined,
  code: undefined,
} as const;
