/** Names cannot be parameters. Only names from our own table definitions come here, never text from a request. */
export function sqlName(name: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new Error(`not a name for SQL: ${name}`);
  return `"${name}"`;
}
