import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

const types = {
  scalars: { ID: 'string', DateTime: 'string', URL: 'string' },
  enumsAsTypes: true,
  useTypeImports: true,
};

const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  emitLegacyCommonJSImports: false,
  importExtension: '.js',
  generates: {
    // What a consumer needs, too: the schema, its own operations, and a folder for what is generated.
    'tests/consumers/generated/': {
      documents: 'tests/consumers/operations/*.graphql',
      preset: 'client',
      // Clients that cache by type, like Apollo's, lose the fields of fragments without them.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: {
        fragmentMasking: false,
        persistedDocuments: { hashAlgorithm: 'sha256' },
      },
      config: types,
    },
    // The page sends ids only: its bundle has neither documents nor GraphQL.js.
    'page/generated/': {
      documents: 'page/operations/*.graphql',
      preset: 'client',
      presetConfig: {
        fragmentMasking: false,
        persistedDocuments: { mode: 'replaceDocumentWithHash', hashAlgorithm: 'sha256' },
      },
      config: { ...types, documentMode: 'string' },
    },
  },
};

export default config;
