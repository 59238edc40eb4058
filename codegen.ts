import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

// What a consumer needs, too: the schema, its own operations, and a folder for what is generated.
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'tests/consumers/operations/*.graphql',
  emitLegacyCommonJSImports: false,
  importExtension: '.js',
  generates: {
    'tests/consumers/generated/': {
      preset: 'client',
      // Clients that cache by type, like Apollo's, lose the fields of fragments without them.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: {
        fragmentMasking: false,
        persistedDocuments: { hashAlgorithm: 'sha256' },
      },
      config: {
        scalars: { ID: 'string', DateTime: 'string', URL: 'string' },
        enumsAsTypes: true,
        useTypeImports: true,
      },
    },
  },
};

export default config;
