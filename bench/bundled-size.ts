import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';

/** What a bundler makes of some code. */
export interface BundledSize {
  /** Minified, and compressed as a web server would. */
  readonly bytes: number;
  /** The files that are in it. */
  readonly inputs: readonly string[];
}

/**
 * The size of what a bundler makes of imports of the built package.
 *
 * @param root      The root of the repository.
 * @param code      A module: `export { defineConnector } from 'identity-connector'`.
 * @param external  Packages left out.
 */
export async function bundledSize(root: string, code: string, external: string[] = []): Promise<BundledSize> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: root, loader: 'js' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Not ours: its `paths` lead to the sources.
    tsconfigRaw: {},
    external,
    write: false,
    metafile: true,
  });
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0));
  return { bytes: brotliCompressSync(outputFiles[0]?.contents ?? '').byteLength, inputs: inputs.map(([path]) => path) };
}
