import type { Page } from 'playwright';
import type { StageState } from './states.ts';

/** Shows a state of the stage and does what a person does in it. */
export async function openState(page: Page, url: string, state: StageState): Promise<void> {
  await page.goto(`${url}${state.path}?stage=${encodeURIComponent(state.name)}`);
  await page.locator('h1').waitFor();
  for (const step of state.steps) {
    if ('click' in step) await page.getByRole(step.role, { name: step.click, exact: true }).click();
    else if ('fill' in step) await page.getByLabel(step.fill, { exact: true }).fill(step.text);
    else if ('rest' in step) await page.waitForTimeout(step.rest);
    else await page.keyboard.press(step.press);
  }
  // The longest rest of the app before it asks: typing, and rows that arrive.
  await page.waitForTimeout(state.steps.length > 0 ? 400 : 80);
}
