import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDocumentPageLife } from '../../src/platform/browser/page/document-page-life.ts';
import type { PageEvent } from '../../src/platform/page-life.ts';

const page = { document: new EventTarget(), window: new EventTarget() };
beforeEach(() => {
  page.document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  page.window = new EventTarget();
  vi.stubGlobal('document', page.document);
  vi.stubGlobal('window', page.window);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('tells that the person turned to the window apart from its being seen again, until it is stopped', () => {
  const told: PageEvent[] = [];
  const stop = createDocumentPageLife().subscribe((event) => told.push(event));
  page.window.dispatchEvent(new Event('focus'));
  page.document.dispatchEvent(new Event('visibilitychange'));
  page.document.dispatchEvent(new Event('resume'));
  page.window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }));
  page.window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  expect(told).toEqual(['focused', 'visible', 'resumed', 'returned']);
  stop();
  page.window.dispatchEvent(new Event('focus'));
  expect(told).toHaveLength(4);
});
