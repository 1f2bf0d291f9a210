/**
 * The first of the person's languages that `Intl` takes, English if there is none. WebKit hands on what the system
 * calls itself: "C" or "POSIX" where no language is set, which is a language tag to nobody.
 */
export function usableLanguage(languages: readonly string[]): string {
  return languages.find(isLanguageTag) ?? 'en';
}

function isLanguageTag(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch {
    return false;
  }
}
