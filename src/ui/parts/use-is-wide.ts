import { useEffect, useState } from 'preact/hooks';

/** Where the desk's layout begins; the style sheets use the same figure. */
const wide = '(min-width: 720px)';

/** Whether there is room for the desk's layout. */
export function useIsWide(): boolean {
  const [isWide, setWide] = useState(() => matchMedia(wide).matches);
  useEffect(() => {
    const query = matchMedia(wide);
    const follow = () => setWide(query.matches);
    follow();
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return isWide;
}
