import { escaped } from '../../block-kit/escaped.ts'
import type { Person } from '../model.ts'

/** What somebody typed as Slack sends it on: three characters escaped, `@handle` as the mention of that person. */
export function wireText(typed: string, people: readonly Person[]): string {
  return escaped(typed).replaceAll(/(?<![\w@.])@([\w.-]*\w)/g, (whole, name: string) => {
    const person = people.find((one) => one.name === name.toLowerCase())
    return person ? `<@${person.id}>` : whole
  })
}
