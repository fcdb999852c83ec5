import { writeFileSync } from 'node:fs';
import { openDrivenPage } from './driven-page.ts';
import { circle, drag, spotIn } from './gestures.ts';

const driven = await openDrivenPage('version=1&grid=256x256');
const { x, y } = await spotIn(driven.page, '.figure[data-panel="0"] .plot', 0.5, 0.3);
await drag(driven.session, circle({ x, y }, 60), 1000);
await driven.session.send('Profiler.enable');
await driven.session.send('Profiler.setSamplingInterval', { interval: 200 });
await driven.session.send('Profiler.start');
const stop = await driven.page.evaluateHandle(() => window.logitscape.recordFrames());
await drag(driven.session, circle({ x, y }, 60), 4000);
const record = await driven.page.evaluate((s) => s(), stop);
const { profile } = await driven.session.send('Profiler.stop');
console.log(
  'pictures',
  record.pictures.length,
  'frames',
  record.frames.length,
  'inputs',
  record.inputs.length,
);
writeFileSync('/tmp/w/speed-profile.json', JSON.stringify(profile));
await driven.close();
