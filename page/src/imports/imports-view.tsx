import type { PageState } from '../address/page-state.js';
import type { Navigate } from '../address/use-address.js';
import { ImportDetails } from './import-details.jsx';
import { ImportHistory } from './import-history.jsx';

/** The imports, or one of them with its rejected rows. */
export function ImportsView({
  state,
  navigate,
}: {
  readonly state: PageState;
  readonly navigate: Navigate;
}) {
  return (
    <main class="imports">
      {state.import ? (
        <ImportDetails key={state.import} id={state.import} code={state.code} navigate={navigate} />
      ) : (
        <ImportHistory navigate={navigate} />
      )}
    </main>
  );
}
