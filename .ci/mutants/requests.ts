import { listMutants } from './mutant.ts';

const attacks = 'tests/viewer/attacks/';
const documents = `${attacks}documents.test`;
const objects = `${attacks}objects.test`;
const routeAccess = 'tests/viewer/route-access';
const scopes = 'tests/viewer/scopes.test';
const forgotten = 'tests/viewer/forgotten-directives';
const caching = 'tests/viewer/caching.test';
const importFilter = 'tests/viewer/import-filter.test';

/** Checks of what requests require. */
export const requestMutants = listMutants({
  'src/graphql/graphql-service.ts': [
    [
      'scopes are checked before the cache is asked',
      'if (document) checkScopes(viewer, scopes.find(document, plan.operationName));',
      '',
      documents,
      scopes,
    ],
    [
      'documents that are not known are executed, and so checked',
      'const isChecked = document !== undefined || viewer === everyone;',
      'const isChecked = true;',
      documents,
      caching,
    ],
    [
      'a refusal takes the place of the response',
      'if (made.refusal) throw made.refusal;',
      '',
      scopes,
    ],
    [
      'caches between must not keep what a token was needed for',
      "const isPrivate = viewer.kind !== 'anonymous';",
      'const isPrivate = false;',
      caching,
    ],
  ],
  'src/graphql/plugins/access-plugin.ts': [
    [
      'scopes are checked before execution',
      'notes.viewer.check((viewer) => checkScopes(viewer, [...required, ...ofVariables]));',
      '',
      documents,
      scopes,
    ],
    [
      'scopes of variables are checked',
      'checkScopes(viewer, [...required, ...ofVariables])',
      'checkScopes(viewer, required)',
      scopes,
    ],
    [
      'scopes of documents are checked before execution',
      'checkScopes(viewer, [...required, ...ofVariables])',
      'checkScopes(viewer, ofVariables)',
      documents,
    ],
    [
      'a response for which variables decided is personal',
      'if (ofVariables.length > 0) notes.viewer.read();',
      '',
      forgotten,
    ],
  ],
  'src/records/graphql/import-filter-scopes.ts': [
    [
      'a filter by an import requires a scope of imports',
      'return isUsed ? [readImports] : [];',
      'return isUsed ? [] : [];',
      importFilter,
    ],
    [
      'a filter in a variable counts',
      'filters.isWritten || filters.variables.some((name) => namesImport(variables[name]));',
      'filters.isWritten;',
      importFilter,
    ],
    [
      'a filter in the document counts',
      "if (name.value === 'import' && value.kind !== Kind.NULL) isWritten = true;",
      '',
      importFilter,
    ],
  ],
  'src/records/query/filter-to-condition.ts': [
    [
      'the import of somebody else has no records',
      'importId !== undefined && readable.has(importId)',
      'importId !== undefined',
      importFilter,
    ],
  ],
  'src/nodes/node-scopes.ts': [
    [
      'the node of an import requires a scope of imports',
      "Import: [['imports:read'], ['imports:read-all']],",
      "Import: [['records:read']],",
      scopes,
    ],
    [
      'the node of a record requires a scope of records',
      "Record: [['records:read']],",
      'Record: [[]],',
      caching,
    ],
    ['nodes are checked like node', '/^nodes?$/', '/^node$/', scopes],
  ],
  'src/graphql/access/document-scopes.ts': [
    ['fields require their scopes', 'if (field) add(readRequiredScopes(field));', '', forgotten],
    [
      'types of fields require their scopes',
      'addType(getNamedType(types.getType()));\n        const isIntrospection',
      'const isIntrospection',
      forgotten,
    ],
    [
      'types of inline fragments require their scopes',
      'InlineFragment() {\n        addType(getNamedType(types.getType()));',
      'InlineFragment() {',
      documents,
    ],
    [
      'types of fragments require their scopes',
      'addType(types.getType() as GraphQLNamedType);',
      '',
      documents,
    ],
    ['fragments count', 'current.fragments.add(name.value);', '', documents, scopes],
    ['introspection requires ops in production', "add(requireScope('ops'))", '{}', documents],
    [
      'an operation that is not named is any of them',
      'return named ?? [...known.values()].flat();',
      'return named ?? [...known.values()][0] ?? [];',
      documents,
    ],
  ],
  'src/server/route-access.ts': [
    ['routes require their scopes', 'checkScopes(viewer, [access]);', '', scopes, objects],
    [
      'routes without access cannot be registered',
      'if (config?.access === undefined) {',
      'if (false) {',
      routeAccess,
    ],
  ],
  'src/viewer/scopes.ts': [
    [
      'all scopes of an alternative are needed',
      'all.every((scope)',
      'all.some((scope)',
      routeAccess,
    ],
  ],
});
