import { formatNumber, say } from '../words/say.js';
import type { Bars } from './bars.js';
import { barName } from './histogram.jsx';

/** The bars as a table, each with a button that chooses it. */
export function HistogramTable({
  bars,
  unit,
  onChoose,
}: Bars & { readonly onChoose: (at: number) => void }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
    <section class="histogram-table" tabIndex={0} aria-label={say('overTime')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('interval')}</th>
            <th scope="col">{say('records')}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ start, count }, at) =>
            count === 0 ? null : (
              <tr key={start}>
                <th scope="row">
                  <button type="button" class="quiet" onClick={() => onChoose(at)}>
                    {barName(start, unit)}
                  </button>
                </th>
                <td>{formatNumber(count)}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </section>
  );
}
