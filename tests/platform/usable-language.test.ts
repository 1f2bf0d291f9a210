import { expect, test } from 'vitest';
import { usableLanguage } from '../../src/platform/usable-language.ts';

test.each([
  [['de-AT', 'en'], 'de-AT'],
  // WebKitGTK under LANG=C, and what other systems without a language say.
  [['C'], 'en'],
  [['C.UTF-8', 'fr'], 'fr'],
  [['en_US.UTF-8'], 'en'],
  [[''], 'en'],
  [[], 'en'],
] as const)('of %j the app speaks %s', (languages, language) => {
  expect(usableLanguage(languages)).toBe(language);
});
