import { describe, expect, test } from 'vitest'
import { figuresAgainst, figuresOf } from '../../src/pipeline/figures.ts'

type Row = [behaviour: string, text: string, given: string]
type StrayRow = [...Row, stray: string[]]

describe('a figure that was given may be written', () => {
  test.each<Row>([
    ['the same way', '1200 requests failed', '1200 requests'],
    ['without the comma in thousands', '1200 requests', '1,200 requests'],
    ['with a comma in thousands', '1,200 requests', '1200 requests'],
    ['with commas in millions', '1,200,000 requests', '1200000 requests'],
    ['with an apostrophe in thousands', "1'200 requests", '1200 requests'],
    ['with a curly apostrophe in thousands', '1’200 requests', '1,200 requests'],
    ['with a space in thousands', '1 200 requests', '1,200 requests'],
    ['with a non-breaking space in thousands', '1\u00a0200 requests', '1200 requests'],
    ['with a narrow space in thousands', '1\u202f200 requests', '1200 requests'],
    ['apart from its unit', '15 ms', '15ms'],
    ['next to its unit', '15GB', '15 GB'],
    ['with its unit spelt out', '40 gigabytes', '40GB'],
    ['with a word for the percent sign', '10 percent', '10%'],
    ['with a percent sign apart', '10 %', '10%'],
    ['with decimals', '99.95 % of requests', '99.95%'],
    ['as a range with a word', 'between 10 and 15 pods', '10-15 pods'],
    ['as a range with a hyphen', '10-15 pods', '10 to 15 pods'],
    ['as a range with an en dash', '10–15 pods', '10-15 pods'],
    ['as a fraction', '20/25 pods', '20 of 25 pods'],
    ['as a range of times', '10:05-10:20', 'from 10:05 to 10:20'],
    ['as a word for digits', 'three pods', '3 pods'],
    ['as digits for a word', '3 pods', 'three pods'],
    ['as digits for a small word', '2 pods and 1 host', 'two pods and one host'],
    ['as a word with a capital', 'Twelve pods', '12 pods'],
    ['as an ordinal', 'the 3rd pod', 'pod 3'],
    ['without the ordinal ending', 'pod 21', 'the 21st pod'],
    ['in the plural', 'many 503s', 'status 503'],
    ['with a possessive', "S3's limit", 'the limit of S3'],
    ['in bold', '15 pods', '**15** pods'],
    ['behind a sign', '1234', 'ticket #1234'],
    ['in another case, as an identifier', 'MAX_CONNECTIONS', 'max_connections'],
    ['in another case, as a ticket', 'inc-1234', 'INC-1234'],
    ['in another case, as a host', 'DB-07', 'db-07'],
    ['as ISO for a day in words', '2024-03-15', '15 March 2024'],
    ['as ISO for an American day in words', '2024-03-05', 'March 5th, 2024'],
    ['as ISO for a short month', '2024-10-05', '5 Oct 2024'],
    ['as ISO for a day with slashes, day first', '2024-03-15', '15/3/2024'],
    ['as ISO for a day with slashes, month first', '2024-03-15', '3/15/2024'],
    ['as ISO for a day with dots', '2024-03-15', '15.03.2024'],
    ['as ISO for a year with slashes', '2024-03-15', '2024/03/15'],
    ['in words for words in another order', 'March 15th, 2024', '15 March 2024'],
    ['in words for ISO', '15 March 2024', '2024-03-15'],
    ['without the seconds', 'at 10:05', 'at 10:05:32'],
    ['as one part of a host name', 'the host db-07', 'db-07.eu.example.com was down'],
    ['with a stop behind it', 'It was v2.14.3.', 'v2.14.3 was bad'],
    ['as a placeholder', '[PERSON_1] paid [MONEY_2]', '[PERSON_1] lost [MONEY_2]'],
  ])('%s', (_, text, given) => {
    expect(figuresAgainst(given)(text)).toEqual([])
  })
})

describe('is no figure', () => {
  test.each([
    ['a plain word', 'the database was slow'],
    ['a small number word', 'one pod and two hosts with zero errors'],
    ['a word that holds a number word', 'someone weighed it often with attention'],
    ['a name with inner capitals', 'DynamoDB, PostgreSQL, GitHub and MySQL'],
    ['a word with a hyphen', 'read-only and so-called'],
    ['an abbreviation', 'e.g. this, i.e. that'],
    ['two words with a slash', 'read/write and and/or'],
    ['the end of a sentence without a space', 'It failed.Then it came back.'],
    ['an empty text', ''],
  ])('%s', (_, text) => {
    expect(figuresAgainst('')(text)).toEqual([])
  })
})

describe('a figure that was not given is stray:', () => {
  test.each<StrayRow>([
    ['a number', '300 requests', 'many requests', ['300']],
    ['another number', '350 requests', '300 requests', ['350']],
    ['a number that is part of another one', '20 requests', '120 requests', ['20']],
    ['a number that begins another one', '12 requests', '120 requests', ['12']],
    ['another number in thousands', '1,300 requests', '1,200 requests', ['1300']],
    ['other decimals', '99.9 %', '99.5 %', ['99.9']],
    ['a percentage', 'rose by 300 %', 'rose sharply', ['300']],
    ['a sum', '500 minutes in all', '200 minutes, then 300 minutes', ['500']],
    ['one end of a range', '10-20 pods', '10-15 pods', ['20']],
    ['a number word', 'five pods', 'some pods', ['5']],
    ['another number word', 'Eleven pods', 'twelve pods', ['11']],
    ['an ordinal', 'the 4th pod', 'the 3rd pod', ['4']],
    ['a version', 'v2.14.4', 'v2.14.3', ['2.14.4']],
    ['a version without its letter', '3.1.2', '3.1.1', ['3.1.2']],
    ['a longer version', '2.14.3.1', '2.14.3', ['2.14.3.1']],
    ['a time', 'at 10:06', 'at 10:05', ['10:06']],
    ['a time with seconds', 'at 10:05:33', 'at 10:05', ['10:05:33']],
    ['a date whose numbers were given apart', '2024-10-15', '2024 had 10 bad days and 15 good ones', ['2024-10-15']],
    ['a ticket', 'INC-1235', 'INC-1234', ['inc-1235']],
    ['a status code', 'status 502', 'status 503', ['502']],
    ['a percentile', 'p99 rose', 'p95 rose', ['p99']],
    ['a severity', 'SEV1', 'SEV2', ['sev1']],
    ['a host', 'db-08', 'db-07', ['db-08']],
    ['a host without a separator', 'db1002', 'db1001', ['db1002']],
    ['a host of another domain', 'db-07.us.example.com', 'db-07.eu.example.com', ['db-07.us.example.com']],
    ['a host name without digits', 'api.eu.example.com', 'the api', ['api.eu.example.com']],
    ['an address', '10.0.0.2', '10.0.0.1', ['10.0.0.2']],
    ['an identifier in snake case', 'max_pool_size', 'the size of the pool', ['max_pool_size']],
    ['an identifier in capitals', 'MAX_POOL', 'the pool', ['max_pool']],
    ['an identifier in camel case', 'NoClassDefFoundError', 'an error', ['noclassdeffounderror']],
    ['an identifier of a package', 'com.example.Router', 'the router', ['com.example.router']],
    ['a hash', '3fa9c1e', '3fa9c1d', ['3fa9c1e']],
    ['a hexadecimal number', '0x1F', '0x1E', ['0x1f']],
    ['an architecture', 'x86_64', 'arm64', ['x86_64']],
    ['a technology that contains a digit', 'S3 failed', 'DynamoDB failed', ['s3']],
    ['a technology that differs in a digit', 'EC2 failed', 'EC3 failed', ['ec2']],
    ['a short name for one without digits', 'K8s failed', 'Kubernetes failed', ['k8s']],
    ['a placeholder', '[PERSON_2]', '[PERSON_1]', ['person_2']],
    ['an amount in place of its placeholder', '$500', '[MONEY_1]', ['500']],
    ['a number with a unit', '5ms', 'some time', ['5']],
    ['every one of several', '7 pods of 9 in v3.1', '7 pods', ['3.1', '9']],
    ['one written twice, once', '9 pods and 9 hosts', 'pods', ['9']],
  ])('%s', (_, text, given, stray) => {
    expect(figuresAgainst(given)(text).toSorted((a, b) => a.localeCompare(b))).toEqual(stray)
  })
})

describe('a date that was not given is stray:', () => {
  test.each<[...Row, stray: string]>([
    ['in ISO', '2024-03-06', '2024-03-05', '2024-03-06'],
    ['in words', '16 March 2024', '15 March 2024', '2024-03-16'],
    ['of another month', '15 April 2024', '15 March 2024', '2024-04-15'],
    ['of another year', 'March 15, 2023', 'March 15, 2024', '2023-03-15'],
    ['in words for another one in ISO', 'March 15, 2024', '2024-03-16', '2024-03-15'],
    ['in ISO for another one in words', '2024-03-15', '16 March 2024', '2024-03-15'],
    ['with slashes', '15/3/2024', '16/3/2024', '2024-03-15'],
  ])('%s', (_, text, given, stray) => {
    expect(figuresAgainst(given)(text)).toContain(stray)
  })
})

describe('the figures of a text', () => {
  test('are comparable, whatever the notation', () => {
    const text = 'On 15 March 2024 at 10:05 UTC, v1.2 of orders_api on db-01 took 1,200 ms on three nodes.'
    const figures = ['2024-03-15', '10:05', '1.2', 'orders_api', 'db-01', '1200', '3']
    expect([...figuresOf(text)]).toEqual(expect.arrayContaining(figures))
  })

  test('hold both readings of a date that may be read in two ways', () => {
    expect([...figuresOf('on 5/3/2024')]).toEqual(expect.arrayContaining(['2024-03-05', '2024-05-03']))
  })
})
