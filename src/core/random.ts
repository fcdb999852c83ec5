/**
 * Random numbers for presets: the same seed gives the same numbers everywhere, so that data can be named by its seed.
 * Generator: mulberry32, with 32 bits of state: good for toy data and nothing more.
 */
export class RandomNumbers {
  private state: number;

  /** @param seed a whole number from 0 to 2^32 - 1 */
  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** Uniform over the multiples of 2^-32 in [0, 1). */
  uniform(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Standard normal, by Box and Muller's formula from two uniform numbers; the second normal number is not kept. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }
}
