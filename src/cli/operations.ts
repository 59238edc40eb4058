import { rename, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { StartError } from '../errors/start-error.js';
import { buildManifest } from '../graphql/documents/manifest/build-manifest.js';
import { readManifest } from '../graphql/documents/manifest/read-manifest.js';
import { TrustedDocuments } from '../graphql/documents/manifest/trusted-documents.js';
import { makeSchema } from '../schema.js';
import { pluralize } from '../text/pluralize.js';
import type { Terminal } from './output/terminal.js';

/** `records operations build|check`: manifests of persisted operations, without a database. */
export function operationsCommand(terminal: Terminal): Command {
  const build = new Command('build')
    .description('Write the manifest of a folder of .graphql files; nothing when one is at fault.')
    .argument('[folder]', 'where the files are', 'schema/operations')
    .option('--output <file>', 'the manifest', 'schema/persisted-operations.json')
    .action(async (folder: string, { output }: { readonly output: string }) => {
      const manifest = await buildManifest(folder, makeSchema());
      await writeWhole(output, manifest);
      terminal.print(`${output} is written.\n`);
    });
  const check = new Command('check')
    .description('Tell what the schema does not allow in manifests, or folders of .graphql files.')
    .argument('<file...>', 'manifests of Apollo, Relay or codegen, or folders')
    .action(async (files: readonly string[]) => {
      const manifests = await Promise.all(files.map(readManifest));
      await TrustedDocuments.from(manifests, makeSchema());
      const documents = manifests.flatMap((manifest) => manifest.documents);
      terminal.print(
        `${pluralize(documents.length, 'document')} checked; the schema allows all.\n`,
      );
    });
  return new Command('operations')
    .description('Build and check manifests of persisted operations.')
    .addCommand(build)
    .addCommand(check);
}

/** Writes a file so that nobody ever reads half of it. */
async function writeWhole(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${process.pid}.new`;
  try {
    await writeFile(unfinished, text);
    await rename(unfinished, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(`${file} cannot be written (${code}).`, { cause: error });
  }
}
