import * as v from 'valibot';
import { type Attempt, succeeded } from '../../core/failure.ts';
import { urlOf } from '../url.ts';
import type { DialectAsk } from './dialect.ts';

const annotation = 'Microsoft.Dynamics.CRM.globalmetadataversion';
const shape = v.looseObject({ [`@${annotation}`]: v.optional(v.union([v.string(), v.number()])) });

/** Few rows and one short column: the annotation beside them is what is asked for (docs/facts/dataverse.md §2.1). */
const options = { select: 'name', top: '1' };

/** `globalmetadataversion` "will change when any schema change occurs". */
export async function readDefinitionsVersion(ask: DialectAsk): Promise<Attempt<string | null>> {
  const prefer = [`odata.include-annotations="${annotation}"`];
  const reply = await ask.read(urlOf(ask.root, 'businessunits', options), prefer);
  if (!reply.ok) return reply;
  const parsed = v.safeParse(shape, reply.value.body);
  const version = parsed.success ? parsed.output[`@${annotation}`] : undefined;
  return succeeded(version === undefined ? null : String(version));
}
