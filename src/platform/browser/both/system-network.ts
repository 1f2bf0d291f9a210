import type { Network } from '../../platform.ts';

export const systemNetwork: Network = { isSurelyOffline: () => navigator.onLine === false };
