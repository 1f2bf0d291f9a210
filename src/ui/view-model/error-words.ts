/** What an error says, to be put into a sentence of ours. */
export function errorWords(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.replace(/[.\s]+$/, '');
}
