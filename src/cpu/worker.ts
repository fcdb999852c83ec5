/** Entry point of a worker thread in the browser. */
import { expose } from 'comlink';
import { BandWorker } from './band-worker.ts';

expose(new BandWorker());
