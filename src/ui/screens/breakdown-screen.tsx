import { Icon } from '../parts/icon.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { RescueEscrow } from '../parts/rescue-escrow.tsx';
import { shellTexts } from '../texts/shell.ts';

/** Something stopped the app as a whole. */
export function BreakdownScreen(props: { readonly reason: string }) {
  return (
    <main class="centered" id="content">
      <span class="big-icon danger">
        <Icon name="error" />
      </span>
      <PageHeading title={shellTexts.breakdownTitle} />
      <p role="alert">{props.reason}</p>
      <p class="quiet">{shellTexts.breakdownMore}</p>
      <button class="button primary" type="button" onClick={() => location.reload()}>
        {shellTexts.reload}
      </button>
      <RescueEscrow />
    </main>
  );
}
