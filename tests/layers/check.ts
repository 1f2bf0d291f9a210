import { posix } from 'node:path';
import { parseSync } from 'vite';
import { constructed, generated, type Layer, layers, maxLines } from '../layers.ts';
import { forbiddenGlobals } from './globals.ts';
import { type Import, importsOf } from './imports.ts';

/** Path from the root of the project → text. */
export type Files = Readonly<Record<string, string>>;

/** Breaches of the table of imports and its companions, as sentences; none if all is well. */
export function breaches(files: Files): readonly string[] {
  const graph = new Map<string, readonly string[]>();
  const found = Object.entries(files).flatMap(([path, text]) => {
    const isLong = lineCount(text) > maxLines && !generated.includes(path);
    const long = isLong ? [`${path}: ${lineCount(text)} lines, more than ${maxLines}`] : [];
    if (!/\.tsx?$/.test(path)) return long;
    const layer = layerOf(path);
    if (layer === null) return [...long, `${path}: lies in no folder of the table`];
    const { program, errors } = parseSync(path, text);
    if (errors.length > 0) return [`${path}: ${errors[0]?.message ?? 'does not parse'}`];
    const imports = importsOf(program);
    graph.set(
      path,
      imports.filter((one) => !one.isType && isRelative(one)).map((one) => resolve(path, one.specifier)),
    );
    return [
      ...long,
      ...imports.flatMap((one) => refusal(path, layer, one)).map((why) => `${path}: ${why}`),
      ...forbiddenGlobals(program, layer.globals).map((name) => `${path}: may not touch ${name} (${layer.globals})`),
    ];
  });
  return [...found, ...cycles(graph)];
}

function layerOf(path: string): Layer | null {
  const matches = layers.filter(({ folder }) => isInside(path, folder));
  return matches.sort((a, b) => b.folder.length - a.folder.length)[0] ?? null;
}

function refusal(path: string, layer: Layer, { specifier, isType }: Import): readonly string[] {
  if (!isRelative({ specifier })) {
    return layer.npm.some((name) => isPackage(specifier, name)) ? [] : [`may not import the package ${specifier}`];
  }
  const target = resolve(path, specifier);
  const found: string[] = [];
  const allowed = [layer.folder, ...layer.imports, ...(isType ? layer.types : [])];
  if (!allowed.some((folder) => isInside(target, folder))) {
    const asType = layer.types.some((folder) => isInside(target, folder)) ? ' other than as types' : '';
    found.push(`may not import ${target}${asType}`);
  }
  if (!isType) {
    for (const { part, by } of constructed) {
      if (isInside(target, part) && ![part, ...by].some((folder) => isInside(path, folder))) {
        found.push(`may not import ${target}: only ${by.join(', ')} may`);
      }
    }
  }
  return found;
}

function cycles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push(`${path}: imports itself by way of ${[...trail.slice(at + 1), path].join(' → ')}`);
    if (at >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

function isRelative({ specifier }: Pick<Import, 'specifier'>): boolean {
  return /^\.\.?\//.test(specifier);
}

function resolve(from: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(from), specifier.replace(/\?.*$/, '')));
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function isPackage(specifier: string, name: string): boolean {
  if (name.endsWith('*')) return specifier.startsWith(name.slice(0, -1));
  return specifier === name || specifier.startsWith(`${name}/`);
}

function lineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
