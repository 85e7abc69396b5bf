import type { Nodes, Parent, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { isDocumentTitle, isInstruction, isReferenceHeading } from './inadmissible.ts'
import { type Block, type Span, sentencesOf } from './sentences.ts'

/**
 * What a document itself says: its Markdown as written, less reference lists, tables of contents, images, HTML and
 * what is only the title or address of something linked (replaced by `[link]`). Stages see `text`; quotes are
 * looked for in it, and hold only outside `inadmissible`. All offsets are into `text`.
 */
export type Narrative = {
  readonly text: string
  readonly blocks: readonly Block[]
  /** Headings, and lines that talk to a reader's model instead of about the incident. */
  readonly inadmissible: readonly (Span & { readonly kind: 'heading' | 'instruction' })[]
}

const markdown = unified().use(remarkParse).use(remarkGfm)

/** Reads redacted Markdown. Never throws: every text is Markdown. */
export function readNarrative(body: string): Narrative {
  const source = body.replaceAll('\r\n', '\n')
  const text = cut(source, cutsOf(markdown.parse(source), source))
  const blocks = blocksOf(markdown.parse(text))
  const headings = blocks.flatMap(({ kind, start, end }) => (kind === 'heading' ? [{ start, end, kind }] : []))
  return { text, blocks, inadmissible: [...headings, ...instructions(text, blocks)] }
}

type Cut = Span & { readonly replacement: string }

function cutsOf(root: Root, source: string): Cut[] {
  const cuts = referenceSections(root)
  const visit = (node: Nodes, enclosing: Parent | null): void => {
    const span = spanOf(node)
    if (cuts.some((gone) => gone.start <= span.start && span.end <= gone.end)) return
    const replacement = replacementOf(node, enclosing, source)
    if (replacement !== null) cuts.push({ ...span, replacement })
    else if ('children' in node) {
      const around = isInline(node) ? enclosing : node
      for (const child of node.children) visit(child, around)
    }
  }
  visit(root, null)
  return cuts.sort((a, b) => a.start - b.start)
}

/** What stands in place of a node that is no evidence; null for every other node. */
function replacementOf(node: Nodes, enclosing: Parent | null, source: string): string | null {
  switch (node.type) {
    case 'html':
      // A line break within a table's cell is part of how the cell is read.
      return /^<br *\/?>$/i.test(node.value) ? null : ''
    case 'image':
    case 'imageReference':
    case 'definition':
    case 'footnoteDefinition':
      return ''
    case 'link':
    case 'linkReference': {
      const anchor = plainText(node)
      return enclosing && isDocumentTitle(anchor, surroundings(node, enclosing, source)) ? '[link]' : anchor
    }
    case 'listItem':
      return isOnlyLinks(node) ? '' : null
    default:
      return null
  }
}

function referenceSections(root: Root): Cut[] {
  const cuts: Cut[] = []
  root.children.forEach((node, index) => {
    if (node.type !== 'heading' || !isReferenceHeading(plainText(node))) return
    const next = root.children.slice(index + 1).find((later) => later.type === 'heading' && later.depth <= node.depth)
    const end = next ? spanOf(next).start : spanOf(root).end
    cuts.push({ start: spanOf(node).start, end, replacement: '' })
  })
  return cuts
}

/** Emphasis is no place of its own: what surrounds a link is the paragraph, cell or item that it stands in. */
function isInline(node: Nodes): boolean {
  return node.type === 'strong' || node.type === 'emphasis' || node.type === 'delete'
}

function surroundings(node: Nodes, enclosing: Parent, source: string): { before: string; after: string } {
  const { start, end } = spanOf(node)
  const around = spanOf(enclosing as Nodes)
  return { before: source.slice(around.start, start), after: source.slice(end, around.end) }
}

function isOnlyLinks(node: Parent): boolean {
  const leaves: Nodes[] = []
  const collect = (part: Nodes): void => {
    if (part.type === 'link' || part.type === 'linkReference' || !('children' in part)) leaves.push(part)
    else part.children.forEach(collect)
  }
  node.children.forEach(collect)
  const links = leaves.filter((leaf) => leaf.type === 'link' || leaf.type === 'linkReference')
  const rest = leaves.filter((leaf) => leaf.type !== 'link' && leaf.type !== 'linkReference')
  return links.length > 0 && rest.every((leaf) => !/\p{L}{2}/u.test(plainText(leaf)))
}

function cut(source: string, cuts: readonly Cut[]): string {
  let text = ''
  let position = 0
  for (const { start, end, replacement } of cuts) {
    if (start < position) continue
    text += source.slice(position, start) + replacement
    position = end
  }
  return text + source.slice(position)
}

function blocksOf(root: Root): Block[] {
  const blocks: Block[] = []
  let section = ''
  const visit = (node: Nodes, kind: Block['kind']): void => {
    const span = spanOf(node)
    switch (node.type) {
      case 'heading':
        section = plainText(node)
        blocks.push({ ...span, kind: 'heading', section })
        return
      case 'paragraph':
        blocks.push({ ...span, kind, section })
        return
      case 'code':
        blocks.push({ ...span, kind: 'code', section })
        return
      case 'tableRow':
        blocks.push({ ...span, kind: 'row', section })
        return
      case 'listItem':
        for (const child of node.children) visit(child, 'item')
        return
      default:
        if ('children' in node) for (const child of node.children) visit(child, kind)
    }
  }
  visit(root, 'paragraph')
  return blocks
}

function instructions(text: string, blocks: readonly Block[]) {
  return blocks
    .flatMap((block) => sentencesOf(text, block))
    .filter(({ start, end }) => isInstruction(text.slice(start, end)))
    .map((span) => ({ ...span, kind: 'instruction' as const }))
}

function plainText(node: Nodes): string {
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(plainText).join('') : ''
}

function spanOf(node: Nodes): Span {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 }
}
