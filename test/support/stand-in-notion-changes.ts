import { isDeepStrictEqual } from 'node:util'
import { blocksOf } from './stand-in-notion-blocks.ts'
import { type Columns, type NotionPage, propertyIdOf } from './stand-in-notion-model.ts'

/** The ids of the properties and blocks in which a page differs from what it was; a body made by a function is not read. */
export function changesBetween(
  before: NotionPage,
  after: NotionPage,
  { properties: schema }: Columns,
): { readonly properties: readonly string[]; readonly blocks: readonly string[] } {
  const changed = Object.entries(schema).filter(([name, { type }]) =>
    type === 'title'
      ? before.title !== after.title
      : !isDeepStrictEqual(before.properties[name] ?? null, after.properties[name] ?? null),
  )
  return {
    properties: changed.map(([name, property]) => propertyIdOf(name, property)),
    blocks: changedBlocks(before, after),
  }
}

function changedBlocks(before: NotionPage, after: NotionPage): readonly string[] {
  if (before.body === after.body && before.hidden === after.hidden) return []
  const was = blocksOf(before)
  const is = blocksOf(after)
  return Array.from({ length: Math.max(was.length, is.length) }, (_, index) => [was[index], is[index]] as const)
    .filter(([old, now]) => old?.text !== now?.text)
    .flatMap(([old, now]) => now?.id ?? old?.id ?? [])
}
