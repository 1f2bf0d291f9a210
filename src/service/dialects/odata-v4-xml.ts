/** One element of an XML document; text between elements is kept joined, and prefixes are resolved. */
export interface XmlElement {
  /** Name without its prefix. */
  readonly name: string;
  /** The namespace's URI; empty for none. */
  readonly namespace: string;
  /** Attributes without a prefix. Those with one are other vocabularies' remarks and are left behind. */
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** The document is not XML as this reader takes it; `message` says where it went wrong. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

interface Open extends XmlElement {
  readonly prefixed: string;
  readonly prefixes: Prefixes;
  readonly children: XmlElement[];
  text: string;
}

type Prefixes = { readonly [prefix: string]: string };

/** Deeper than any model; beyond it the document is nonsense or meant to do harm. */
const deepest = 200;

const startTag = /<([^\s<>/='"]+)((?:\s+[^\s<>/='"]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const attribute = /([^\s<>/='"]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
const endTag = /<\/([^\s<>/='"]+)\s*>/y;

/**
 * Reads a whole XML document. A scanner of tags is enough for CSDL, which has no mixed content, and is many times faster
 * than the parsers there are (docs/facts/odata.md §3). No document type, and so no entities but the five and numbers.
 *
 * @throws XmlError
 */
export function readXml(document: string): XmlElement {
  const text = document.replace(/^\uFEFF/, '');
  const open: Open[] = [];
  let root: XmlElement | null = null;
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const between = next < 0 ? text.slice(at) : text.slice(at, next);
    addText(open, decode(between), between);
    if (next < 0) break;
    at = next;
    if (text.startsWith('<!--', at)) at = after(text, '-->', at + 4);
    else if (text.startsWith('<?', at)) at = after(text, '?>', at + 2);
    else if (text.startsWith('<![CDATA[', at)) {
      const end = after(text, ']]>', at + 9);
      const inside = text.slice(at + 9, end - 3);
      addText(open, inside, inside);
      at = end;
    } else if (text.startsWith('<!', at)) throw new XmlError('a document type, which no model has');
    else if (text.startsWith('</', at)) {
      endTag.lastIndex = at;
      const end = endTag.exec(text);
      const closed = open.pop();
      if (end === null || closed === undefined || closed.prefixed !== end[1]) throw broken(text, at);
      if (open.length === 0) root = closed;
      at = endTag.lastIndex;
    } else {
      startTag.lastIndex = at;
      const start = startTag.exec(text);
      if (start === null || root !== null || open.length >= deepest) throw broken(text, at);
      const element = elementOf(start[1] ?? '', start[2] ?? '', open.at(-1)?.prefixes ?? {});
      open.at(-1)?.children.push(element);
      if (start[3] !== '/') open.push(element);
      else if (open.length === 0) root = element;
      at = startTag.lastIndex;
    }
  }
  if (root === null || open.length > 0) throw new XmlError('it is cut short');
  return root;
}

function elementOf(prefixed: string, written: string, above: Prefixes): Open {
  const attributes: Record<string, string> = {};
  let prefixes = above;
  for (const [, name = '', double, single] of written.matchAll(attribute)) {
    // As XML says: a line end or tab within an attribute is a space.
    const value = decode((double ?? single ?? '').replace(/[\t\r\n]/g, ' '));
    if (name === 'xmlns') prefixes = { ...prefixes, '': value };
    else if (name.startsWith('xmlns:')) prefixes = { ...prefixes, [name.slice(6)]: value };
    else if (!name.includes(':')) attributes[name] = value;
  }
  const colon = prefixed.indexOf(':');
  const prefix = colon < 0 ? '' : prefixed.slice(0, colon);
  const namespace = Object.hasOwn(prefixes, prefix) ? (prefixes[prefix] ?? '') : '';
  return { name: prefixed.slice(colon + 1), prefixed, namespace, prefixes, attributes, children: [], text: '' };
}

function addText(open: readonly Open[], decoded: string, written: string): void {
  const inside = open.at(-1);
  if (inside !== undefined) inside.text += decoded;
  else if (written.trim() !== '') throw new XmlError('text outside the document');
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  if (found < 0) throw new XmlError('it is cut short');
  return found + end.length;
}

const entities: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;\s&]{0,10});?/g, (whole, name: string) => {
    if (!whole.endsWith(';')) throw new XmlError(`${whole}: an & that begins nothing`);
    const code = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(name);
    if (code === null) {
      if (!Object.hasOwn(entities, name)) throw new XmlError(`${whole} is not known`);
      return entities[name] ?? '';
    }
    const point = code[1] === undefined ? Number(code[2]) : Number.parseInt(code[1], 16);
    if (!(point > 0 && point <= 0x10ffff)) throw new XmlError(`${whole} is no character`);
    return String.fromCodePoint(point);
  });
}

function broken(text: string, at: number): XmlError {
  return new XmlError(`line ${text.slice(0, at).split('\n').length} cannot be read`);
}
