import { hash } from 'node:crypto';
import { type GraphQLSchema, specifiedRules, validate } from 'graphql';
import { isOperation } from '../../ast/definitions.js';
import { knownOperationType } from '../known-operation-type.js';
import { type ManifestDocument, toFault } from './manifest-document.js';
import type { ManifestFault } from './manifest-error.js';

const rules = [...specifiedRules, knownOperationType];

/** The reasons why a document is not valid against the schema. */
export function checkDocument(schema: GraphQLSchema, document: ManifestDocument): ManifestFault[] {
  const faults = validate(schema, document.parsed, rules).map((error) =>
    toFault(document, error, 'does not match the schema'),
  );
  const { label, file, line = 1 } = document;
  if (!document.parsed.definitions.some(isOperation)) {
    faults.push({ file, line, reason: `${label} contains no operation.` });
  }
  return faults;
}

/** Checks that ids that start with `sha256:` are the hash of their document. */
export function checkIds({ ids, text, label, file, line = 1 }: ManifestDocument): ManifestFault[] {
  const sha256 = `sha256:${hash('sha256', text)}`;
  return ids.some((id) => id.startsWith('sha256:') && id !== sha256)
    ? [{ file, line, reason: `${label} does not have the SHA-256 hash that its id claims.` }]
    : [];
}
