import { useLayoutEffect, useState } from 'preact/hooks';
import { guardLeaving } from '../router.ts';
import { formTexts as texts } from '../texts/form.ts';
import { Dialog } from './dialog.tsx';

/** Holds a person back from leaving a form with something in it that was not saved. */
export function LeaveGuard(props: {
  readonly isOn: boolean;
  readonly onKeep: () => Promise<void>;
  readonly onDiscard: () => Promise<void>;
}) {
  const [leave, setLeave] = useState<(() => void) | null>(null);
  // With the rendering that shows that all is saved, not a while after it.
  useLayoutEffect(() => {
    if (!props.isOn) return;
    return guardLeaving((go) => {
      setLeave(() => go);
      return false;
    });
  }, [props.isOn]);
  if (leave === null) return null;
  const stay = () => setLeave(null);
  const goAfter = (work: () => Promise<void>) => async () => {
    await work();
    // The guard is on still, until the next rendering: take it off by hand.
    guardLeaving(() => true);
    leave();
  };
  return (
    <Dialog
      title={texts.leaveTitle}
      onClose={stay}
      actions={
        <>
          <button class="button primary" type="button" onClick={stay}>
            {texts.keepEditing}
          </button>
          <button class="button" type="button" onClick={goAfter(props.onKeep)}>
            {texts.leaveKeepDraft}
          </button>
          <button class="button" type="button" onClick={goAfter(props.onDiscard)}>
            {texts.leaveDiscard}
          </button>
        </>
      }
    >
      <p>{texts.leaveText}</p>
    </Dialog>
  );
}
