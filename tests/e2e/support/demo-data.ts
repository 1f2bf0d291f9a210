import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dist, root } from './dist.ts';

const kept = join(root, 'tests/.out/demo-data');

/**
 * Puts demo data into an empty folder. Filling a database takes seconds, so that is done once for each build of the
 * service and each scale, and copied.
 */
export async function copyDemoData(
  scale: number,
  folder: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const ready = join(kept, `${serviceHash()}-${scale}`);
  if (!existsSync(ready)) {
    const beside = join(kept, `new-${process.pid}`);
    // Those of older builds are of no more use.
    for (const name of existsSync(kept) ? readdirSync(kept) : []) {
      if (!name.startsWith(serviceHash())) rmSync(join(kept, name), { recursive: true, force: true });
    }
    mkdirSync(beside, { recursive: true });
    await fill(beside);
    renameSync(beside, ready);
  }
  cpSync(ready, folder, { recursive: true });
}

function serviceHash(): string {
  const folder = join(dist, 'server');
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) hash.update(readFileSync(join(entry.parentPath, entry.name)));
  }
  return hash.digest('hex').slice(0, 12);
}
