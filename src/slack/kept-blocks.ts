import { linkPart, type Part } from '../block-kit/rich-text.ts'
import type { Kept } from '../content.ts'

/** Where what a message says is kept for everybody, or that it is about to be. */
export function keptParts(kept: Kept | null | undefined): Part[] {
  if (kept?.state !== 'kept') return []
  if (kept.url === null) return [`📖 Being written down in ${kept.where} …`]
  return ['📖 Kept in ', linkPart(kept.url, kept.where)]
}
