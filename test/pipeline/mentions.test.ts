import { describe, expect, test } from 'vitest'
import { mentionsOf } from '../../src/pipeline/mentions.ts'
import { aTechnology } from '../support/builders.ts'

const technologies = [
  aTechnology({
    id: 's3',
    aliases: ['Amazon S3'],
    exact: ['S3'],
    tools: ['aws s3 cp'],
    homonyms: ['s3 section', 'S3 severity'],
  }),
  aTechnology({
    id: 'kafka',
    aliases: ['kafka', 'apache kafka'],
    telltales: ['consumer rebalance', 'ISR'],
    tools: ['kafka-topics.sh'],
    homonyms: ['kafka-exporter'],
  }),
  aTechnology({ id: 'kafka-connect', aliases: ['kafka connect'] }),
  aTechnology({ id: 'consul' }),
  aTechnology({ id: 'redis' }),
  aTechnology({ id: 'cpp', aliases: ['C++'] }),
]

function mentions(text: string): string[] {
  return mentionsOf(technologies, text).map(
    ({ technology, by, start, end }) => `${technology} ${by}: ${text.slice(start, end)}`,
  )
}

describe('mentions', () => {
  test.each<[behaviour: string, text: string, mentions: string[]]>([
    [
      'an alias counts in any case',
      'kafka, Kafka and KAFKA',
      ['kafka name: kafka', 'kafka name: Kafka', 'kafka name: KAFKA'],
    ],
    ['an exact name counts only as written', 'S3 was slow and so was s3', ['s3 name: S3']],
    ['an alias that holds an exact name counts in any case', 'amazon s3 was slow', ['s3 name: amazon s3']],
    ['the longest name wins', 'Apache Kafka failed', ['kafka name: Apache Kafka']],
    ['the longest name wins across technologies', 'Kafka Connect failed', ['kafka-connect name: Kafka Connect']],
    [
      'a shorter name counts beside the longer one',
      'Kafka Connect lost Kafka',
      ['kafka-connect name: Kafka Connect', 'kafka name: Kafka'],
    ],
    ['a homonym phrase is no mention', 'the s3 section was read-only', []],
    ['a homonym phrase is no mention in any case', 'an S3 Severity incident in the S3 section', []],
    ['a homonym phrase in the plural is no mention', 'both S3 sections were read-only', []],
    ['a name beside its homonym counts', 'the s3 section was dumped to S3', ['s3 name: S3']],
    ['a longer tool of another make is no mention', 'kafka-exporter was down', []],
    ['a plural counts', 'both Kafkas and two S3s', ['kafka name: Kafkas', 's3 name: S3s']],
    ['a possessive counts', "Kafka’s log and Redis's memory", ['kafka name: Kafka', 'redis name: Redis']],
    ['a tool counts as a tool', 'we ran kafka-topics.sh there', ['kafka tool: kafka-topics.sh']],
    ['a tool counts in any case', 'AWS S3 CP was slow', ['s3 tool: AWS S3 CP']],
    ['a telltale counts as a telltale', 'after a Consumer Rebalance', ['kafka telltale: Consumer Rebalance']],
    ['a telltale with capitals counts only as written', 'the ISR shrank, not the isr', ['kafka telltale: ISR']],
    ['a name within a word is none', 'we consulted two consultants about predis', []],
    ['a name that ends a word is none', 'the preredis setting', []],
    ['a name joined by an underscore is none', 'the orders_kafka and kafka_orders topics', []],
    ['a name with digits behind it is another host', 'kafka1001 and redis2 were down', []],
    ['a host name that is built of the name counts', 'redis-01.prod.example.com was down', ['redis name: redis']],
    ['a domain of the name counts', 'the record consul.example.com was gone', ['consul name: consul']],
    [
      'punctuation around a name does not matter',
      '(Kafka), "Redis": `consul`. **Kafka**',
      ['kafka name: Kafka', 'redis name: Redis', 'consul name: consul', 'kafka name: Kafka'],
    ],
    ['a name may hold characters with a meaning in patterns', 'the C++ client', ['cpp name: C++']],
    ['a name next to a letter of another script is none', 'éredis and redisé', []],
    ['a text without names has none', 'the database was slow', []],
    ['an empty text has none', '', []],
  ])('%s', (_, text, expected) => {
    expect(mentions(text)).toEqual(expected)
  })

  test('are none when there are no technologies', () => {
    expect(mentionsOf([], 'Kafka was as slow as ever')).toEqual([])
  })

  test('know every list of technologies by itself', () => {
    const text = 'Kafka lost Redis'
    expect(mentionsOf([aTechnology({ id: 'kafka' })], text).map((mention) => mention.technology)).toEqual(['kafka'])
    expect(mentionsOf([aTechnology({ id: 'redis' })], text).map((mention) => mention.technology)).toEqual(['redis'])
  })
})
