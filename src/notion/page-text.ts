import { APIResponseError, type Client, type GetBlockResponse } from '@notionhq/client'
import { z } from 'zod'
import { UnreadablePage } from './unreadable-page.ts'

type PageMarkdown = Awaited<ReturnType<Client['pages']['retrieveMarkdown']>>

/** Kinds of blocks that hold no text of the page itself; its Markdown has no form for them. */
const withoutText = new Set(
  'bookmark embed link_preview link_to_page breadcrumb table_of_contents divider image video audio file pdf'.split(' '),
)
const mostParts = 500
/** Larger than any postmortem, and near what a model's context holds. */
const mostLetters = 1_000_000

/**
 * All the Markdown of a page, in Notion's dialect, with what Notion left out of its first answer put in place. Rejects
 * with `UnreadablePage` where a part can't be had, and with Notion's own error where the page itself is not there.
 */
export async function retrieveText(client: Client, pageId: string): Promise<string> {
  const text = await completed(client, await client.pages.retrieveMarkdown({ page_id: pageId }), new Set())
  if (text.length <= mostLetters) return text
  throw new UnreadablePage(`${(text.length / 1e6).toFixed(1)} million letters are too long; split the page.`)
}

async function completed(client: Client, part: PageMarkdown, asked: Set<string>): Promise<string> {
  const missing = part.unknown_block_ids.map(plainId)
  if (part.truncated && missing.length === 0) throw incomplete('Notion cut the page short')
  const kinds = new Map([...part.markdown.matchAll(unknownTag)].map(([, tag = '']) => [blockIn(tag), kindIn(tag)]))
  const found = new Map<string, string>()
  for (const id of missing) {
    const kind = kinds.get(id) ?? null
    found.set(id, kind !== null && withoutText.has(kind) ? '' : await partOf(client, id, kind, asked))
  }
  const homeless = missing.filter((id) => !kinds.has(id)).map((id) => found.get(id))
  return [filledIn(part.markdown, found), ...homeless].join('\n')
}

/** What Notion says of a block when it is asked for it alone. */
async function partOf(client: Client, id: string, kind: string | null, asked: Set<string>): Promise<string> {
  if (asked.has(id)) throw incomplete(`Notion leads in a circle at the block ${id}`)
  if (asked.size >= mostParts) throw incomplete(`the page comes in more than ${mostParts} parts`)
  asked.add(id)
  const part = await retrieved(client, id)
  if (!part.unknown_block_ids.map(plainId).includes(id)) return completed(client, part, asked)
  return textOfBlock(await client.blocks.retrieve({ block_id: id }), kind)
}

async function retrieved(client: Client, id: string): Promise<PageMarkdown> {
  try {
    return await client.pages.retrieveMarkdown({ page_id: id })
  } catch (error) {
    if (!isNotFound(error)) throw error
    throw incomplete(`a part of the page is not shared with the connection (block ${id})`)
  }
}

const richText = z.array(z.object({ plain_text: z.string() }))

/** A block that Notion has no Markdown for, as a form or a button, may have a caption, but no more. */
function textOfBlock(block: GetBlockResponse, kind: string | null): string {
  if (!('type' in block) || block.has_children)
    throw incomplete(`Notion gives no text for the block ${block.id} (${kind ?? 'of some kind'})`)
  const content: unknown = Reflect.get(block, block.type)
  const texts = Object.values(Object(content)).map((value) => richText.safeParse(value).data ?? [])
  const lines = texts.map((items) => items.map(({ plain_text }) => plain_text).join('')).filter(Boolean)
  return lines.map((line) => line.replaceAll(/[\\*~`$[\]<>{}|^]/g, '\\$&').replaceAll('\n', '<br>')).join('\n')
}

/** Notion doesn't tell what is not there from what is not shared. */
export function isNotFound(error: unknown): boolean {
  return APIResponseError.isAPIResponseError(error) && error.code === 'object_not_found'
}

const unknownTag = /<unknown\b([^<>]*)>/g

/** Parts take the place of their tags, as deep as those. */
function filledIn(markdown: string, found: ReadonlyMap<string, string>): string {
  return markdown.replaceAll(unknownTag, (whole, tag: string, at: number) => {
    const text = found.get(blockIn(tag))
    if (text === undefined) return whole
    const [depth = ''] = /^\t*/.exec(markdown.slice(markdown.lastIndexOf('\n', at - 1) + 1)) ?? []
    return text.replaceAll('\n', `\n${depth}`)
  })
}

/** The last id of the tag's address is the block's. */
function blockIn(tag: string): string {
  const [, address = ''] = /\burl="([^"]*)"/.exec(tag) ?? []
  return /[0-9a-f]{32}$/.exec(plainId(address))?.[0] ?? ''
}

function kindIn(tag: string): string | null {
  return /\balt="([^"]*)"/.exec(tag)?.[1] ?? null
}

function plainId(id: string): string {
  return id.toLowerCase().replaceAll('-', '')
}

function incomplete(what: string): UnreadablePage {
  return new UnreadablePage(`incomplete: ${what}; it is tried again.`)
}
