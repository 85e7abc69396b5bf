import { blockOf, blocksOf, type NotionBlock } from './stand-in-notion-blocks.ts'
import { type Call, idIn, listed } from './stand-in-notion-call.ts'
import { notFound } from './stand-in-notion-error.ts'
import type { NotionPage } from './stand-in-notion-model.ts'
import { blockJson } from './stand-in-notion-objects.ts'

/** One block, hidden from the markdown or not. */
export function block(call: Call): Record<string, unknown> {
  const { page, found } = blockAsked(call)
  return blockJson(page, call.reader, found)
}

/** What is directly on a page or in a block. */
export function children(call: Call): Record<string, unknown> {
  const page = call.workspace.pages.get(idIn(call, 'block_id'))
  if (page?.isShared) return childrenJson(call, page, blocksOf(page))
  const asked = blockAsked(call)
  return childrenJson(call, asked.page, asked.found.children)
}

function childrenJson(call: Call, page: NotionPage, blocks: readonly NotionBlock[]): Record<string, unknown> {
  const results = blocks.map((child) => blockJson(page, call.reader, child))
  return listed(call, 'block', results)
}

function blockAsked(call: Call): { readonly page: NotionPage; readonly found: NotionBlock } {
  const id = idIn(call, 'block_id')
  const place = call.workspace.hidden(id)?.page
  for (const page of place ? [place] : call.workspace.pages.values()) {
    const found = page.isShared ? blockOf(blocksOf(page), id) : undefined
    if (found && found.hidden?.because !== 'unshared') return { page, found }
  }
  throw notFound('block', id)
}
