import { stopSharedServers } from '#servers/shared-servers';

// biome-ignore lint/style/noDefaultExport: it is what Jest calls.
export default stopSharedServers;
