import { it } from 'vitest';
import { worstDisagreements, type Point } from './support/agreement.ts';
import { threeClass, parsed, FIXED_LOGITS, CLASSES, obliqueSample, fileOf } from './support/experiments.ts';
const P: Point[] = [[0,0],[1e-9,0],[0,-1e-9],[3,3+1e-9],[-7.25,-7.25-1e-9],[10,10],[10,-10],[-10,10],[-10,-10],[0.1,-3.3],[7.77,2.13],[-9.9,4.4],[100,-100],[-100,100],[100,100],[-100,-100],[0.5+1e-9,0.2],[63.1,-12.9]];
it('x', () => {
  for (const f of FIXED_LOGITS) for (const t of CLASSES) {
    const t0 = performance.now();
    const w = worstDisagreements(parsed(threeClass(t, f, { window: { u: [-100, 100], v: [-100, 100] } })), P);
    console.log(f, t, (performance.now() - t0).toFixed(0) + 'ms', w.map((d) => `${d.key} ${d.error.toExponential(1)}`).join(' '));
    for (const d of w) if (d.error > 1e-13) console.log(JSON.stringify(d));
  }
  for (const k of [2,3,5,10,64]) for (const kind of ['hard','soft'] as const) {
    const t0 = performance.now();
    const w = worstDisagreements(parsed(fileOf('softmax', [obliqueSample(k, kind, 1)])), P.slice(0, 12));
    console.log(k, kind, (performance.now() - t0).toFixed(0) + 'ms', w.map((d) => `${d.key} ${d.error.toExponential(1)}`).join(' '));
    for (const d of w) if (d.error > 1e-13) console.log(JSON.stringify(d));
  }
}, 300000);
