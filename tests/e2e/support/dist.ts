import { resolve } from 'node:path';

/** Root of the project. */
export const root = new URL('../../..', import.meta.url).pathname;

/** What was built: dist, or LANDFALL_DIST, for a run that others who build in this folder must not disturb. */
export const dist = resolve(root, process.env.LANDFALL_DIST ?? 'dist');
