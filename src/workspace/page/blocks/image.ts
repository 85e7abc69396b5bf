import type { ImageBlock, ImageElement } from '@slack/types'
import { createElement as h, type ReactNode } from 'react'
import { withEmoji } from './emoji.ts'

/** Where the page shows the bytes of an uploaded file. */
export function fileSource(id: string): string {
  return `/page/files/${encodeURIComponent(id)}`
}

/** An address of a file on Slack carries its id, and the page serves it by that. */
function source(image: ImageElement | ImageBlock): string {
  if ('image_url' in image) return image.image_url
  if ('id' in image.slack_file) return fileSource(image.slack_file.id)
  return fileSource(image.slack_file.url.match(/\bF[A-Z0-9]{6,}/)?.[0] ?? image.slack_file.url)
}

/** A picture in a message; a click enlarges it, its alternative text stands below it there. */
export function picture(src: string, alt: string, title?: string): ReactNode {
  return h(
    'figure',
    { className: 'picture' },
    title && h('figcaption', {}, withEmoji(title)),
    h(
      'button',
      { type: 'button', className: 'enlarge', 'data-enlarge': src, 'aria-label': `Enlarge: ${alt}` },
      h('img', { src, alt, loading: 'lazy' }),
    ),
  )
}

/** An image block. */
export function imageBlock(block: ImageBlock): ReactNode {
  return picture(source(block), block.alt_text, block.title?.text)
}

/** A small image among texts or beside a section. */
export function imageElement(image: ImageElement, size: 'small' | 'thumbnail', key?: string): ReactNode {
  return h('img', { key, className: size, src: source(image), alt: image.alt_text, loading: 'lazy' })
}
