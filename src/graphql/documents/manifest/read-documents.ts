import { basename } from 'node:path';
import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  print,
  visit,
} from 'graphql';
import { type Manifest, type ManifestDocument, parsedAt } from './manifest-document.js';
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
    const parsed = parsedAt({ label, file }, text, faults);
    return parsed === undefined ? [] : [{ file, text, parsed }];
  });
  const fragments = Map.groupBy(
    read.flatMap(({ parsed }) => fragmentsIn(parsed)),
    ({ name }) => name.value,
  );
  const documents = read.flatMap(({ file, text, parsed }): ManifestDocument[] => {
    if (!parsed.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION)) return [];
    const id = basename(file).replace(/\.\w+$/, '');
    const label = `The document "${id}"`;
    const whole = completed(parsed, fragments);
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
function completed(
  document: DocumentNode,
  fragments: ReadonlyMap<string, readonly FragmentDefinitionNode[]>,
): DocumentNode {
  const { definitions } = document;
  const first = [...fragments].flatMap(([name, [fragment]]) =>
    fragment ? [[name, fragment] as const] : [],
  );
  const own = fragmentsIn(document).map((fragment) => [fragment.name.value, fragment] as const);
  const all = new Set([...definitions, ...fragmentsOf(definitions, new Map([...first, ...own]))]);
  return { ...document, definitions: [...all] };
}

function fragmentsIn({ definitions }: DocumentNode): FragmentDefinitionNode[] {
  return definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
}

/** The fragments that definitions use, and those that these use, in the order of their use. */
export function fragmentsOf(
  definitions: readonly DefinitionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Set<DefinitionNode> {
  const used = new Set<DefinitionNode>();
  const look = (definition: DefinitionNode) => {
    visit(definition, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (fragment === undefined || used.has(fragment)) return;
        used.add(fragment);
        look(fragment);
      },
    });
  };
  definitions.forEach(look);
  return used;
}
