import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/cli/exit.ts';
import { type OptionSpecs, readOptions } from '../../src/cli/options.ts';

const SPECS: OptionSpecs = {
  out: { value: 'FILE', help: '' },
  set: { value: 'PATH=JSON', help: '', repeats: true },
  json: { help: '' },
};

describe('readOptions', () => {
  it.each([
    [['--out', '1e3'], '1e3'],
    [['--out=1e3'], '1e3'],
    [['--out', '-1,2'], '-1,2'],
    [['--out', '-'], '-'],
    [['--out', '--5'], '--5'],
    [['--out', 'a=b=c'], 'a=b=c'],
    [['--out==x'], '=x'],
    [['--json', '--out', 'x'], 'x'],
    [['--out', 'true'], 'true'],
  ])('%j gives the value as it stands: %s', (args, value) => {
    expect(readOptions(args, SPECS, 0).one('out')).toBe(value);
  });

  it('keeps repeated values in their order', () => {
    const options = readOptions(['--set', 'a=1', '--json', '--set=b=2', '--set', 'a=3'], SPECS, 0);
    expect(options.all('set')).toEqual(['a=1', 'b=2', 'a=3']);
    expect([options.has('json'), options.has('out'), options.one('out'), options.all('out')]).toEqual([
      true,
      false,
      undefined,
      [],
    ]);
  });

  it('takes what follows -- for arguments', () => {
    expect(readOptions(['a', '--', '--json', '--set'], SPECS, 3).positionals).toEqual([
      'a',
      '--json',
      '--set',
    ]);
  });

  it('reads any arguments, or refuses them with a UsageError', () => {
    const arg = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '--out',
        '--set',
        '--json',
        '--',
        '-',
        '--no-json',
        '--json=',
        '--__proto__',
        '--set.x',
        '-o',
        '--constructor=1',
      ),
    );
    fc.assert(
      fc.property(fc.array(arg, { maxLength: 6 }), (args) => {
        try {
          const options = readOptions(args, SPECS, 2);
          expect(options.positionals.length).toBeLessThanOrEqual(2);
          for (const name of ['out', 'set'])
            for (const value of options.all(name)) expect(value).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
