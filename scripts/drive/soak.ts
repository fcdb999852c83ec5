/**
 * `npm run soak`: uses the built page at random and counts what is left behind; exit code 1 where something grew.
 * Options, after `--`: `--minutes N` (10), `--seed N` (1), `--json`.
 */
import { parseArgs } from 'node:util';
import { readableJson } from '../../src/core/readable-json.ts';
import { openDrivenPage } from './driven-page.ts';
import { grownClasses, heapClasses } from './heap-classes.ts';
import { growthOf, HOME_FRAGMENT, type Holdings, holdings, RandomUse } from './random-use.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});

const driven = await openDrivenPage(HOME_FRAGMENT);
try {
  const use = new RandomUse(driven, Number(options.seed));
  // What is loaded or made once, at first use, is no growth.
  await use.everyKind();
  const before = await holdings(driven);
  const classesBefore = await heapClasses(driven.session);
  const started = performance.now();
  const minutes = () => (performance.now() - started) / 60_000;
  let told = 0;
  while (minutes() < Number(options.minutes)) {
    await use.step();
    if (minutes() >= told) {
      told += 1;
      console.error(`${Math.floor(minutes())} minutes, ${use.steps} actions`);
    }
  }
  const after = await holdings(driven);
  const grown = growthOf(before, after);
  if (options.json) {
    console.log(
      readableJson({ minutes: minutes(), actions: use.steps, counts: use.counts, before, after, grown }),
    );
  } else console.log(report(use.steps, before, after, grown));
  if (grown.length > 0) {
    const { labels } = await driven.page.evaluate(() => window.driveCounts());
    console.error(`buffers: ${JSON.stringify(labels)}`);
    console.error(`heap:\n${grownClasses(classesBefore, await heapClasses(driven.session)).join('\n')}`);
  }
  if (use.problems.length > 0) console.error(use.problems.join('\n'));
  if (grown.length > 0 || use.problems.length > 0) process.exitCode = 1;
} finally {
  await driven.close();
}

function report(actions: number, before: Holdings, after: Holdings, grown: readonly string[]): string {
  const lines = Object.entries(after).map(([name, value]) => {
    const was = before[name as keyof Holdings];
    return `${name.padEnd(22)} ${String(was).padStart(12)} ${String(value).padStart(12)}`;
  });
  return [
    `${options.minutes} minutes of random use, seed ${options.seed}, ${actions} actions`,
    `${''.padEnd(22)} ${'before'.padStart(12)} ${'after'.padStart(12)}`,
    ...lines,
    grown.length > 0 ? `grown: ${grown.join(', ')}` : 'nothing grew',
  ].join('\n');
}
