const benches: Readonly<Record<string, () => Promise<unknown>>> = {
  figures: () => import('./figures.ts'),
  peers: () => import('./peers.ts'),
  import: () => import('./import.ts'),
  access: () => import('./access.ts'),
  scale: () => import('./scale.ts'),
};

const [name = 'figures'] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench) {
  await bench();
} else {
  console.error(`There is no bench "${name}"; there are: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 1;
}
