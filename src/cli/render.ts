/** `logitscape render`: the figure of an experiment as a PNG file. */
import type { Experiment } from '../core/experiment.ts';
import { describe } from '../core/experiment-error.ts';
import { readFigureSide } from '../core/figure-size.ts';
import { BACKEND_OPTION, BACKENDS, type Backend } from './backend-option.ts';
import { type Answer, BrowserPage, UNSEEN } from './browser-page.ts';
import type { Command } from './command.ts';
import { EXIT, UsageError } from './exit.ts';
import { EXPERIMENT_OPTIONS, EXPERIMENT_USAGE, readExperiment, readTitle } from './experiment-input.ts';
import { OutputFile } from './output-file.ts';
import { progressBar } from './progress-bar.ts';

const DEFAULT_SIZE = '1600x900';

interface Asked {
  readonly width: number;
  readonly height: number;
  readonly backend: Backend;
  readonly title: string | undefined;
  /** Where to post the PNG file. */
  readonly address: string;
}

export const render: Command = {
  name: 'render',
  summary: 'Draws the figure that a user would put in a paper: both surfaces, axes, colourbars, title',
  usage: `${EXPERIMENT_USAGE}\n[--backend auto|webgpu|cpu] --out FILE.png [--size WxH]`,
  options: {
    ...EXPERIMENT_OPTIONS,
    ...BACKEND_OPTION,
    out: { value: 'FILE.png', help: 'where the figure goes' },
    size: { value: 'WxH', help: `in pixels; default ${DEFAULT_SIZE}` },
  },
  mostPositionals: 0,
  async run(options, run) {
    const backend = options.choice('backend', BACKENDS);
    const [width, height] = readSize(options.one('size') ?? DEFAULT_SIZE);
    const experiment = await readExperiment(options);
    const title = readTitle(options);
    const out = options.one('out');
    if (out === undefined) throw new UsageError('expected --out FILE.png, found nothing');
    if (!out.endsWith('.png'))
      throw new UsageError(`--out: expected a name that ends in .png, found ${describe(out)}`);
    const file = await OutputFile.create(out, run);
    const page = await BrowserPage.open(experiment, run, UNSEEN);
    const { address, bytes } = page.server.expect('figure.png');
    const progress = progressBar('rendering', run);
    await page.ask(postFigure, { width, height, backend, title, address }, progress.update);
    progress.stop();
    await file.content.write(new Uint8Array(await bytes));
    await file.commit();
    return EXIT.done;
  },
};

function readSize(text: string): readonly [width: number, height: number] {
  const match = /^(\d{1,6})x(\d{1,6})$/.exec(text);
  if (!match)
    throw new UsageError(`--size: expected WxH in pixels, such as 1600x900, found ${describe(text)}`);
  return [
    readFigureSide('width', Number(match[1]), '--size (width)'),
    readFigureSide('height', Number(match[2]), '--size (height)'),
  ];
}

/** Runs in the page. */
async function postFigure(
  experiment: Experiment,
  { width, height, backend, title, address }: Asked,
): Promise<Answer<null>> {
  try {
    const png = await window.logitscape.render(experiment, {
      width,
      height,
      backend,
      ...(title === undefined ? {} : { title }),
      onProgress: (done) => void window.logitscapeProgress(done),
    });
    const { ok, status } = await fetch(address, { method: 'POST', body: png });
    if (!ok) throw new Error(`posting the figure: status ${status}`);
    return { value: null };
  } catch (error) {
    const { name, message } = error as Error;
    return { error: { name, message } };
  }
}
