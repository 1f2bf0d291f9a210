/** One guard taken away: the code still type-checks and works on a quiet day, and a test has to notice. */
export interface Mutant {
  /** Of ARCHITECTURE.md's table. */
  readonly law: number;
  readonly name: string;
  readonly file: string;
  /** Text that stands once in the file, and what stands in its place. */
  readonly find: string;
  readonly replace: string;
  readonly caughtBy: Catcher;
}

export interface Catcher {
  /** A test file of the unit project. */
  readonly file: string;
  /** The test's full name, or a part of it. */
  readonly test: string;
}
