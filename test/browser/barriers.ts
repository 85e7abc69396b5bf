import type { Page } from 'playwright-core'

/** What a screen reader would call by nothing but its kind. Empty is good. */
export async function nameless(page: Page): Promise<string[]> {
  const tree = await page.locator('body').ariaSnapshot()
  return tree
    .split('\n')
    .filter((line) => /^\s*- (?:button|link|textbox|combobox|checkbox|radio|dialog|img|heading)\b(?! ")/.test(line))
}

/** What is wider than the window, which would have to be pushed to and fro. Empty is good. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`
    [document.documentElement, ...document.querySelectorAll('main, aside, main .log, aside .log, dialog[open]')]
      .filter((element) => element.scrollWidth > element.clientWidth || element.getBoundingClientRect().right > innerWidth)
      .map((element) => element.outerHTML.slice(0, 80))`)
}

const focused = `(() => {
  const element = document.activeElement
  const isRinged = (one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
  }
  const shown = [element, element.closest('form, label')].filter(Boolean)
  return shown.some(isRinged) || element === document.body ? null : element.outerHTML.slice(0, 120)
})()`

/** Where the focus can be brought with Tab without being seen there. Empty is good. */
export async function unseenFocus(page: Page, steps: number): Promise<string[]> {
  const found = new Set<string>()
  for (let step = 0; step < steps; step++) {
    await page.keyboard.press('Tab')
    const where = await page.evaluate<string | null>(focused)
    if (where !== null) found.add(where)
  }
  return [...found]
}
