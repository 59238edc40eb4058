import { basename } from 'node:path';
import { type DocumentNode, type FragmentDefinitionNode, print } from 'graphql';
import {
  collectFragments,
  fragmentsByName,
  isFragment,
  isOperation,
} from '../../ast/definitions.js';
import { type Manifest, type ManifestDocument, parseDocument } from './manifest-document.js';
import type { ManifestFault } from './manifest-error.js';

/** A `.graphql` file. */
export interface DocumentFile {
  readonly file: string;
  readonly text: string;
}

/**
 * Reads `.graphql` files: each one that contains operations is a document. Fragments can be in any of
 * the files. The name of a file, without its extension, is an id of its document.
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
    const isUnchanged = whole.definitions.length === parsed.definitions.length;
    for (const { name } of fragmentsIn(whole).slice(fragmentsIn(parsed).length)) {
      if (fragments.get(name.value)?.length === 1) continue;
      const reason = `${label} uses the fragment "${name.value}", which several other files define.`;
      faults.push({ file, line: 1, reason });
    }
    const document = isUnchanged ? text.trim() : print(whole);
    return [{ label, ids: [id], text: document, parsed: whole, file, line: undefined }];
  });
  return { documents, faults };
}

/** Adds to a document the fragments that it uses but does not define. */
function addFragments(
  document: DocumentNode,
  fragments: ReadonlyMap<string, readonly FragmentDefinitionNode[]>,
): DocumentNode {
  const { definitions } = document;
  const first = [...fragments].flatMap(([name, [fragment]]) =>
    fragment ? [[name, fragment] as const] : [],
  );
  const available = new Map([...first, ...fragmentsByName(document)]);
  const all = new Set([...definitions, ...collectFragments(definitions, available)]);
  return { ...document, definitions: [...all] };
}

const fragmentsIn = ({ definitions }: DocumentNode) => definitions.filter(isFragment);
