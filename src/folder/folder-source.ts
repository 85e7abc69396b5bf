import { createHash } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { SourceItem } from '../domain.ts'
import { UserError } from '../errors.ts'
import type { DocumentSource } from '../ports.ts'
import { parseDocument } from './markdown-document.ts'

/** Larger than any postmortem, and near what a model's context holds. */
const mostBytes = 1_000_000
const endings = new Set(['.md', '.markdown', '.txt'])

/** A source that reads everything every time. */
export type FolderSource = Omit<DocumentSource, 'items'> & { items(): AsyncIterable<SourceItem> }

/**
 * Markdown files of a folder and the folders below it, in order of their paths. Hidden files, links and files with
 * other endings are no postmortems. A file that can't be read is an item with the reason.
 */
export function folderSource(folder: string): FolderSource {
  const root = path.resolve(folder)
  return {
    name: `folder:${root}`,
    live: null,
    async *items() {
      for (const file of await filesIn(root)) {
        const item = await readItem(root, file)
        if (item) yield item
      }
    },
  }
}

/** One Markdown file as a source's only item; for looking at a document without storing it. */
export async function readFileItem(file: string): Promise<SourceItem | null> {
  const root = path.resolve(path.dirname(file))
  return readItem(root, path.resolve(file))
}

async function filesIn(root: string): Promise<string[]> {
  const entries = await entriesOf(root)
  return entries
    .filter((entry) => entry.isFile() && endings.has(path.extname(entry.name).toLowerCase()))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !path
          .relative(root, file)
          .split(path.sep)
          .some((part) => part.startsWith('.')),
    )
    .sort((a, b) => (a < b ? -1 : 1))
}

async function entriesOf(root: string): Promise<Dirent[]> {
  try {
    return await readdir(root, { recursive: true, withFileTypes: true })
  } catch (error) {
    throw new UserError(
      `The folder ${root} can't be read: ${reasonOf(error)}. Name another, or set POSTMORTEMS_FOLDER.`,
      {
        cause: error,
      },
    )
  }
}

/** Null for a document that says itself that it isn't published, and for one that went away while others were read. */
async function readItem(root: string, file: string): Promise<SourceItem | null> {
  const sourceId = path.relative(root, file).split(path.sep).join('/')
  if (sourceId.includes('\ufffd'))
    return { sourceId, revision: 'name', unreadable: 'its file name is not UTF-8. Rename it.' }
  const bytes = await bytesOf(file)
  if (bytes === null) return null
  if (!Buffer.isBuffer(bytes)) return { sourceId, revision: `unreadable:${bytes.unreadable}`, ...bytes }
  const revision = createHash('sha256').update(bytes).digest('hex')
  const text = decode(bytes)
  if (typeof text !== 'string') return { sourceId, revision, ...text }
  const parsed = parseDocument(text, sourceId)
  if (parsed === 'unpublished') return null
  return { sourceId, revision, ...parsed }
}

async function bytesOf(file: string): Promise<Buffer | { unreadable: string } | null> {
  try {
    const { size } = await stat(file)
    if (size <= mostBytes) return await readFile(file)
    const megabytes = (size / 1e6).toFixed(1)
    return {
      unreadable: `${megabytes} MB is too large; files of up to ${mostBytes / 1e6} MB are read. Split it, or leave attachments out.`,
    }
  } catch (error) {
    const code = reasonOf(error)
    return code === 'ENOENT' ? null : { unreadable: `it can't be opened (${code}).` }
  }
}

function decode(bytes: Buffer): string | { unreadable: string } {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  if (encoding === 'utf-8' && bytes.includes(0)) return { unreadable: 'a binary file, not Markdown.' }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes).replaceAll('\0', '')
  } catch {
    return { unreadable: 'not UTF-8 text. Save it as UTF-8.' }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
