declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the run's PostgreSQL server, at its database `postgres`; absent where tests run on PGlite. */
    readonly postgresUrl?: string;
  }
}

export const templatePrefix = 'landfall_template_';
