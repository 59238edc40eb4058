import { Command } from 'commander';
import { buildManifest } from '../graphql/documents/manifest/build-manifest.js';
import { readManifest } from '../graphql/documents/manifest/read-manifest.js';
import { TrustedDocuments } from '../graphql/documents/manifest/trusted-documents.js';
import { createSchema } from '../schema.js';
import { pluralize } from '../text/pluralize.js';
import { writeFileAtomically } from './output/atomic-write.js';
import type { Terminal } from './output/terminal.js';

/** `records operations build|check`: manifests of persisted operations. Needs no database. */
export function operationsCommand(terminal: Terminal): Command {
  const build = new Command('build')
    .description(
      'Build the manifest from a folder of .graphql files. Writes nothing if one of them is invalid.',
    )
    .argument('[folder]', 'the folder with the .graphql files', 'schema/operations')
    .option('--output <file>', 'the manifest to write', 'schema/persisted-operations.json')
    .action(async (folder: string, { output }: { readonly output: string }) => {
      const manifest = await buildManifest(folder, createSchema());
      await writeFileAtomically(output, [manifest]);
      terminal.print(`Wrote ${output}.\n`);
    });
  const check = new Command('check')
    .description('Validate manifests, or folders of .graphql files, against the schema.')
    .argument('<file...>', 'manifests made by Apollo, Relay or GraphQL Code Generator, or folders')
    .action(async (files: readonly string[]) => {
      const manifests = await Promise.all(files.map(readManifest));
      await TrustedDocuments.from(manifests, createSchema());
      const documents = manifests.flatMap((manifest) => manifest.documents);
      terminal.print(`${pluralize(documents.length, 'document')} checked; all are valid.\n`);
    });
  return new Command('operations')
    .description('Build and check manifests of persisted operations.')
    .addCommand(build)
    .addCommand(check);
}
