/** A node of the parser's tree, loosely: only the walkers look inside. */
export interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

export function childrenOf(node: Node): readonly Node[] {
  return Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
}

export function walk(root: unknown, visit: (node: Node) => void): void {
  if (!isNode(root)) return;
  visit(root);
  for (const child of childrenOf(root)) walk(child, visit);
}
