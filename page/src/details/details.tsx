import type { Navigate } from '../address/use-address.js';
import type { ServiceError } from '../client/service-error.js';
import { formatRecordDate } from '../words/format-date.js';
import { say } from '../words/say.js';
import { CopyButton } from './copy-button.jsx';
import { type Neighbour, type RecordDetails, useDetails } from './use-details.js';

interface DetailsProps {
  readonly id: string;
  readonly navigate: Navigate;
}

/** The record that is open, with where it came from and what is near it. */
export function Details({ id, navigate }: DetailsProps) {
  const { details, error } = useDetails(id);
  return (
    <aside class="details" id="details" aria-label={say('details')}>
      <button
        type="button"
        class="close"
        aria-label={say('close')}
        onClick={() => navigate({ id: undefined })}
      >
        <span aria-hidden="true">×</span>
      </button>
      {error && <DetailsError error={error} />}
      {details && <Content details={details} navigate={navigate} />}
    </aside>
  );
}

const DetailsError = ({ error }: { readonly error: ServiceError }) => (
  <p role="alert">{error.message}</p>
);

function Content({
  details: { record, origin, neighbours },
  navigate,
}: {
  readonly details: RecordDetails;
  readonly navigate: Navigate;
}) {
  const { host, recordCount } = record.site;
  return (
    <>
      <h2 dir="auto">{record.title}</h2>
      <p class="link">
        <a href={record.uri} target="_blank" rel="noopener noreferrer" dir="ltr">
          {record.uri}
        </a>
      </p>
      <p class="actions">
        <CopyButton text={record.uri} />
        <button type="button" onClick={() => navigate({ sites: [host], id: undefined })}>
          {say('onlySite')}
        </button>
      </p>
      <dl>
        <dt>{say('date')}</dt>
        <dd>
          {formatRecordDate(record.date)} <small>{record.date}</small>
        </dd>
        <dt>{say('number')}</dt>
        <dd>{record.databaseId}</dd>
        {origin && (
          <>
            <dt>{say('storedBy')}</dt>
            <dd>
              <button
                type="button"
                class="quiet"
                onClick={() =>
                  navigate({ view: 'imports', import: origin.databaseId, id: undefined })
                }
              >
                {origin.source
                  ? say('importNamed', { number: origin.databaseId, source: origin.source })
                  : say('importUnnamed', { number: origin.databaseId })}
              </button>
            </dd>
          </>
        )}
      </dl>
      {neighbours && (
        <>
          <Neighbours name={say('later')} records={neighbours.later.nodes} navigate={navigate} />
          <Neighbours
            name={say('earlier')}
            records={neighbours.earlier.nodes}
            navigate={navigate}
          />
          <Neighbours
            name={say('sameSite', { count: recordCount, site: host })}
            records={neighbours.sameSite.nodes}
            navigate={navigate}
          />
        </>
      )}
    </>
  );
}

function Neighbours({
  name,
  records,
  navigate,
}: {
  readonly name: string;
  readonly records: readonly Neighbour[];
  readonly navigate: Navigate;
}) {
  if (records.length === 0) return null;
  return (
    <section>
      <h3>{name}</h3>
      <ul class="neighbours">
        {records.map(({ databaseId, title, date }) => (
          <li key={databaseId}>
            <button type="button" class="quiet" onClick={() => navigate({ id: databaseId })}>
              <span dir="auto">{title}</span> <small>{formatRecordDate(date)}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
