import { expect, test } from 'vitest'
import { collectives } from '../../src/redaction/lexicon/collectives.ts'
import { givenNames } from '../../src/redaction/lexicon/given-names.ts'
import { namesakes } from '../../src/redaction/lexicon/namesakes.ts'
import { ordinaryWords } from '../../src/redaction/lexicon/ordinary-words.ts'
import { technologies } from '../../src/redaction/lexicon/technologies.ts'
import { fold } from '../../src/redaction/words.ts'

test('unmistakable given names mean nothing else', () => {
  for (const others of [namesakes, ordinaryWords, technologies, collectives])
    expect([...givenNames.intersection(others)]).toEqual([])
})

test('all words are folded, so that they can be found', () => {
  for (const words of [givenNames, namesakes, ordinaryWords, technologies, collectives])
    expect([...words].filter((word) => word !== fold(word))).toEqual([])
})
