import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Tables } from '../odata/table.ts';
import { StartFailure } from '../start-failure.ts';
import { parseCsdlDefinition } from './csdl-definition.ts';
import { type Definition, DefinitionFault } from './definition.ts';
import { parseJsonDefinition } from './parse-json.ts';
import { toTables } from './to-tables.ts';

const mostBytes = 64 * 1024 * 1024;

function read(file: string): string {
  try {
    const bytes = readFileSync(file);
    if (bytes.length > mostBytes) throw new DefinitionFault([`it is larger than ${mostBytes} bytes`]);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new DefinitionFault(['it is not UTF-8']);
    throw error instanceof DefinitionFault || !(error instanceof Error) ? error : new DefinitionFault([error.message]);
  }
}

function parse(file: string, report: (line: string) => void): Definition {
  switch (extname(file).toLowerCase()) {
    case '.json':
      return parseJsonDefinition(read(file));
    case '.xml':
    case '.csdl':
      return parseCsdlDefinition(read(file), report);
    default:
      throw new DefinitionFault(['its name must end in .json, .xml or .csdl']);
  }
}

/**
 * The tables that a file defines, with those that every service has. `report` gets one line for each thing of a CSDL
 * file that is left out.
 * @throws StartFailure that says where the file is wrong and what was expected
 */
export function readDefinition(file: string, report: (line: string) => void): Tables {
  try {
    return toTables(parse(file, report));
  } catch (error) {
    if (!(error instanceof DefinitionFault)) throw error;
    const [only, ...others] = error.lines;
    const lines = others.length === 0 ? ` ${only}` : error.lines.map((line) => `\n  ${line}`).join('');
    throw new StartFailure(`LANDFALL_TABLES: ${file}:${lines}`);
  }
}
