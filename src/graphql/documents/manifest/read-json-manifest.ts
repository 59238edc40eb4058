import type { Manifest, ManifestDocument } from './manifest-document.js';
import { parseDocument } from './manifest-document.js';
import type { ManifestFault } from './manifest-error.js';

const apolloFormat = 'apollo-persisted-query-manifest';

interface Entry {
  readonly id: unknown;
  readonly name?: unknown;
  readonly body: unknown;
  /** The client whose id it is; of all others, where there is none. */
  readonly clientName?: unknown;
}

/**
 * Reads a manifest as Apollo's tools write it, or a map of ids to documents: as texts, which Relay
 * and codegen write, or with their names, as Apollo Kotlin and Apollo iOS do unless told otherwise.
 */
export function readJsonManifest(file: string, text: string): Manifest {
  const faults: ManifestFault[] = [];
  const entries = readEntries(file, text, faults);
  const documents = entries.flatMap((entry, index) => {
    const document = readDocument(entry, index, { file, text }, faults);
    return document === undefined ? [] : [document];
  });
  return { documents, faults };
}

function readEntries(file: string, text: string, faults: ManifestFault[]): readonly Entry[] {
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
    return Object.entries(json as object).map(([id, value]) => toEntry(id, value));
  }
  faults.push({
    file,
    line: 1,
    reason: `It is no manifest that is known; {"format": "${apolloFormat}", "version": 1, "operations": [{"id": …, "name": …, "type": …, "body": …}]} {"id": "document", …} or {"id": {"name": …, "source": "document"}, …} is wanted.`,
  });
  return [];
}

function toEntry(id: string, value: unknown): Entry {
  if (typeof value !== 'object' || value === null) return { id, body: value };
  const { name, source } = value as { readonly name?: unknown; readonly source?: unknown };
  return { id, name, body: source };
}

function readDocument(
  { id, name, body, clientName }: Entry,
  index: number,
  { file, text }: { readonly file: string; readonly text: string },
  faults: ManifestFault[],
): ManifestDocument | undefined {
  if (typeof id !== 'string' || id === '') {
    const line = findLine(text, '"operations"');
    faults.push({ file, line, reason: `Operation ${index + 1} has no "id" that is a text.` });
    return undefined;
  }
  const line = findLine(text, JSON.stringify(id));
  const named =
    typeof name === 'string' && name !== '' ? `"${name}" (id ${id})` : `of the id "${id}"`;
  const label = `The document ${named}`;
  if (typeof body !== 'string') {
    const reason = `${label} is no text. It stands in "body" in a list of operations, and in a map in the id's value or in its "source".`;
    faults.push({ file, line, reason });
    return undefined;
  }
  if (clientName != null && typeof clientName !== 'string') {
    faults.push({ file, line, reason: `${label} has a "clientName" that is no text.` });
    return undefined;
  }
  const parsed = parseDocument({ label, file, line }, body, faults);
  return (
    parsed && { label, ids: [id], client: clientName || undefined, text: body, parsed, file, line }
  );
}

function findLine(text: string, wanted: string): number {
  const at = Math.max(0, text.indexOf(wanted));
  return text.slice(0, at).split('\n').length;
}
