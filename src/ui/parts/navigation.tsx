import type { TableDefinition } from '../../core/table.ts';
import { path } from '../router.ts';
import { listPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { shellTexts } from '../texts/shell.ts';
import { summarizeOutbox } from '../view-model/outbox-summary.ts';
import { Icon, type IconName } from './icon.tsx';
import { tableIcon } from './table-icon.ts';

/** Tables in the bottom bar of a phone; all are on the home screen. */
const mostOnPhone = 3;

/** A side list on a desk, a bar at the bottom on a phone: one list, two looks. */
export function Navigation() {
  const services = useServices();
  const facts = services.state.value?.facts;
  const tables = facts?.tables ?? [];
  const needYou = facts === undefined ? 0 : summarizeOutbox(facts.outbox).needYou;
  return (
    <nav class="navigation" aria-label={shellTexts.mainNavigation}>
      <ul>
        <Item to="/" icon="home" text={shellTexts.home} />
        {tables.map((table, place) => (
          <TableItem key={table.name} table={table} isDeskOnly={place >= mostOnPhone} />
        ))}
        <Item to="/sync" icon="sync" text={shellTexts.sync} count={needYou} class="nav-sync" />
      </ul>
    </nav>
  );
}

function TableItem(props: { readonly table: TableDefinition; readonly isDeskOnly: boolean }) {
  const to = listPath(props.table.name);
  return (
    <Item
      to={to}
      icon={tableIcon(props.table)}
      text={props.table.pluralLabel}
      class={props.isDeskOnly ? 'desk-only' : ''}
    />
  );
}

function Item(props: {
  readonly to: string;
  readonly icon: IconName;
  readonly text: string;
  readonly count?: number;
  readonly class?: string;
}) {
  const isHere =
    props.to === '/' ? path.value === '/' : path.value === props.to || path.value.startsWith(`${props.to}/`);
  return (
    <li class={props.class}>
      <a class="nav-item" href={props.to} aria-current={isHere ? 'page' : undefined}>
        <Icon name={props.icon} />
        <span class="nav-text">{props.text}</span>
        {props.count !== undefined && props.count > 0 && <span class="nav-count">{props.count}</span>}
      </a>
    </li>
  );
}
