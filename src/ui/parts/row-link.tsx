import type { RowAddress } from '../../core/row.ts';
import { formPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { useRowName } from './use-row-name.ts';

/** A row by the name it has now, leading to its form; by its table and key where it is not on this device. */
export function RowLink(props: {
  readonly address: RowAddress;
  readonly isGone?: boolean;
  readonly knownName?: string;
}) {
  const { state } = useServices();
  const { address } = props;
  const table = state.value?.facts.tables.find((candidate) => candidate.name === address.table);
  const found = useRowName(props.knownName === undefined ? address : null);
  const name = props.knownName ?? found;
  const text = name ?? `${table?.label ?? address.table} ${address.key.slice(0, 8)}`;
  if (props.isGone) return <span dir="auto">{text}</span>;
  return (
    <a href={formPath(address.table, address.key)} dir="auto">
      {text}
    </a>
  );
}
