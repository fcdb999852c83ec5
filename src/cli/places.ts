/** Where things are, seen from the built command line (dist-cli/, all its files in one folder). */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OWN_FOLDER = dirname(fileURLToPath(import.meta.url));

/** The built page. */
export const PAGE_FOLDER = join(OWN_FOLDER, '..', 'dist');

/** What a worker thread of the f64 evaluator runs: f64-worker.ts, built. */
export const F64_WORKER = join(OWN_FOLDER, 'f64-worker.js');
