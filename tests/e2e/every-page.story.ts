import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { coursePlaces } from './course-places.ts';
import { lifePlaces } from './life-places.ts';
import { everyPlace, type Place } from './places.ts';
import { expect, test } from './story.ts';

const PARTS = ['booking', 'what comes after', 'learning'] as const;
/** A phone, a tablet and a laptop. */
const WIDTHS = [360, 768, 1280] as const;
const HEIGHT = 900;

/** Axe's rules up to WCAG 2.2 AA, and its best practices. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

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

/**
 * Opens a page in each look and sees it in every width. In the dark only what a look changes is asked again: a page
 * never learns its look, all of it is CSS.
 */
async function lookAt(page: Page, place: Place): Promise<void> {
  for (const [look, rules] of [['light', null] as const, ['dark', ['color-contrast']] as const]) {
    await page.emulateMedia({ colorScheme: look });
    await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
    await page.goto(place.path);
    await expect(page.getByRole('heading', { level: 1 }), place.name).toHaveCount(1);
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

/** All rules of `TAGS`, or only those named. */
async function violations(page: Page, rules: readonly string[] | null = null): Promise<string[]> {
  // Without a second page to put the parts of several frames together: our pages have no foreign frames, and it takes half the time.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations: found } = await (rules === null ? axe.withTags(TAGS) : axe.withRules([...rules])).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, html, failureSummary }) => `${id}: ${target.join(' ')} ${html.slice(0, 120)} ${failureSummary}`,
    ),
  );
}
