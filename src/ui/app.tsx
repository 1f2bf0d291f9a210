import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/feedback.css';
import './styles/shell.css';
import './styles/screens.css';
import './styles/sign-in.css';
import './styles/sync.css';
import './styles/list.css';
import './styles/form.css';
import { useEffect } from 'preact/hooks';
import { lazyScreen } from './parts/lazy-screen.tsx';
import { Shell } from './parts/shell.tsx';
import { navigate, path, startRouter } from './router.ts';
import { matchRoute } from './routes.ts';
import { BreakdownScreen } from './screens/breakdown-screen.tsx';
import { HomeScreen } from './screens/home-screen.tsx';
import { ListScreen } from './screens/list-screen.tsx';
import { NotFoundScreen } from './screens/not-found-screen.tsx';
import { OpeningScreen } from './screens/opening-screen.tsx';
import { SignInScreen } from './screens/sign-in-screen.tsx';
import type { AppServices } from './services.ts';
import { ServicesContext, useServices } from './services-context.ts';
import { watchInstallPrompt } from './view-model/install-prompt.ts';

const form = lazyScreen(async () => (await import('./screens/form-screen.tsx')).FormScreen);
const conflict = lazyScreen(async () => (await import('./screens/conflict-screen.tsx')).ConflictScreen);
const revise = lazyScreen(async () => (await import('./screens/revise-screen.tsx')).ReviseScreen);
const sync = lazyScreen(async () => (await import('./screens/sync-screen.tsx')).SyncScreen);

/** All that a person sees. The composition root renders it once. */
export function App(props: { readonly services: AppServices }) {
  useEffect(() => {
    const stops = [startRouter(), watchInstallPrompt()];
    // Soon after the first screen, so that they open at once, and without a service worker also when the network is gone.
    form.preload();
    sync.preload();
    conflict.preload();
    revise.preload();
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return (
    <ServicesContext.Provider value={props.services}>
      <Screens />
    </ServicesContext.Provider>
  );
}

function Screens() {
  const services = useServices();
  const match = matchRoute(path.value);
  const isSignInDone =
    match.screen === 'sign in' &&
    services.account.value !== null &&
    services.state.value?.activity.kind !== 'signed out';
  useEffect(() => {
    if (isSignInDone) navigate('/', 'replace');
  }, [isSignInDone]);

  if (services.breakdown.value !== null) return <BreakdownScreen reason={services.breakdown.value} />;
  if (services.isOpening.value) return <OpeningScreen />;
  if (services.account.value === null) return <SignInScreen />;
  if (match.screen === 'sign in' && !isSignInDone) return <SignInScreen />;
  return (
    <Shell>
      <Screen screen={match.screen} params={match.params} />
    </Shell>
  );
}

function Screen(props: ReturnType<typeof matchRoute>) {
  const table = props.params['table'] ?? '';
  const key = props.params['key'] ?? '';
  const change = props.params['change'] ?? '';
  switch (props.screen) {
    case 'home':
    case 'sign in':
      return <HomeScreen />;
    case 'list':
      return <ListScreen key={table} table={table} />;
    case 'new row':
      return <form.Screen key={`${table}/new`} table={table} rowKey={null} />;
    case 'form':
      return <form.Screen key={`${table}/${key}`} table={table} rowKey={key} />;
    case 'conflict':
      return <conflict.Screen key={change} changeId={change} />;
    case 'revise':
      return <revise.Screen key={change} changeId={change} />;
    case 'sync':
      return <sync.Screen />;
    case 'not found':
      return <NotFoundScreen />;
  }
}
