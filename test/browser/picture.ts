import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { withPalette } from './palette.ts'

const folder = new URL('../../docs/images/', import.meta.url)

/** A picture in a README is looked at over telephones, too. */
const mostBytes = 300_000

/**
 * Takes a picture of the page for the README, with what it is about scrolled into sight; only in a run with
 * LODE_PICTURES=1, since other runs leave the working tree alone.
 */
export async function takePicture(page: Page, name: string, ...about: readonly Locator[]): Promise<void> {
  if (process.env.LODE_PICTURES !== '1') return
  for (const one of about) await toTheTop(one)
  // The buttons that follow the pointer would hide text; they come back with it.
  await page.evaluate("document.querySelector('.message > .toolbar')?.remove()")
  const png = withPalette(await page.screenshot({ animations: 'disabled' }))
  expect(png.length, `bytes of ${name}.png`).toBeLessThan(mostBytes)
  await mkdir(folder, { recursive: true })
  await writeFile(fileURLToPath(new URL(`${name}.png`, folder)), png)
}

/** Playwright scrolls no further than it must, which may be the last line. */
function toTheTop(element: Locator): Promise<unknown> {
  return element.evaluate((found) => {
    if ('scrollIntoView' in found && typeof found.scrollIntoView === 'function') found.scrollIntoView()
  })
}
