/** Entry point of a worker thread; arrays go back by transfer, not by copy. */
import { expose, transfer } from 'comlink';
import { BandWorker } from './band-worker.ts';

class TransferringBandWorker extends BandWorker {
  override evaluate(...args: Parameters<BandWorker['evaluate']>) {
    const fields = super.evaluate(...args);
    return transfer(
      fields,
      Object.values(fields).map((values) => values.buffer),
    );
  }
}

expose(new TransferringBandWorker());
