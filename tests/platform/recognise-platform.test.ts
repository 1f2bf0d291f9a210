import { expect, test } from 'vitest';
import { recognisePlatform } from '../../src/platform/recognise-platform.ts';
import { devices } from './devices.ts';

test.each(devices)('$name', ({ hints, platform }) => {
  expect(recognisePlatform(hints)).toEqual(platform);
});

test('the name that browsers make up to keep sites honest is not taken for one', () => {
  const clientHints = { platform: 'Linux', brands: [{ brand: 'Not:A-Brand', version: '99' }] };
  const platform = recognisePlatform({ userAgent: '', maxTouchPoints: 0, clientHints, isStandalone: false });
  expect(platform).toMatchObject({ engine: 'unknown', browser: 'unknown', browserMajor: null });
});
