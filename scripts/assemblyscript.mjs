/**
 * Lets a module import an AssemblyScript program: `import bytes from './kernel/index.ts?assemblyscript'` gives the
 * compiled WebAssembly as a Uint8Array. It travels inside the JavaScript, so that page, worker, command line and tests
 * load it in the same way, and no file has to be found at run time.
 */

import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const QUERY = '?assemblyscript';
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @type {Map<string, Promise<Uint8Array>>} The page and its worker are bundled apart: each program is compiled once. */
const compiled = new Map();

/** @returns {import('vite').Plugin} */
export function assemblyScript() {
  return {
    name: 'assemblyscript',
    load: {
      filter: { id: /\?assemblyscript$/ },
      async handler(id) {
        const file = id.slice(0, -QUERY.length);
        let program = compiled.get(file);
        if (!program) {
          program = compile(file);
          compiled.set(file, program);
        }
        const base64 = Buffer.from(await program).toString('base64');
        return `export default Uint8Array.from(atob('${base64}'), (byte) => byte.charCodeAt(0));`;
      },
    },
  };
}

/**
 * @param {string} file
 * @returns {Promise<Uint8Array>}
 */
async function compile(file) {
  const { default: asc } = await import('assemblyscript/asc');
  /** @type {Uint8Array | undefined} */
  let binary;
  const options = ['--optimizeLevel', '3', '--runtime', 'stub', '--enable', 'simd', '--noAssert'];
  const { error, stderr } = await asc.main(
    [relative(ROOT, file).replaceAll('\\', '/'), '--baseDir', ROOT, '--outFile', 'out.wasm', ...options],
    {
      writeFile(name, contents) {
        if (name === 'out.wasm') binary = /** @type {Uint8Array} */ (contents);
      },
    },
  );
  if (error || !binary) throw new Error(`AssemblyScript: ${stderr.toString() || error}`);
  return binary;
}
