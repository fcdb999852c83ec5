/** The benchmark's questions to the page. */
import type { BenchRequest, BenchResult } from '../app/bench.ts';
import type { ChangeTimes } from '../app/bench-changes.ts';
import type { Experiment } from '../core/experiment.ts';
import type { Answer, BrowserPage } from './browser-page.ts';

/** Times `request` on `experiment`. */
export function measure(
  page: BrowserPage,
  experiment: Experiment,
  request: BenchRequest,
): Promise<BenchResult> {
  return page.ask(measureInPage, { experiment, request });
}

async function measureInPage(
  _: Experiment,
  { experiment, request }: { readonly experiment: Experiment; readonly request: BenchRequest },
): Promise<Answer<BenchResult>> {
  try {
    return { value: await window.logitscape.bench(experiment, request) };
  } catch (error) {
    const { name, message } = error as Error;
    return { error: { name, message } };
  }
}

/** Times `runs` changes of a parameter on a grid of `side` points a side, after some that warm it up. */
export function measureChanges(page: BrowserPage, side: number, runs: number): Promise<ChangeTimes[]> {
  return page.ask(measureChangesInPage, { side, runs });
}

async function measureChangesInPage(
  _: Experiment,
  { side, runs }: { readonly side: number; readonly runs: number },
): Promise<Answer<ChangeTimes[]>> {
  try {
    const warmUps = 2;
    const change = (n: number) => ({ params: { value: -1000 + n } });
    await window.logitscape.set({ preset: 'three-class-extreme', grid: [side, side] });
    const changes = Array.from({ length: warmUps + runs }, (_run, n) => change(n + 1));
    const times = await window.logitscape.benchChanges(changes);
    return { value: times.slice(warmUps) };
  } catch (error) {
    const { name, message } = error as Error;
    return { error: { name, message } };
  }
}
