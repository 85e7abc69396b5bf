import { describe, expect, test } from 'vitest'
import { readNarrative } from '../../src/pipeline/narrative.ts'
import { passagesOf } from '../../src/pipeline/passages.ts'
import { aTechnology } from '../support/builders.ts'

const kafka = aTechnology({ id: 'kafka', homonyms: ['kafka-exporter'] })
const redis = aTechnology({ id: 'redis' })

function passages(body: string, causes: readonly string[] = []): string[] {
  return passagesOf(readNarrative(body), kafka, [kafka, redis], causes)
}

describe('passages', () => {
  test.each<[behaviour: string, body: string, passages: string[]]>([
    [
      'hold the block that names the technology and its neighbours',
      'One.\n\nTwo.\n\nKafka.\n\nFour.\n\nFive.',
      ['Two.\nKafka.\nFour.'],
    ],
    [
      'are one for mentions near each other',
      'Kafka 1.\n\nTwo.\n\nThree.\n\nKafka 4.\n\nFive.\n\nSix.',
      ['Kafka 1.\nTwo.\nThree.\nKafka 4.\nFive.'],
    ],
    [
      'are several for mentions apart',
      'Kafka 1.\n\nTwo.\n\nThree.\n\nFour.\n\nKafka 5.',
      ['Kafka 1.\nTwo.', 'Four.\nKafka 5.'],
    ],
    ['do not reach into another section', '# A\n\nOne.\n\n# B\n\nKafka.\n\n# C\n\nThree.', ['(section: B)\nKafka.']],
    ['take the section under a heading with the name', 'Zero.\n\n# Kafka\n\nOne.\n\nTwo.', ['(section: Kafka)\nOne.']],
    ['are none for another technology', 'Redis.', []],
    ['are none for a homonym', 'kafka-exporter was down.', []],
    ['are none for the title of a link', 'On-call followed [Kafka Rebalance Playbook](https://x/y) then.', []],
    ['are none of an empty document', '', []],
  ])('%s', (_, body, expected) => {
    expect(passages(body)).toEqual(expected)
  })

  test('hold the blocks of the causes', () => {
    const body = 'Kafka.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nThe disk of the host was full.\n\nSeven.'
    expect(passages(body, ['The disk of the host was full.', 'This is no quote of it at all.'])).toEqual([
      'Kafka.\nTwo.',
      'Five.\nThe disk of the host was full.\nSeven.',
    ])
  })

  test('are no longer together than a prompt has room for', () => {
    const body = Array.from(
      { length: 100 },
      (_, index) => `Kafka ${index}: ${'it went on and on. '.repeat(20)}\n\n---\n`,
    )
    const found = passages(body.join('\n\n')).join('')
    expect(found.length).toBeLessThanOrEqual(12_000)
    expect(found.length).toBeGreaterThan(11_000)
  })
})
