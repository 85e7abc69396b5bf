import { describe, expect, test } from 'vitest'
import { everything } from '../../src/domain.ts'
import { isSameFilter, resolveFilter } from '../../src/pipeline/filter.ts'

const known = { teams: ['team-checkout', 'Stock', 'Payments Team'], severities: ['SEV1', 'SEV2'] }

describe('a filter', () => {
  test.each([
    ['TEAM-CHECKOUT', 'team-checkout'],
    ['checkout', 'team-checkout'],
    ['stock', 'Stock'],
    ['team stock', 'Stock'],
    ['payments', 'Payments Team'],
  ])('of the team %j is of %j, as it is on record', (typed, team) => {
    expect(resolveFilter({ ...everything, team: typed }, known)).toEqual({ ...everything, team })
  })

  test('names each severity once, as it is on record', () => {
    expect(resolveFilter({ ...everything, severities: ['sev2', 'Sev2', 'SEV1'] }, known)).toMatchObject({
      severities: ['SEV2', 'SEV1'],
    })
  })

  test('of a team or severity that no postmortem states is refused with those that there are', () => {
    expect(resolveFilter({ ...everything, team: 'chekout' }, known)).toEqual({
      problem:
        'No postmortem on record states the team “chekout”. The teams on record: team-checkout, Stock, Payments Team.',
    })
    expect(resolveFilter({ ...everything, severities: ['SEV1', 'P0'] }, known)).toEqual({
      problem: 'No postmortem on record states the severity “P0”. The severities on record: SEV1, SEV2.',
    })
    expect(resolveFilter({ ...everything, team: 'stock' }, { teams: [], severities: [] })).toEqual({
      problem: 'No postmortem on record states the team “stock”. None states any team: leave it out.',
    })
  })

  test('is the same whatever the case and the order', () => {
    const one = { since: '2025-01-01', team: 'Stock', severities: ['SEV1', 'SEV2'] }
    expect(isSameFilter(one, { ...one, team: 'stock', severities: ['sev2', 'SEV1'] })).toBe(true)
    for (const other of [{ since: null }, { team: null }, { severities: ['SEV1'] }, { severities: [] }])
      expect(isSameFilter(one, { ...one, ...other })).toBe(false)
  })
})
