import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AppServices } from './services.ts';

export const ServicesContext = createContext<AppServices | null>(null);

/** What the composition root gave to the screens. */
export function useServices(): AppServices {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('the screens are rendered outside <App>');
  return services;
}
