import { apolloManifest, createManifestFolder, type ManifestFolder } from './manifests.js';
import { type Service, startService } from './service.js';

/** A service with a manifest of its own, which {@link Service.stop} removes. */
export interface OperationsService extends Service {
  /** Where the manifest is, as `manifest.json`. */
  readonly folder: ManifestFolder;
  /** The lines of its log so far, if `env` has a `LOG_LEVEL`. */
  readonly log: string[];
}

/**
 * Starts a service whose manifest contains these documents.
 *
 * @param documents texts, which get their hashes as ids, or a whole manifest
 */
export async function startOperationsService(
  documents: readonly string[] | object,
  env: Record<string, string> = {},
): Promise<OperationsService> {
  const folder = await createManifestFolder();
  const content = Array.isArray(documents) ? apolloManifest(documents) : documents;
  const manifest = await folder.write('manifest.json', content);
  const log: string[] = [];
  const started = startService({ ...env, PERSISTED_MANIFESTS: manifest }, (line) => log.push(line));
  const service = await started.catch(async (error) => {
    await folder.remove();
    throw error;
  });
  return {
    ...service,
    folder,
    log,
    async stop() {
      await service.stop();
      await folder.remove();
    },
  };
}
