/**
 * Decimal numbers with as many digits as asked for. Exponents are free: exp(-1000) is no underflow here.
 */
import { Decimal } from 'decimal.js';

/** One decimal type for each number of digits, with the exponentials that it has computed already. */
export class DecimalNumbers {
  private static readonly byDigits = new Map<number, DecimalNumbers>();
  private readonly type: typeof Decimal;
  private readonly exponentials = new Map<string, Decimal>();

  static withDigits(digits: number): DecimalNumbers {
    const known = DecimalNumbers.byDigits.get(digits);
    if (known) return known;
    const made = new DecimalNumbers(digits);
    DecimalNumbers.byDigits.set(digits, made);
    return made;
  }

  private constructor(digits: number) {
    this.type = Decimal.clone({ precision: digits, minE: -9e15, maxE: 9e15, toExpNeg: -9e15 });
  }

  /** The very number that the f64 `x` is; decimal.js itself would take 0.1 for one tenth. */
  exact(x: number | Decimal): Decimal {
    if (typeof x !== 'number') return new this.type(x);
    let integer = x;
    let halvings = 0;
    while (!Number.isInteger(integer)) {
      integer *= 2;
      halvings += 1;
    }
    return new this.type(integer).div(new this.type(2).pow(halvings));
  }

  zero(): Decimal {
    return new this.type(0);
  }

  /** Exponentials are dear at a thousand digits, and a grid asks for the same few again and again. */
  exp(x: Decimal): Decimal {
    const key = x.toString();
    const known = this.exponentials.get(key);
    if (known) return known;
    const made = new this.type(x).exp();
    this.exponentials.set(key, made);
    return made;
  }

  ln(x: Decimal): Decimal {
    return new this.type(x).ln();
  }
}
