import { useEffect, useState } from 'preact/hooks';
import { PageImportDocument, type PageImportQuery } from '../../generated/graphql.js';
import type { Navigate } from '../address/use-address.js';
import { execute } from '../client/execute.js';
import { ServiceError, toServiceError } from '../client/service-error.js';
import { Failure } from '../states/failure.jsx';
import { formatDate } from '../words/format-date.js';
import { formatNumber, say } from '../words/say.js';
import { RejectedRows } from './rejected-rows.jsx';

/** An import that is shown. */
export type ShownImport = NonNullable<PageImportQuery['import']>;

interface ImportDetailsProps {
  readonly id: string;
  readonly code: string | undefined;
  readonly navigate: Navigate;
}

/** One import: its counts, the reasons why rows were rejected, and these rows. */
export function ImportDetails({ id, code, navigate }: ImportDetailsProps) {
  const [found, setFound] = useState<ShownImport>();
  const [error, setError] = useState<ServiceError>();
  const load = () => {
    execute(PageImportDocument, { id })
      .then((data) => {
        if (data.import == null)
          throw new ServiceError(`There is no import ${id}.`, 'NOT_FOUND', 404);
        setFound(data.import);
        setError(undefined);
      })
      .catch((thrown) => setError(toServiceError(thrown)));
  };
  // Loaded once; the key of the element is the id.
  useEffect(load, []);
  const back = (
    <button
      type="button"
      class="quiet"
      onClick={() => navigate({ import: undefined, code: undefined })}
    >
      ← {say('back')}
    </button>
  );
  if (error) {
    return (
      <>
        {back}
        <Failure error={error} retry={load} />
      </>
    );
  }
  if (found === undefined) return <p class="quiet-text">{say('counting')}</p>;
  const showRecords = () => navigate({ view: 'records', import: id, code: undefined });
  return (
    <>
      {back}
      <h2 dir="auto">
        {found.source
          ? say('importNamed', { number: id, source: found.source })
          : say('importUnnamed', { number: id })}
      </h2>
      <p class="quiet-text">
        <time dateTime={found.startedAt}>{formatDate(found.startedAt, 'time')}</time>
        {found.finishedAt == null && ` · ${say('unfinished')}`}
      </p>
      <dl class="counts">
        {(['received', 'inserted', 'duplicates', 'rejected'] as const).map((name) => (
          <div key={name}>
            <dt>{say(name)}</dt>
            <dd>{formatNumber(found[name])}</dd>
          </div>
        ))}
      </dl>
      <p class="actions">
        <button type="button" onClick={showRecords} disabled={found.inserted === 0}>
          {say('showRecords')}
        </button>
      </p>
      <RejectedRows found={found} code={code} navigate={navigate} />
    </>
  );
}
