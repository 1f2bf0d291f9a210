import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { DefinitionFault } from './definition.ts';

/** An XML element: its attributes, and its child elements by their local name. */
export type Element = {
  readonly attribute: (name: string) => string | null;
  readonly children: (name: string) => readonly Element[];
};

const attributePrefix = '@';
const options = {
  ignoreAttributes: false,
  attributeNamePrefix: attributePrefix,
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
} as const;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toElement(value: unknown): Element {
  const fields = isObject(value) ? value : {};
  return {
    attribute(name) {
      const found = fields[attributePrefix + name];
      return typeof found === 'string' ? found : null;
    },
    children(name) {
      const found = fields[name];
      return (Array.isArray(found) ? found : found === undefined ? [] : [found]).map(toElement);
    },
  };
}

/** The validator lists every element that is left open. */
const notXml = (reason: string): DefinitionFault => new DefinitionFault([`it is not XML: ${reason.slice(0, 300)}`]);

/** The parser throws what it does not take, such as elements nested too deep, as an error of no kind. */
function parseXml(xml: string): Element {
  try {
    const validity = XMLValidator.validate(xml);
    if (validity !== true) throw notXml(`line ${validity.err.line}: ${validity.err.msg}`);
    return toElement(new XMLParser(options).parse(xml));
  } catch (error) {
    if (error instanceof DefinitionFault) throw error;
    throw notXml(error instanceof Error ? error.message : 'unreadable');
  }
}

/** The `Schema` elements. A document type is refused: with it go entities of its own, the way to make a parser swell. */
export function readSchemas(xml: string): readonly Element[] {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new DefinitionFault(['a document type (DOCTYPE) is not accepted']);
  const root = parseXml(xml);
  const schemas = root
    .children('Edmx')
    .flatMap((edmx) => edmx.children('DataServices'))
    .flatMap((services) => services.children('Schema'));
  if (schemas.length === 0) throw new DefinitionFault(['it is not CSDL: no edmx:Edmx/edmx:DataServices/Schema']);
  return schemas;
}
