import { useServices } from '../services-context.ts';
import { expectationTexts as texts } from '../texts/expectation.ts';
import { Icon } from './icon.tsx';
import { Tag } from './tag.tsx';

const tones = { full: 'success', limited: 'warning', 'only while open': 'warning', none: 'danger' } as const;

const states = [
  { state: 'hidden', icon: 'window', label: texts.hidden },
  { state: 'locked', icon: 'lock', label: texts.locked },
  { state: 'closed', icon: 'power', label: texts.closed },
] as const;

/** What happens on this very device if the person leaves now. The full detail adds the reasons and what was seen here. */
export function ExpectationPanel(props: { readonly detail: 'short' | 'full' }) {
  const expectation = useServices().expectation.value;
  if (expectation === null) return <p class="quiet">{texts.probing}</p>;
  return (
    <section class="card expectation" aria-labelledby="expectation-title">
      <div class="card-heading">
        <h2 id="expectation-title">{texts.title}</h2>
        <Tag tone={tones[expectation.level]} text={texts.level[expectation.level]} />
      </div>
      <p class="lead">{expectation.headline}</p>
      <dl class="away-states">
        {states.map(({ state, icon, label }) => (
          <div key={state} class="away-state">
            <dt>
              <Icon name={icon} /> {label}
            </dt>
            <dd>{expectation.ifYouLeave[state]}</dd>
          </div>
        ))}
      </dl>
      {props.detail === 'full' && expectation.whyNot.length > 0 && (
        <>
          <h3>{texts.whyNot}</h3>
          <ul class="reasons">
            {expectation.whyNot.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </>
      )}
      {props.detail === 'full' && expectation.observed !== '' && (
        <>
          <h3>{texts.observed}</h3>
          <p>{expectation.observed}</p>
        </>
      )}
    </section>
  );
}
