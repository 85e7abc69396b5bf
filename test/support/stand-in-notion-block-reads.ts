import { blockOf, blocksOf, type NotionBlock } from './stand-in-notion-blocks.ts'
import { type Call, idIn, listed } from './stand-in-notion-call.ts'
import { childPagesOf } from './stand-in-notion-child-pages.ts'
import { notFound } from './stand-in-notion-error.ts'
import type { NotionPage } from './stand-in-notion-model.ts'
import { blockJson, childPageJson } from './stand-in-notion-objects.ts'

/** One block, hidden from the markdown or not; a page is one as well. */
export function block(call: Call): Record<string, unknown> {
  const { workspace, reader } = call
  const itself = workspace.pages.get(idIn(call, 'block_id'))
  if (itself?.isShared) return childPageJson(workspace, reader, itself)
  const { page, found } = blockAsked(call)
  return blockJson(page, reader, found)
}

/** What is directly on a page or in a block; the pages below a page come last. */
export function children(call: Call): Record<string, unknown> {
  const { workspace, reader } = call
  const page = workspace.pages.get(idIn(call, 'block_id'))
  if (!page?.isShared) {
    const asked = blockAsked(call)
    return listed(call, 'block', blocksJson(call, asked.page, asked.found.children))
  }
  const pages = childPagesOf(workspace, page).map((child) => childPageJson(workspace, reader, child))
  return listed(call, 'block', [...blocksJson(call, page, blocksOf(page)), ...pages])
}

function blocksJson({ reader }: Call, page: NotionPage, blocks: readonly NotionBlock[]): Record<string, unknown>[] {
  return blocks.map((child) => blockJson(page, reader, child))
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
