import type { QueryFunctionName } from './query-function.ts';

export const operators = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
export type Operator = (typeof operators)[number];

export const textFunctions = ['contains', 'startswith', 'endswith'] as const;
export type TextFunction = (typeof textFunctions)[number];

export type Literal =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'string' | 'guid' | 'date' | 'datetime'; readonly value: string };

/** `primarycontactid/fullname`; inside a lambda `c/fullname`, whose variable is not one of the segments. */
export type Path = {
  readonly kind: 'path';
  readonly variable: string | null;
  readonly segments: readonly string[];
  /** 0-based position in the text, for messages. */
  readonly at: number;
};

export type Operand = Path | Literal;

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly of: Filter }
  | {
      readonly kind: 'compare';
      readonly operator: Operator;
      readonly left: Operand;
      readonly right: Operand;
      readonly at: number;
    }
  | {
      readonly kind: 'text';
      readonly name: TextFunction;
      readonly path: Path;
      readonly value: string;
      readonly at: number;
    }
  | { readonly kind: 'in'; readonly path: Path; readonly values: readonly Literal[]; readonly at: number }
  | {
      readonly kind: 'lambda';
      readonly quantifier: 'any' | 'all';
      readonly path: Path;
      readonly variable: string | null;
      /** null: `any()`, which asks for any row at all. */
      readonly of: Filter | null;
      readonly at: number;
    }
  | {
      readonly kind: 'query';
      readonly name: QueryFunctionName;
      readonly path: Path;
      readonly values: readonly Literal[];
      readonly at: number;
    };
