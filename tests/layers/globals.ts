import type { ESTree } from 'vite';
import type { Globals } from '../layers.ts';
import { childrenOf, isNode, type Node } from './walk.ts';

const language = words(`
  undefined NaN Infinity Object Function Array ArrayBuffer SharedArrayBuffer DataView Atomics Map Set WeakMap WeakSet
  WeakRef FinalizationRegistry String Number Boolean BigInt Symbol Math JSON Promise RegExp Proxy Reflect Date Intl
  Iterator Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError
  Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array
  BigInt64Array BigUint64Array parseInt parseFloat isNaN isFinite arguments
  encodeURI encodeURIComponent decodeURI decodeURIComponent`);
const cancelling = words('AbortController AbortSignal');
const dataTypes = words(`
  URL URLSearchParams Headers Request Response FormData Blob File TextEncoder TextDecoder DOMException Event EventTarget
  CustomEvent MessageChannel ReadableStream WritableStream TransformStream CompressionStream DecompressionStream
  structuredClone queueMicrotask atob btoa`);

/** What a file touches that its layer may not: names of globals, and members like `Date.now`. */
export function forbiddenGlobals(program: ESTree.Program, allowed: Globals): readonly string[] {
  if (allowed === 'any') return [];
  const names = new Set([...language, ...cancelling, ...(allowed === 'portable' ? dataTypes : [])]);
  const found = new Set<string>();
  visitFree(program as unknown as Node, [], (name, parent) => {
    if (!names.has(name)) found.add(name);
    else if (allowed === 'pure') {
      const impure = impureUse(name, parent);
      if (impure !== null) found.add(impure);
    }
  });
  return [...found];
}

/** Clocks, timers and randomness hidden in names that are otherwise the language's own. */
function impureUse(name: string, parent: Node | null): string | null {
  if (name === 'Date') {
    if (parent?.type === 'NewExpression') return listOf(parent.arguments).length === 0 ? 'new Date()' : null;
    if (parent?.type === 'CallExpression') return 'Date()';
    return isMember(parent, 'UTC', 'parse', 'prototype')
      ? null
      : isMember(parent, 'now')
        ? 'Date.now'
        : 'Date, unnamed use';
  }
  if (name === 'Math') {
    if (isMember(parent, 'random')) return 'Math.random';
    return parent?.type === 'MemberExpression' && parent.computed !== true ? null : 'Math, unnamed use';
  }
  if (name === 'AbortSignal' && isMember(parent, 'timeout')) return 'AbortSignal.timeout';
  return null;
}

function isMember(parent: Node | null, ...names: readonly string[]): boolean {
  if (parent?.type !== 'MemberExpression' || parent.computed === true) return false;
  return names.includes((parent.property as { name: string }).name);
}

/** Calls back for each name that is used as a value and declared in no scope around it. */
function visitFree(
  node: Node,
  scopes: readonly Set<string>[],
  free: (name: string, parent: Node | null) => void,
): void {
  const visit = (child: Node, parent: Node | null, inner: readonly Set<string>[]): void => {
    if (child.type === 'Identifier') {
      const name = child.name as string;
      if (!inner.some((scope) => scope.has(name))) free(name, parent);
      return;
    }
    if (isTypeOnly(child)) return;
    const opened = bindingsOf(child);
    const next = opened === null ? inner : [...inner, opened];
    for (const grandchild of usesIn(child)) visit(grandchild, child, next);
  };
  visit(node, null, scopes);
}

/** Children in which a name can be a use of a value; names of members, keys, labels and imports are not. */
function usesIn(node: Node): readonly Node[] {
  const without = (...keys: readonly string[]) =>
    childrenOf(Object.fromEntries(Object.entries(node).filter(([key]) => !keys.includes(key))) as unknown as Node);
  switch (node.type) {
    case 'MemberExpression':
      return node.computed === true ? childrenOf(node) : without('property');
    case 'Property':
    case 'PropertyDefinition':
    case 'AccessorProperty':
    case 'MethodDefinition':
      return node.computed === true ? childrenOf(node) : without('key');
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'MetaProperty':
      return [];
    case 'ExportNamedDeclaration':
      return isNode(node.source) ? [] : childrenOf(node);
    case 'ExportSpecifier':
      return without('exported');
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return without('label');
    default:
      return childrenOf(node);
  }
}

const valuesInTypeScript = words(`
  TSAsExpression TSSatisfiesExpression TSNonNullExpression TSTypeAssertion TSInstantiationExpression TSParameterProperty
  TSExportAssignment`);

function isTypeOnly(node: Node): boolean {
  return node.declare === true || (node.type.startsWith('TS') && !valuesInTypeScript.has(node.type));
}

/** Names that a node declares for what is inside it; null if it opens no scope. */
function bindingsOf(node: Node): Set<string> | null {
  const names = new Set<string>();
  const pattern = (value: unknown): void => {
    if (!isNode(value)) return;
    if (value.type === 'Identifier') names.add(value.name as string);
    else if (value.type === 'Property') pattern(value.value);
    else if (value.type === 'AssignmentPattern') pattern(value.left);
    else if (value.type === 'RestElement') pattern(value.argument);
    else if (value.type === 'TSParameterProperty') pattern(value.parameter);
    else for (const child of [...listOf(value.properties), ...listOf(value.elements)]) pattern(child);
  };
  const declared = (statement: unknown): void => {
    if (!isNode(statement)) return;
    if (statement.type === 'VariableDeclaration')
      for (const one of listOf(statement.declarations)) pattern((one as Node).id);
    else if (/^(Function|Class)Declaration$/.test(statement.type)) pattern(statement.id);
    else if (statement.type === 'ImportDeclaration')
      for (const one of listOf(statement.specifiers)) pattern((one as Node).local);
    else if (/^Export(Named|Default)Declaration$/.test(statement.type)) declared(statement.declaration);
  };
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      pattern(node.id);
      for (const parameter of listOf(node.params)) pattern(parameter);
      return names;
    case 'Program':
    case 'BlockStatement':
    case 'StaticBlock':
      for (const statement of listOf(node.body)) declared(statement);
      return names;
    case 'SwitchStatement':
      for (const one of listOf(node.cases))
        for (const statement of listOf((one as Node).consequent)) declared(statement);
      return names;
    case 'ForStatement':
      declared(node.init);
      return names;
    case 'ForInStatement':
    case 'ForOfStatement':
      declared(node.left);
      return names;
    case 'CatchClause':
      pattern(node.param);
      return names;
    case 'ClassExpression':
      pattern(node.id);
      return names;
    default:
      return null;
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
