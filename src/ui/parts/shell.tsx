import type { ComponentChildren } from 'preact';
import { useServices } from '../services-context.ts';
import { shellTexts } from '../texts/shell.ts';
import { Icon } from './icon.tsx';
import { Logo } from './logo.tsx';
import { Navigation } from './navigation.tsx';
import { Notices } from './notices.tsx';
import { StatusBadge } from './status-badge.tsx';

/** The frame around every screen of a person who is signed in. */
export function Shell(props: { readonly children: ComponentChildren }) {
  const account = useServices().account.value;
  return (
    <div class="shell">
      {/* biome-ignore lint/a11y/useValidAnchor: it leads to a place on this page, which the router must not take for a screen */}
      <a class="skip" href="#content" onClick={skip}>
        {shellTexts.skip}
      </a>
      <header class="header">
        <a class="brand" href="/">
          <Logo size={28} />
          <span class="brand-name">{shellTexts.appName}</span>
        </a>
        {account !== null && (
          <span class="header-account">
            <Icon name="person" />
            <span dir="auto">
              {account.environment.signIn === 'none'
                ? account.environment.name
                : shellTexts.account(account.person.name, account.environment.name)}
            </span>
          </span>
        )}
        <StatusBadge />
      </header>
      <Navigation />
      <main class="content" id="content" tabIndex={-1}>
        <Notices />
        {props.children}
      </main>
    </div>
  );
}

function skip(event: MouseEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#content')?.focus();
}
