/** Entry point of a worker thread of the f64 evaluator in Node. */
import { parentPort } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { BandWorker } from '../cpu/band-worker.ts';

if (!parentPort) throw new Error('this module is for worker threads');
expose(new BandWorker(), nodeEndpoint(parentPort));
