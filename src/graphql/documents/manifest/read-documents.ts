import { basename } from 'node:path';
import { type DocumentNode, type FragmentDefinitionNode, print } from 'graphql';
import { collectFragments, isFragment, isOperation } from '../../ast/definitions.js';
import { type Manifest, type ManifestDocument, parseDocument } from './manifest-document.js';
import type { ManifestFault } from './manifest-error.js';

/** A file of GraphQL. */
export interface DocumentFile {
  readonly file: string;
  readonly text: string;
}

/**
 * Reads files of GraphQL, of which each that has operations is one document. Fragments may stand in
 * any of the files. The name of a file, without its ending, is an id of its document.
 */
export function readDocuments(files: readonly DocumentFile[]): Manifest {
  const faults: ManifestFault[] = [];
  const read = files.flatMap(({ file, text }) => {
    const label = 'The document';
    const parsed = parseDocument({ label, file }, text, faults);
    return parsed === undefined ? [] : [{ file, text, parsed }];
  });
  const fragments = Map.groupBy(
    read.flatMap(({ parsed }) => fragmentsIn(parsed)),
    ({ name }) => name.value,
  );
  const documents = read.flatMap(({ file, text, parsed }): ManifestDocument[] => {
    if (!parsed.definitions.some(isOperation)) return [];
    const id = basename(file).replace(/\.\w+$/, '');
    const label = `The document "${id}"`;
    const whole = addFragments(parsed, fragments);
    const isWhole = whole.definitions.length === parsed.definitions.length;
    for (const { name } of fragmentsIn(whole).slice(fragmentsIn(parsed).length)) {
      if (fragments.get(name.value)?.length === 1) continue;
      const reason = `${label} uses the fragment "${name.value}" of another file, which several files define.`;
      faults.push({ file, line: 1, reason });
    }
    const document = isWhole ? text.trim() : print(whole);
    return [{ label, ids: [id], text: document, parsed: whole, file, line: undefined }];
  });
  return { documents, faults };
}

/** A document together with the fragments that it uses and does not define. */
function addFragments(
  document: DocumentNode,
  fragments: ReadonlyMap<string, readonly FragmentDefinitionNode[]>,
): DocumentNode {
  const { definitions } = document;
  const first = [...fragments].flatMap(([name, [fragment]]) =>
    fragment ? [[name, fragment] as const] : [],
  );
  const own = fragmentsIn(document).map((fragment) => [fragment.name.value, fragment] as const);
  const all = new Set([
    ...definitions,
    ...collectFragments(definitions, new Map([...first, ...own])),
  ]);
  return { ...document, definitions: [...all] };
}

const fragmentsIn = ({ definitions }: DocumentNode) => definitions.filter(isFragment);
