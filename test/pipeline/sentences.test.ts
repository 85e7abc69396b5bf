import { describe, expect, test } from 'vitest'
import { type Block, sentencesOf } from '../../src/pipeline/sentences.ts'

function sentences(text: string, kind: Block['kind'] = 'paragraph'): string[] {
  const block = { start: 0, end: text.length, kind, section: '' }
  return sentencesOf(text, block).map(({ start, end }) => text.slice(start, end))
}

describe('sentences of prose', () => {
  test.each<[behaviour: string, text: string, sentences: string[]]>([
    ['end at full stops, exclamation and question marks', 'One. Two! Three? Four', ['One.', 'Two!', 'Three?', 'Four']],
    [
      'keep closing quotes and brackets',
      'It said "stop." We (all) left (so.) Then.',
      ['It said "stop."', 'We (all) left (so.)', 'Then.'],
    ],
    ['go on over a wrapped line', 'The pool\nwas full. We\nwaited.', ['The pool\nwas full.', 'We\nwaited.']],
    [
      'go on after e.g. and i.e.',
      'Some stores, e.g. Redis, failed. Others, i.e. Kafka, held.',
      ['Some stores, e.g. Redis, failed.', 'Others, i.e. Kafka, held.'],
    ],
    ['go on after a.m. and a title', 'At 10 a.m. Dr. Who called.', ['At 10 a.m. Dr. Who called.']],
    [
      'go on after vs., approx. and an initial',
      'It was 3 vs. 4, approx. as J. Doe said.',
      ['It was 3 vs. 4, approx. as J. Doe said.'],
    ],
    ['do not end within a version', 'We ran 2.4.1 there. It broke.', ['We ran 2.4.1 there.', 'It broke.']],
    [
      'do not end within a host name',
      'Host db.example.com was down. It came back.',
      ['Host db.example.com was down.', 'It came back.'],
    ],
    ['do not end after the number of a list item', '1. Restart the server', ['1. Restart the server']],
    ['have no white space around them', '  First.   Second.  ', ['First.', 'Second.']],
    ['end at an empty line', 'One\n\nTwo', ['One', 'Two']],
    ['may lack an end', 'no end at all', ['no end at all']],
    ['keep letters outside the BMP whole', 'It burned 🔥. We left.', ['It burned 🔥.', 'We left.']],
    ['are none in an empty text', '', []],
    ['are none in white space', ' \n ', []],
  ])('%s', (_, text, expected) => {
    expect(sentences(text)).toEqual(expected)
  })

  test('are those of the block only, as offsets into the whole text', () => {
    const text = 'Before. First one. Second one. After.'
    const start = text.indexOf('First')
    const end = text.indexOf(' After')
    expect(sentencesOf(text, { start, end, kind: 'item', section: '' })).toEqual([
      { start, end: start + 'First one.'.length },
      { start: text.indexOf('Second'), end },
    ])
  })
})

describe('sentences of code', () => {
  test.each<[behaviour: string, text: string, sentences: string[]]>([
    ['are its lines', 'select 1;\nselect 2. from x', ['select 1;', 'select 2. from x']],
    ['leave out fences', '```sql\nselect 1;\n```', ['select 1;']],
    ['leave out fences of tildes', '~~~\nselect 1;\n~~~', ['select 1;']],
    ['leave out empty lines and indentation', '  a\n\n   \n\tb', ['a', 'b']],
  ])('%s', (_, text, expected) => {
    expect(sentences(text, 'code')).toEqual(expected)
  })
})
