import { useServices } from '../services-context.ts';
import { homeTexts as texts } from '../texts/home.ts';
import { percentText } from '../view-model/number-text.ts';
import { loadProgress } from '../view-model/table-progress.ts';
import { MessageBar } from './message-bar.tsx';

/** Above lists until every table is whole. */
export function LoadBanner() {
  const services = useServices();
  const facts = services.state.value?.facts;
  if (facts === undefined) return null;
  const load = loadProgress(facts);
  if (load.isWhole) return null;
  const title =
    load.fraction === null
      ? texts.bannerTitleUnknown
      : `${texts.bannerTitle(percentText(load.fraction, services.locale))}.`;
  return (
    <MessageBar tone="info" title={title} actions={<a href="/">{texts.bannerLink}</a>}>
      {texts.bannerMore}
    </MessageBar>
  );
}
