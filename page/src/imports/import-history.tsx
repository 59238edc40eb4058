import { useEffect, useState } from 'preact/hooks';
import { PageImportsDocument, type PageImportsQuery } from '../../generated/graphql.js';
import type { Navigate } from '../address/use-address.js';
import { execute } from '../client/execute.js';
import { type ServiceError, toServiceError } from '../client/service-error.js';
import { Failure } from '../states/failure.jsx';
import { formatDate } from '../words/format-date.js';
import { formatNumber, say } from '../words/say.js';

type Edge = PageImportsQuery['imports']['edges'][number];

/** All imports that the viewer may read, latest first. */
export function ImportHistory({ navigate }: { readonly navigate: Navigate }) {
  const { edges, hasMore, error, load } = useImports();
  if (error) return <Failure error={error} retry={() => load()} />;
  if (edges === undefined) return <p class="quiet-text">{say('counting')}</p>;
  return (
    <>
      <h2>{say('importHistory')}</h2>
      {edges.length === 0 && <p>{say('noImports')}</p>}
      {edges.length > 0 && (
        <div class="table">
          <table>
            <thead>
              <tr>
                {(
                  [
                    'number',
                    'source',
                    'started',
                    'received',
                    'inserted',
                    'duplicates',
                    'rejected',
                    'state',
                  ] as const
                ).map((name) => (
                  <th key={name} scope="col">
                    {say(name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {edges.map(({ node }) => (
                <ImportRow key={node.databaseId} node={node} navigate={navigate} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasMore && (
        <button type="button" onClick={() => load(edges.at(-1)?.cursor)}>
          {say('more')}
        </button>
      )}
    </>
  );
}

function ImportRow({
  node,
  navigate,
}: {
  readonly node: Edge['node'];
  readonly navigate: Navigate;
}) {
  return (
    <tr>
      <td>
        <button type="button" class="quiet" onClick={() => navigate({ import: node.databaseId })}>
          {node.databaseId}
        </button>
      </td>
      <td dir="auto">{node.source ?? '–'}</td>
      <td>
        <time dateTime={node.startedAt}>{formatDate(node.startedAt, 'time')}</time>
      </td>
      <td class="number">{formatNumber(node.received)}</td>
      <td class="number">{formatNumber(node.inserted)}</td>
      <td class="number">{formatNumber(node.duplicates)}</td>
      <td class="number">{formatNumber(node.rejected)}</td>
      <td>{say(node.finishedAt == null ? 'unfinished' : 'finished')}</td>
    </tr>
  );
}

function useImports() {
  const [edges, setEdges] = useState<readonly Edge[]>();
  const [hasMore, setMore] = useState(false);
  const [error, setError] = useState<ServiceError>();
  const load = (after?: string) => {
    execute(PageImportsDocument, { ...(after && { after }) }).then(
      ({ imports }) => {
        setError(undefined);
        setEdges((before) => [...(after ? (before ?? []) : []), ...imports.edges]);
        setMore(imports.pageInfo.hasNextPage);
      },
      (found) => setError(toServiceError(found)),
    );
  };
  // Loaded once, then by the button.
  useEffect(() => load(), []);
  return { edges, hasMore, error, load };
}
