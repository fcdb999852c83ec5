/**
 * Lets a module import an AssemblyScript program: `import bytes from './kernel/index.ts?assemblyscript'` gives the
 * compiled WebAssembly as a Uint8Array. It travels inside the JavaScript, so that page, worker, command line and tests
 * load it in the same way, and no file has to be found at run time. `?assemblyscript&relaxed-simd` compiles it for
 * machines with that feature; the program asks for it by ASC_FEATURE_RELAXED_SIMD. With `&shared` behind that it takes its
 * memory from outside, shared with other threads (src/cpu/shared-bands.ts).
 */

import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const QUERY = /\?assemblyscript(&relaxed-simd)?(&shared)?$/;
const RELAXED = ['--enable', 'relaxed-simd'];
/** The maximum is MOST_PAGES of src/cpu/shared-bands.ts. */
const SHARED = ['--enable', 'threads', '--sharedMemory', '--importMemory', '--maximumMemory', '32768'];
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @type {Map<string, Promise<Uint8Array>>} The page and its worker are bundled apart: each program is compiled once. */
const compiled = new Map();

/** @returns {import('vite').Plugin} */
export function assemblyScript() {
  return {
    name: 'assemblyscript',
    load: {
      filter: { id: QUERY },
      async handler(id) {
        let program = compiled.get(id);
        if (!program) {
          const [, relaxed, shared] = QUERY.exec(id) ?? [];
          program = compile(id.replace(QUERY, ''), [...(relaxed ? RELAXED : []), ...(shared ? SHARED : [])]);
          compiled.set(id, program);
        }
        // Compressed, hexadecimal digits are a fifth shorter than base64, in which like bytes look different at each place.
        const digits = Buffer.from(await program).toString('hex');
        return `export default Uint8Array.from('${digits}'.match(/../g), (byte) => Number.parseInt(byte, 16));`;
      },
    },
  };
}

/**
 * @param {string} file
 * @param {readonly string[]} features options for what the machine must have
 * @returns {Promise<Uint8Array>}
 */
async function compile(file, features) {
  const { default: asc } = await import('assemblyscript/asc');
  /** @type {Uint8Array | undefined} */
  let binary;
  const options = [
    '--optimizeLevel',
    '3',
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--noAssert',
    ...features,
  ];
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
