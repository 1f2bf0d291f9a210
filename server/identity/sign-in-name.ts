const longest = 100;

/** The form in which names for signing in are kept and compared. */
export function signInKey(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}

/** Why a name will not do, or null. */
export function unfitName(name: string): string | null {
  const key = signInKey(name);
  if (key === '') return 'A name to sign in with may not be empty.';
  if (key.length > longest) return `A name to sign in with has at most ${longest} characters.`;
  return /[\s\p{C}]/u.test(key) ? `A name to sign in with has no spaces: "${key}" does.` : null;
}
