import type { ESTree } from 'vite';
import { walk } from './walk.ts';

export interface Import {
  /** As written. */
  readonly specifier: string;
  readonly isType: boolean;
}

/** Every module that a file names: imports, re-exports, `import()`, `import('x').T` and `new URL('x', import.meta.url)`. */
export function importsOf(program: ESTree.Program): readonly Import[] {
  const found: Import[] = [];
  const add = (source: unknown, isType: boolean) => {
    const specifier = textOf(source);
    // A computed specifier cannot be checked, so it is refused: no folder and no package has this name.
    found.push({ specifier: specifier ?? '(computed)', isType });
  };
  walk(program, (node) => {
    switch (node.type) {
      case 'ImportDeclaration':
        add(node.source, node.importKind === 'type' || areAllTypes(node.specifiers, 'importKind'));
        break;
      case 'ExportNamedDeclaration':
        if (node.source !== null)
          add(node.source, node.exportKind === 'type' || areAllTypes(node.specifiers, 'exportKind'));
        break;
      case 'ExportAllDeclaration':
        add(node.source, node.exportKind === 'type');
        break;
      case 'ImportExpression':
        add(node.source, false);
        break;
      case 'TSImportType':
        add(node.source, true);
        break;
      case 'NewExpression': {
        const callee = node.callee as { type: string; name?: string };
        const args = node.arguments as readonly unknown[];
        if (callee.type === 'Identifier' && callee.name === 'URL' && isMetaUrl(args[1])) add(args[0], false);
        break;
      }
    }
  });
  return found;
}

function areAllTypes(specifiers: unknown, key: string): boolean {
  const all = specifiers as readonly Record<string, unknown>[];
  return all.length > 0 && all.every((specifier) => specifier[key] === 'type');
}

function textOf(node: unknown): string | null {
  const { type, value, literal } = (node ?? {}) as { type?: string; value?: unknown; literal?: unknown };
  if (type === 'Literal' && typeof value === 'string') return value;
  return type === 'TSLiteralType' ? textOf(literal) : null;
}

function isMetaUrl(node: unknown): boolean {
  const member = node as { type?: string; object?: { type?: string } } | undefined;
  return member?.type === 'MemberExpression' && member.object?.type === 'MetaProperty';
}
