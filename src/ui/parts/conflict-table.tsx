import { useId } from 'preact/hooks';
import type { Json } from '../../core/row.ts';
import { conflictTexts as texts } from '../texts/conflict.ts';
import { type Choices, type Conflict, type ConflictLine, isUntouchedBy, type Side } from '../view-model/conflict.ts';
import { type BadgeTone, Tag } from './tag.tsx';
import { WireValue } from './wire-value.tsx';

const tones: { readonly [kind in ConflictLine['kind']]: BadgeTone } = {
  both: 'danger',
  mine: 'active',
  same: 'success',
  theirs: 'quiet',
  service: 'quiet',
};

/** One line per column: what stood there, what stands on either side, and which of them is to be. */
export function ConflictTable(props: {
  readonly conflict: Conflict;
  /** Null where there is nothing to choose column by column. */
  readonly choices: Choices | null;
  readonly onChoose: (column: string, side: Side) => void;
}) {
  const { conflict, choices } = props;
  const id = useId();
  const hasMine = conflict.kind !== 'deleted here';
  const hasTheirs = conflict.kind !== 'gone there';
  const isChosen = (line: ConflictLine) => choices !== null && (line.kind === 'both' || line.kind === 'mine');
  const side = (line: ConflictLine, which: Side) =>
    isChosen(line) ? (
      <Pick id={id} line={line} side={which} choices={choices ?? {}} onChoose={props.onChoose} />
    ) : (
      <Value line={line} value={line[which]} isUntouched={isUntouchedBy(which, line)} />
    );
  return (
    <table class="data-table conflict-table" aria-label={texts.compare}>
      <thead>
        <tr>
          <th scope="col">{texts.column}</th>
          <th scope="col">{texts.base}</th>
          {hasMine && (
            <th scope="col" id={`${id}-mine`}>
              {texts.mine}
            </th>
          )}
          {hasTheirs && (
            <th scope="col" id={`${id}-theirs`}>
              {texts.theirs}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {conflict.lines.map((line) => (
          <tr key={line.column.name} data-kind={line.kind}>
            <th scope="row">
              <span id={`${id}-${line.column.name}`} dir="auto">
                {line.column.label}
              </span>
              <Tag
                tone={tones[line.kind]}
                {...(line.kind === 'both' && { icon: 'conflict' })}
                text={texts.lineKind[line.kind]}
              />
            </th>
            <td data-label={texts.base}>
              <Value line={line} value={line.base} />
            </td>
            {hasMine && <td data-label={texts.mine}>{side(line, 'mine')}</td>}
            {hasTheirs && <td data-label={texts.theirs}>{side(line, 'theirs')}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A value to choose: its name is the column's, the side's and its own. */
function Pick(props: {
  readonly id: string;
  readonly line: ConflictLine;
  readonly side: Side;
  readonly choices: Choices;
  readonly onChoose: (column: string, side: Side) => void;
}) {
  const { id, line, side } = props;
  const { name } = line.column;
  const value = `${id}-${name}-${side}`;
  return (
    <label class="pick">
      <input
        type="radio"
        name={`${id}-${name}-side`}
        aria-labelledby={`${id}-${name} ${id}-${side} ${value}`}
        checked={props.choices[name] === side}
        onChange={() => props.onChoose(name, side)}
      />
      <span id={value} class="pick-value">
        <Value line={line} value={line[side]} />
      </span>
    </label>
  );
}

function Value(props: {
  readonly line: ConflictLine;
  readonly value: Json | undefined;
  readonly isUntouched?: boolean;
}) {
  if (props.isUntouched) return <span class="quiet">{texts.untouched}</span>;
  if (props.value === undefined) return <span class="quiet">{texts.unknown}</span>;
  return <WireValue column={props.line.column} value={props.value} />;
}
