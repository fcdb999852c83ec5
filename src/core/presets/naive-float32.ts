/** What float32 without shifting does to the cross-entropy where one logit is far away. */
import { fixedLogitExperiment, fixedLogitParameters } from './fixed-logit.ts';
import { definePreset } from './preset.ts';

export const naiveFloat32 = definePreset({
  name: 'naive-float32',
  title: 'Cross-entropy in float32 without shifting',
  source:
    'The plane of three-class-extreme (2025), which does not say how its softmax was computed. The right panel takes ' +
    'exponentials, their sum, the quotient and its logarithm in IEEE float32, as a first script does. The fixed class as ' +
    'target and -100 as its logit are our choice: there exp(-100) is a subnormal float32 number, so part of the window has ' +
    'wrong values in steps and the rest is infinite. At -1000 the exponential is 0 and every value infinite; at 1000 it ' +
    'overflows, and infinity over infinity is undefined.',
  parameters: fixedLogitParameters(2, -100),
  build: (values) => fixedLogitExperiment(values, ['cross-entropy', 'cross-entropy-naive']),
});
