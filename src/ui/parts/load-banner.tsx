import { useServices } from '../services-context.ts';
import { homeTexts as texts } from '../texts/home.ts';
import { whyLoadRests } from '../view-model/load-texts.ts';
import { percentText } from '../view-model/number-text.ts';
import { loadProgress } from '../view-model/table-progress.ts';
import { MessageBar } from './message-bar.tsx';

/** Above lists until every table is whole. */
export function LoadBanner() {
  const services = useServices();
  const state = services.state.value;
  if (state === null) return null;
  const load = loadProgress(state.facts);
  if (load.isWhole) return null;
  const { locale } = services;
  const rests = whyLoadRests({ state, isOnline: services.isOnline.value, now: services.now.value, locale });
  const percent = load.fraction === null ? null : percentText(load.fraction, locale);
  const title =
    rests === null
      ? percent === null
        ? texts.bannerTitleUnknown
        : texts.bannerTitle(percent)
      : percent === null
        ? texts.notWhole
        : texts.bannerTitlePaused(percent);
  return (
    <MessageBar tone="info" title={title} actions={<a href="/">{texts.bannerLink}</a>}>
      {texts.bannerMore} {rests}
    </MessageBar>
  );
}
