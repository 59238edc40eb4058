import type { Navigate } from '../address/use-address.js';
import { formatNumber, say } from '../words/say.js';
import type { ShownImport } from './import-details.jsx';

type Rejection = ShownImport['rejections'][number];

const fields = ['title', 'uri', 'date'] as const;

interface RejectedRowsProps {
  readonly found: ShownImport;
  readonly code: string | undefined;
  readonly navigate: Navigate;
}

/** The rejected rows of an import, as received, with each reason under the value that it is about. */
export function RejectedRows({ found, code, navigate }: RejectedRowsProps) {
  if (found.rejected === 0) return <p>{say('noneRejected')}</p>;
  const rows = found.rejections.filter(
    ({ reasons }) => code === undefined || reasons.some((reason) => reason.code === code),
  );
  return (
    <section aria-labelledby="rejected-heading">
      <h3 id="rejected-heading">{say('rejectedRows')}</h3>
      <p class="chips">
        <button
          type="button"
          class="chip"
          aria-pressed={code === undefined}
          onClick={() => navigate({ code: undefined })}
        >
          {say('allReasons')}
        </button>
        {found.reasonCounts.map((reason) => (
          <button
            key={reason.code}
            type="button"
            class="chip"
            aria-pressed={code === reason.code}
            onClick={() => navigate({ code: reason.code })}
          >
            {reason.code} <span class="number">{formatNumber(reason.count)}</span>
          </button>
        ))}
      </p>
      <div class="table">
        <table class="rejected">
          <thead>
            <tr>
              <th scope="col">{say('line')}</th>
              <th scope="col">{say('recordTitle')}</th>
              <th scope="col">{say('address')}</th>
              <th scope="col">{say('date')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <RejectedRow key={row.index} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {found.rejectionsNotKept > 0 && <p>{say('notKept', { count: found.rejectionsNotKept })}</p>}
    </section>
  );
}

function RejectedRow({ row }: { readonly row: Rejection }) {
  const reasonsOf = (field: string) => row.reasons.filter((reason) => reason.field === field);
  const ofRow = row.reasons.filter(({ field }) => !fields.includes(field as 'title'));
  return (
    <tr>
      <th scope="row">
        {row.line ?? row.index + 1}
        <Reasons reasons={ofRow} />
      </th>
      {fields.map((field) => (
        <td key={field} class={reasonsOf(field).length > 0 ? 'faulty' : ''}>
          <span dir="auto">{row[field] ?? '–'}</span>
          <Reasons reasons={reasonsOf(field)} />
        </td>
      ))}
    </tr>
  );
}

function Reasons({ reasons }: { readonly reasons: Rejection['reasons'] }) {
  if (reasons.length === 0) return null;
  return (
    <ul class="reasons">
      {reasons.map(({ code, message }) => (
        <li key={code}>{message}</li>
      ))}
    </ul>
  );
}
