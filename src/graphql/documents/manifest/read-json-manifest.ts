import type { Manifest, ManifestDocument } from './manifest-document.js';
import { apolloFormat, parseDocument } from './manifest-document.js';
import type { ManifestFault } from './manifest-error.js';

interface Entry {
  readonly id: unknown;
  readonly name?: unknown;
  readonly body: unknown;
  /** The client that the id belongs to; without one, it belongs to all other clients. */
  readonly clientName?: unknown;
}

/**
 * Reads a manifest in the format of Apollo's tools, or a map of ids to documents: as strings, which
 * Relay and GraphQL Code Generator write, or with names, as Apollo Kotlin and Apollo iOS do by default.
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
    faults.push({
      file,
      line: Number(line ?? 1),
      reason: `The manifest is not valid JSON: ${message}.`,
    });
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
    reason: `Unknown manifest format; expected {"format": "${apolloFormat}", "version": 1, "operations": [{"id": …, "name": …, "type": …, "body": …}]}, {"id": "document", …} or {"id": {"name": …, "source": "document"}, …}.`,
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
    faults.push({
      file,
      line,
      reason: `The "id" of operation ${index + 1} must be a non-empty string.`,
    });
    return undefined;
  }
  const line = findLine(text, JSON.stringify(id));
  const named =
    typeof name === 'string' && name !== '' ? `"${name}" (id ${id})` : `with the id "${id}"`;
  const label = `The document ${named}`;
  if (typeof body !== 'string') {
    const reason = `${label} must be a string: in "body" in a list of operations; in a map, the value of the id or its "source".`;
    faults.push({ file, line, reason });
    return undefined;
  }
  if (clientName != null && typeof clientName !== 'string') {
    faults.push({ file, line, reason: `${label} has a "clientName" that is not a string.` });
    return undefined;
  }
  const parsed = parseDocument({ label, file, line }, body, faults);
  return (
    parsed && { label, ids: [id], client: clientName || undefined, text: body, parsed, file, line }
  );
}

function findLine(text: string, target: string): number {
  const at = Math.max(0, text.indexOf(target));
  return text.slice(0, at).split('\n').length;
}
