import { createRequire } from 'node:module';
import vm from 'node:vm';

// By require, as it is where Jest itself finds it.
const { TestEnvironment } = createRequire(import.meta.url)(
  'jest-environment-node',
) as typeof import('jest-environment-node');

/**
 * Node's environment, in which a worker compiles each module once and not again for each suite: a
 * suite that starts the service loads 2,000 modules, most of them of libraries.
 *
 * Not for suites whose coverage is measured.
 */
// biome-ignore lint/style/noDefaultExport: it is what Jest calls.
export default class CompiledOnceEnvironment extends TestEnvironment {}

const compiled = new Map<string, Buffer>();
const { SourceTextModule, compileFunction } = vm;

/** Keeps a copy, because V8 creates the original in the realm of a suite, which would never be freed. */
function keep(code: string, data: Buffer): void {
  compiled.set(code, Buffer.from(data));
}

// Not in the types of Node.js yet.
interface WithCachedData {
  createCachedData(): Buffer;
}

// Jest looks both up in `vm` for each module.
Object.assign(vm, {
  SourceTextModule: new Proxy(SourceTextModule, {
    construct(target, [code, options]: [string, vm.SourceTextModuleOptions?], newTarget) {
      const create = (more: vm.SourceTextModuleOptions) =>
        Reflect.construct(target, [code, { ...options, ...more }], newTarget) as WithCachedData &
          vm.SourceTextModule;
      const cachedData = compiled.get(code);
      try {
        if (cachedData) return create({ cachedData });
      } catch {
        // It was compiled with other flags of V8, which a suite has set in the meantime.
      }
      const created = create({});
      keep(code, created.createCachedData());
      return created;
    },
  }),
  compileFunction(code: string, params: string[], options: vm.CompileFunctionOptions = {}) {
    const cachedData = compiled.get(code);
    const cached = cachedData ? { cachedData } : { produceCachedData: true };
    // What this keeps alive for dynamic imports is freed late.
    const unused = code.includes('import(') ? {} : { importModuleDynamically: undefined };
    const result = compileFunction(code, params, { ...options, ...cached, ...unused });
    if (result.cachedData) keep(code, result.cachedData);
    return result;
  },
});
