import { z } from 'zod'
import { hiddenId, hiddenIn, unknownTag, withoutTags, withTags } from './stand-in-notion-bodies.ts'
import { withChildPages, withoutChildPages } from './stand-in-notion-child-pages.ts'
import { invalid, notFound } from './stand-in-notion-error.ts'
import type { NotionPage, PageEdit } from './stand-in-notion-model.ts'
import { partOf } from './stand-in-notion-values.ts'
import type { NotionWorkspace } from './stand-in-notion-workspace.ts'

const command = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('insert_content'),
    insert_content: z.object({
      content: z.string(),
      after: z.string().optional(),
      position: z.object({ type: z.enum(['start', 'end']) }).optional(),
    }),
  }),
  z.object({
    type: z.literal('replace_content_range'),
    replace_content_range: z.object({ content: z.string(), content_range: z.string() }),
  }),
  z.object({
    type: z.literal('update_content'),
    update_content: z.object({
      content_updates: z.array(
        z.object({ old_str: z.string(), new_str: z.string(), replace_all_matches: z.boolean().default(false) }),
      ),
    }),
  }),
  z.object({ type: z.literal('replace_content'), replace_content: z.object({ new_str: z.string() }) }),
])

/** A page's content, or that of a block that was left out of it, by either's id. */
export function markdownJson(workspace: NotionWorkspace, id: string): Record<string, unknown> {
  const page = workspace.pages.get(id)
  if (page?.isShared) return contentJson(page, id, withChildPages(workspace, page))
  const hidden = workspace.hidden(id)
  const block = hidden?.page.hidden[hidden.name]
  if (!hidden?.page.isShared || !block || block.because === 'unshared') throw notFound('page', id)
  // Nothing documents what an unsupported block's own markdown is; its tag again is what a careless client loops on.
  const markdown = block.because === 'left_out' ? block.markdown : unknownTag(hidden.page, hidden.name, block)
  return contentJson(hidden.page, id, withTags(hidden.page, markdown))
}

/** What a write command makes of a page, and the child pages that are no longer on it, if it may delete them. */
export function editedBy(
  workspace: NotionWorkspace,
  page: NotionPage,
  body: unknown,
): { readonly edit: PageEdit; readonly gone: readonly NotionPage[] } {
  const parsed = command.safeParse(body)
  if (!parsed.success)
    throw invalid(`body failed validation: ${parsed.error.issues.map(({ message }) => message).join('; ')}`)
  const { own, gone } = withoutChildPages(workspace, page, applied(parsed.data, withChildPages(workspace, page)))
  if (gone.length > 0 && partOf(partOf(body, parsed.data.type), 'allow_deleting_content') !== true)
    throw invalid(`This operation would delete ${gone.length} child page(s) or database(s).`)
  const markdown = withoutTags(page, own)
  const hidden = Object.entries(page.hidden).filter(([name]) => markdown.includes(`{{${name}}}`))
  return { edit: { markdown, hidden: Object.fromEntries(hidden) }, gone }
}

function contentJson(page: NotionPage, id: string, markdown: string): Record<string, unknown> {
  const hidden = hiddenIn(page, markdown)
  return {
    object: 'page_markdown',
    id,
    markdown,
    truncated: hidden.some(([, { because }]) => because !== 'unsupported'),
    unknown_block_ids: hidden.map(([name]) => hiddenId(page, name)),
  }
}

function applied(asked: z.infer<typeof command>, text: string): string {
  switch (asked.type) {
    case 'replace_content':
      return asked.replace_content.new_str
    case 'update_content':
      return asked.update_content.content_updates.reduce((result, { old_str, new_str, replace_all_matches }) => {
        const matches = result.split(old_str).length - 1
        if (matches === 0) throw invalid(`Could not find the old_str in the page content: ${old_str}`)
        if (matches > 1 && !replace_all_matches) throw invalid(`Multiple matches of old_str: ${old_str}`)
        return result.replaceAll(old_str, () => new_str)
      }, text)
    case 'replace_content_range': {
      const { start, end } = rangeOf(text, asked.replace_content_range.content_range)
      return text.slice(0, start) + asked.replace_content_range.content + text.slice(end)
    }
    case 'insert_content': {
      const { content, after, position } = asked.insert_content
      const at = after !== undefined ? rangeOf(text, after).end : position?.type === 'start' ? 0 : text.length
      return [text.slice(0, at), content, text.slice(at)].filter((part) => part !== '').join('\n')
    }
  }
}

/** `start text...end text`: from the first place of the one to the next of the other. */
function rangeOf(text: string, selection: string): { start: number; end: number } {
  const [from = '', to] = selection.split('...')
  const start = text.indexOf(from)
  const last = to === undefined ? start : text.indexOf(to, start + from.length)
  if (start === -1 || last === -1) throw invalid(`Could not find the selection in the page content: ${selection}`)
  return { start, end: last + (to ?? from).length }
}
