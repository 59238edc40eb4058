import type { Manifest, ManifestDocument } from './manifest-document.js';
import { parsedAt } from './manifest-document.js';
import type { ManifestFault } from './manifest-error.js';

const apolloFormat = 'apollo-persisted-query-manifest';

interface Entry {
  readonly id: unknown;
  readonly name?: unknown;
  readonly body: unknown;
}

/** Reads a manifest as Apollo's tools write it, or the map of ids to documents that Relay's and codegen write. */
export function readJsonManifest(file: string, text: string): Manifest {
  const faults: ManifestFault[] = [];
  const entries = entriesIn(file, text, faults);
  const documents = entries.flatMap((entry, index) => {
    const document = documentOf(entry, index, { file, text }, faults);
    return document === undefined ? [] : [document];
  });
  return { documents, faults };
}

function entriesIn(file: string, text: string, faults: ManifestFault[]): readonly Entry[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const { message } = error as SyntaxError;
    const [, line] = /\(line (\d+) column \d+\)$/.exec(message) ?? [];
    faults.push({ file, line: Number(line ?? 1), reason: `It is no JSON: ${message}.` });
    return [];
  }
  const { format, version, operations } = (json ?? {}) as Readonly<Record<string, unknown>>;
  if (format === apolloFormat && version === 1 && Array.isArray(operations)) {
    return operations.map((operation) => operation ?? {});
  }
  const isMap = typeof json === 'object' && json !== null && !Array.isArray(json);
  if (isMap && format === undefined) {
    return Object.entries(json as object).map(([id, body]) => ({ id, body }));
  }
  faults.push({
    file,
    line: 1,
    reason: `It is no manifest that is known; {"format": "${apolloFormat}", "version": 1, "operations": [{"id": …, "name": …, "type": …, "body": …}]} or {"id": "document", …} is wanted.`,
  });
  return [];
}

function documentOf(
  { id, name, body }: Entry,
  index: number,
  { file, text }: { readonly file: string; readonly text: string },
  faults: ManifestFault[],
): ManifestDocument | undefined {
  if (typeof id !== 'string' || id === '') {
    const line = lineOf(text, '"operations"');
    faults.push({ file, line, reason: `Operation ${index + 1} has no "id" that is a text.` });
    return undefined;
  }
  const line = lineOf(text, JSON.stringify(id));
  const named =
    typeof name === 'string' && name !== '' ? `"${name}" (id ${id})` : `of the id "${id}"`;
  const label = `The document ${named}`;
  if (typeof body !== 'string') {
    faults.push({ file, line, reason: `${label} is no text.` });
    return undefined;
  }
  const parsed = parsedAt({ label, file, line }, body, faults);
  return parsed && { label, ids: [id], text: body, parsed, file, line };
}

function lineOf(text: string, wanted: string): number {
  const at = Math.max(0, text.indexOf(wanted));
  return text.slice(0, at).split('\n').length;
}
