/** A network of two layers with one weight each, on random data; the plane is the two weights. */
import { RandomNumbers } from '../random.ts';
import { definePreset } from './preset.ts';

export const twoLayerTanh = definePreset({
  name: 'two-layer-tanh',
  title: 'Two layers, one weight each',
  source:
    'Glorot & Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks", section 4.1 and ' +
    'figure 5: a network with a tanh layer on random input and target signals, cross-entropy and quadratic cost over one ' +
    'weight of each layer, with the more severe plateaus on the quadratic cost. One unit a layer, a sigmoid at the output, ' +
    'the mean over the samples, the window and the distribution are our choice: from mulberry32 ' +
    'with the seed, for each sample one standard normal input (Box-Muller) and then a target of 0 or 1 with equal chance.',
  parameters: [
    { name: 'seed', label: 'Seed', kind: 'integer', min: 0, max: 4294967295, default: 1 },
    { name: 'count', label: 'Samples', kind: 'integer', min: 1, max: 1000, default: 10 },
  ],
  build({ seed, count }) {
    const random = new RandomNumbers(seed);
    const samples = Array.from({ length: count }, () => ({
      input: random.normal(),
      target: random.uniform() < 0.5 ? 0 : 1,
    }));
    return {
      map: 'two-layer',
      link: 'sigmoid',
      samples,
      losses: ['cross-entropy', 'mse'],
      sampleReduction: 'mean',
      squaredError: 'mean',
      window: { u: [-4, 4], v: [-4, 4] },
      resolution: [101, 101],
    };
  },
});
