import { clamped } from '../untrusted/clamped.ts'
import { oneLine } from '../untrusted/clean.ts'
import { safeUrl } from '../untrusted/safe-url.ts'

/** All that means something within a line: https://developers.notion.com/guides/data-apis/enhanced-markdown. */
const meaningful = /[\\*~`$[\]<>{}|^]/g
/** Addresses may become links by themselves; a joiner that nobody sees keeps them apart. */
const address = /:(?=\/\/)|(?<=\b(?:www|mailto))[.:]/gi

/**
 * Untrusted text on one line of Notion's Markdown: nothing in it formats, links or mentions. It must not begin a block,
 * for there other signs mean something.
 */
export function plain(text: string, max: number): string {
  return clamped(oneLine(text), max).replace(meaningful, '\\$&').replace(address, '$&\u2060')
}

/** A title, linked where the address is one that a person may be sent to. */
export function linked(title: string, url: string | null): string {
  const label = plain(title, 200) || 'Untitled'
  const target = url === null ? undefined : safeUrl(url)
  return target === undefined ? label : `[${label}](${target.replaceAll('(', '%28').replaceAll(')', '%29')})`
}
