import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { withPalette } from './palette.ts'

const folder = new URL('../../docs/images/', import.meta.url)

/** A picture in a README is looked at over telephones, too. */
const mostBytes = 300_000

/**
 * Takes a picture of the page as it is. It is kept, for the README, only in a run with LODE_PICTURES=1: other runs leave
 * the working tree alone.
 */
export async function takePicture(page: Page, name: string): Promise<void> {
  const png = withPalette(await page.screenshot({ animations: 'disabled' }))
  expect(png.length).toBeLessThan(mostBytes)
  if (process.env.LODE_PICTURES !== '1') return
  await mkdir(folder, { recursive: true })
  await writeFile(fileURLToPath(new URL(`${name}.png`, folder)), png)
}
