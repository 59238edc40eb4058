/** A title as received, and the title that is stored or the code with which it is refused. */
export interface TitleCase {
  readonly id: string;
  readonly rule: 'MUST' | 'SHOULD';
  readonly received: string | null | undefined;
  readonly outcome: { readonly stored: string } | { readonly code: string };
}

const stored = (title: string) => ({ stored: title });
const missing = { code: 'TITLE_MISSING' };
const tooLong = { code: 'TITLE_TOO_LONG' };

/** The rules for titles. A new case is a new line. */
export const titleCases: readonly TitleCase[] = [
  { id: 'T01', rule: 'MUST', received: '  A title \n', outcome: stored('A title') },
  { id: 'T02', rule: 'MUST', received: 'A \t\r\n  title', outcome: stored('A title') },
  { id: 'T03', rule: 'MUST', received: '\u00a0A\u00a0\u3000B\u00a0', outcome: stored('A B') },
  { id: 'T04', rule: 'SHOULD', received: '\ufeffA title', outcome: stored('A title') },
  { id: 'T05', rule: 'SHOULD', received: '\u0000A\u0007B\u0085', outcome: stored('A B') },
  { id: 'T06', rule: 'MUST', received: 'Cafe\u0301', outcome: stored('Caf\u00e9') },
  { id: 'T07', rule: 'MUST', received: '\u212b', outcome: stored('\u00c5') },
  { id: 'T08', rule: 'MUST', received: '\ufb01', outcome: stored('\ufb01') },
  {
    id: 'T09',
    rule: 'MUST',
    received: "<b>'; drop table record; --",
    outcome: stored("<b>'; drop table record; --"),
  },
  {
    id: 'T10',
    rule: 'MUST',
    received: '👨\u200d👩\u200d👧',
    outcome: stored('👨\u200d👩\u200d👧'),
  },
  { id: 'T11', rule: 'SHOULD', received: 'A\ud800B', outcome: stored('A\ufffdB') },
  { id: 'T12', rule: 'SHOULD', received: '\udc00\ud800', outcome: stored('\ufffd\ufffd') },
  { id: 'T13', rule: 'MUST', received: 'null', outcome: stored('null') },

  { id: 'T20', rule: 'MUST', received: 'x'.repeat(255), outcome: stored('x'.repeat(255)) },
  { id: 'T21', rule: 'MUST', received: 'x'.repeat(256), outcome: tooLong },
  { id: 'T22', rule: 'MUST', received: '😀'.repeat(255), outcome: stored('😀'.repeat(255)) },
  { id: 'T23', rule: 'MUST', received: '😀'.repeat(256), outcome: tooLong },
  { id: 'T24', rule: 'MUST', received: 'e\u0301'.repeat(255), outcome: stored('é'.repeat(255)) },
  { id: 'T25', rule: 'MUST', received: 'e\u0301'.repeat(256), outcome: tooLong },
  {
    id: 'T26',
    rule: 'MUST',
    received: `${'x\u0301'.repeat(127)}x`,
    outcome: stored(`${'x\u0301'.repeat(127)}x`),
  },
  { id: 'T27', rule: 'MUST', received: 'x\u0301'.repeat(128), outcome: tooLong },
  {
    id: 'T28',
    rule: 'MUST',
    received: `${' '.repeat(300)}${'x'.repeat(255)}\n`,
    outcome: stored('x'.repeat(255)),
  },
  {
    id: 'T29',
    rule: 'MUST',
    received: 'α\u0313\u0301\u0345'.repeat(255),
    outcome: stored('\u1f84'.repeat(255)),
  },
  { id: 'T30', rule: 'MUST', received: 'a  b'.repeat(85), outcome: stored('a b'.repeat(85)) },
  { id: 'T31', rule: 'MUST', received: 'x'.repeat(1_000_000), outcome: tooLong },

  { id: 'T40', rule: 'MUST', received: undefined, outcome: missing },
  { id: 'T41', rule: 'MUST', received: null, outcome: missing },
  { id: 'T42', rule: 'MUST', received: '', outcome: missing },
  { id: 'T43', rule: 'MUST', received: ' \t\r\n\u00a0\u3000\u2028', outcome: missing },
  { id: 'T44', rule: 'MUST', received: '\u0000\u001f\u007f\u0085', outcome: missing },
  { id: 'T45', rule: 'SHOULD', received: '\u200b\u200d\u2060\ufeff', outcome: missing },
  { id: 'T46', rule: 'SHOULD', received: '\u00ad', outcome: missing },
  { id: 'T47', rule: 'SHOULD', received: '\u3164\u115f\u1160\uffa0', outcome: missing },
  { id: 'T48', rule: 'SHOULD', received: '\u2800 \u2800', outcome: missing },
  { id: 'T49', rule: 'SHOULD', received: '\ufe0f\u034f\u180b', outcome: missing },
  { id: 'T50', rule: 'SHOULD', received: '\u{e0001}\u{e0041}', outcome: missing },
  { id: 'T51', rule: 'SHOULD', received: '\u202e \u202c', outcome: missing },
];
