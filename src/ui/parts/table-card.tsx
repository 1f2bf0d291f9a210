import { listPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { homeTexts as texts } from '../texts/home.ts';
import { bytesText, countText } from '../view-model/number-text.ts';
import type { TableProgress } from '../view-model/table-progress.ts';
import { timeText } from '../view-model/time-text.ts';
import { Icon } from './icon.tsx';
import { Progress } from './progress.tsx';
import { tableIcon } from './table-icon.ts';

/** One table: where its rows stand. The whole card leads to the list. */
export function TableCard(props: { readonly progress: TableProgress }) {
  const { progress } = props;
  const services = useServices();
  const stages = services.state.value?.activity.kind === 'running' ? texts.stage : texts.restingStage;
  const label = progress.table.pluralLabel;
  return (
    <li class="card table-card">
      <span class="table-card-icon">
        <Icon name={tableIcon(progress.table)} />
      </span>
      <div class="table-card-text">
        <a class="stretched" href={listPath(progress.table.name)} dir="auto">
          {label}
        </a>
        <p class="quiet">{rowsText(progress, services.locale)}</p>
        {progress.stage !== 'whole' && <Progress label={texts.progressOf(label)} fraction={progress.fraction} />}
        <p class="quiet small">
          {[
            (progress.upToDateAt === null || progress.stage === 'reading again') && stages[progress.stage],
            progress.upToDateAt !== null &&
              texts.asOf(timeText(progress.upToDateAt, services.now.value, services.locale)),
          ]
            .filter((part) => part !== false)
            .join(' · ')}
        </p>
      </div>
    </li>
  );
}

export function rowsText(progress: TableProgress, locale: string): string {
  const rows = countText(progress.rows, locale);
  const text =
    progress.stage === 'loading' && progress.expected !== null
      ? texts.rowsOf(rows, countText(Math.max(progress.expected, progress.rows), locale))
      : texts.rows(rows, progress.rows === 1);
  return progress.bytes > 0 ? `${text} · ${bytesText(progress.bytes, locale)}` : text;
}
