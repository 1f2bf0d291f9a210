import { PageHeading } from '../parts/page-heading.tsx';
import { path } from '../router.ts';
import { shellTexts } from '../texts/shell.ts';

export function NotFoundScreen(props: { readonly text?: string }) {
  return (
    <div class="screen narrow">
      <PageHeading title={shellTexts.notFoundTitle} />
      <p>{props.text ?? shellTexts.notFound(path.value)}</p>
      <p>
        <a class="button primary" href="/">
          {shellTexts.toHome}
        </a>
      </p>
    </div>
  );
}
