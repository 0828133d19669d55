import type { Page } from '@playwright/test';
import axe, { type RunOptions } from 'axe-core';
import { coursePlaces } from './course-places.ts';
import { lifePlaces } from './life-places.ts';
import { everyPlace, type Place } from './places.ts';
import { expect, test } from './story.ts';

const PARTS = ['booking', 'what comes after', 'learning'] as const;
/** A phone, a tablet and a laptop. */
const WIDTHS = [360, 768, 1280] as const;
const HEIGHT = 900;

/** Axe's rules up to WCAG 2.2 AA, and its best practices. */
const ALL_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** In the dark only what a look changes is asked again: a page never learns its look, all of it is CSS. */
const LOOKS = [
  { look: 'light', rules: { type: 'tag', values: ALL_RULES } },
  { look: 'dark', rules: { type: 'rule', values: ['color-contrast'] } },
] as const;
type Rules = (typeof LOOKS)[number]['rules'];

test.describe.configure({ mode: 'parallel' });

for (const part of PARTS) {
  test(`every page of ${part} at 360, 768 and 1280 px, light and dark: nothing for axe to say, no scrolling sideways, a quiet console`, async ({
    product,
    newStudent,
    demoPerson,
    visitor,
  }) => {
    test.setTimeout(1_200_000);
    const options = { viewport: { width: WIDTHS[0], height: HEIGHT }, reducedMotion: 'reduce' } as const;
    const name = 'Rukayat Wide';
    const { page: student } = await newStudent(name, options);
    const tutor = await demoPerson('tutor@demo.test', options);
    const pages: Record<Place['as'], Page> = {
      nobody: await visitor(options),
      student,
      tutor,
      admin: await demoPerson('admin@demo.test', options),
    };
    const placesOf = {
      booking: () => everyPlace(product, student.request),
      'what comes after': () => lifePlaces(product, { student: student.request, tutor: tutor.request, name }),
      learning: () => coursePlaces(product, student.request),
    };
    for (const place of await placesOf[part]()) {
      await test.step(`${place.name} (${place.path})`, () => lookAt(pages[place.as], place));
    }
  });
}

/** Opens a page and sees it in each look and width. */
async function lookAt(page: Page, place: Place): Promise<void> {
  await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
  await page.goto(place.path);
  await expect(page.getByRole('heading', { level: 1 }), place.name).toHaveCount(1);
  await page.evaluate(axe.source);
  for (const { look, rules } of LOOKS) {
    await page.emulateMedia({ colorScheme: look });
    for (const width of WIDTHS) {
      const what = `${place.name} (${place.path}) at ${width} px, ${look}`;
      await page.setViewportSize({ width, height: HEIGHT });
      expect.soft(await sidewaysPixels(page), `${what}: wider than the window by`).toBe(0);
      expect.soft(await violations(page, rules), what).toEqual([]);
    }
  }
}

function sidewaysPixels(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** `axe.run` in the page itself, without lists of all that is right: that takes a fifth of the time of its wrapper's. */
async function violations(page: Page, rules: Rules): Promise<string[]> {
  const options: RunOptions = { runOnly: { ...rules, values: [...rules.values] }, resultTypes: ['violations'] };
  const found = await page.evaluate(async (asked) => (await window.axe.run(asked)).violations, options);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, html, failureSummary }) => `${id}: ${target.join(' ')} ${html.slice(0, 120)} ${failureSummary}`,
    ),
  );
}

declare global {
  interface Window {
    /** Set by `axe.source`. */
    axe: typeof axe;
  }
}
