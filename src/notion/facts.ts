import type { PageObjectResponse } from '@notionhq/client'
import { type Facts, moneyFact } from '../domain.ts'
import type { MappedFact } from './mapping.ts'
import { type Property, plainText, propertyOf, wrong } from './properties.ts'
import { readDuration, readMoney, readNumber, saysNothing } from './quantity.ts'

/** The figures of a page; one that its property can't be read for makes the page unreadable. */
export function factsOf(page: PageObjectResponse, mapped: Readonly<Record<string, MappedFact>>): Facts {
  const facts = Object.entries(mapped).flatMap(([name, fact]): [string, number][] => {
    const property = propertyOf(page, fact, 'figure')
    const stated = property && statedIn(property)
    if (stated === null || (typeof stated === 'string' && saysNothing(stated))) return []
    const figure = typeof stated === 'number' ? counted(stated, fact) : read(stated, name, fact)
    if (figure !== null && figure >= 0 && Number.isFinite(figure)) return [[name, figure]]
    throw wrong(page, fact, `holds what is no ${fact.kind}, as ${examples[fact.kind]}`)
  })
  return Object.fromEntries(facts)
}

const examples: Readonly<Record<MappedFact['kind'], string>> = {
  number: '1200',
  duration: '95 or "1h 35m"',
  money: '1200.50',
}

/** Null where nothing is stated; a text that can't be a figure where the value is of another kind. */
function statedIn(property: Property): number | string | null {
  switch (property.type) {
    case 'number':
      return property.number
    case 'rich_text':
      return plainText(property.rich_text)
    case 'formula': {
      const { formula } = property
      if (formula.type === 'number') return formula.number
      return formula.type === 'string' ? formula.string : formula.type
    }
    case 'rollup': {
      const { rollup } = property
      if (rollup.type === 'number') return rollup.number
      if (rollup.type !== 'array') return rollup.type
      const [only, ...others] = rollup.array
      if (!only) return null
      return others.length > 0 ? 'several values' : statedIn({ id: property.id, ...only })
    }
    default:
      return property.type
  }
}

function counted(number: number, { kind, unit }: MappedFact): number {
  return kind === 'duration' && unit === 'hours' ? number * 60 : number
}

function read(text: string, name: string, { kind, unit }: MappedFact): number | null {
  if (kind === 'duration') return readDuration(text, unit)
  if (kind === 'number') return readNumber(text)
  return readMoney(text, moneyFact.exec(name)?.[2]?.toLowerCase() ?? null)
}
