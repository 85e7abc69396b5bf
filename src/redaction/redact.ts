import { findCards } from './cards.ts'
import { findEmails } from './emails.ts'
import { findIpAddresses } from './ip-addresses.ts'
import { readListedPeople } from './listed-people.ts'
import { type Kind, type Match, settle } from './match.ts'
import { findMoney } from './money.ts'
import { findNamedPeople } from './named-people.ts'
import { meetPeople } from './people.ts'
import { findPhones } from './phones.ts'
import { placeholderPattern, replaceMatches } from './placeholders.ts'
import { regionsOf } from './regions.ts'
import { findSecrets } from './secrets.ts'
import { refuseLeaks } from './self-check.ts'

/** A document with placeholders (`[PERSON_1]`) for people and values, and how many different ones of each kind it had. */
export type Redacted = {
  readonly title: string
  readonly body: string
  readonly counts: Readonly<Record<Kind, number>>
}

/**
 * Redacts one document. The same person or value has the same placeholder throughout title and body, numbered by
 * first appearance. Rejects if anything fails or something personal would be left: then the document must not be used.
 *
 * @param roster everybody who may be named, as "Full Name", "Full Name, handle, handle" or "@handle"
 */
export async function redact(
  document: { readonly title: string; readonly body: string; readonly people: readonly string[] },
  roster: readonly string[],
): Promise<Redacted> {
  const texts = [document.title, document.body]
  const directory = readListedPeople(document.people, roster)
  const met = texts.map((text) => meetPeople(text, directory))
  const values = await Promise.all(texts.map(findValues))
  const found = texts.map((text, index) => {
    const people = [...(met[index] ?? []), ...findNamedPeople(text, directory)]
    return { text, matches: settle(outsidePlaceholders(text, [...people, ...(values[index] ?? [])])) }
  })
  const { texts: redacted, counts } = replaceMatches(found)
  const [title = '', body = ''] = redacted
  await refuseLeaks([title, body], directory)
  return { title, body, counts }
}

async function findValues(text: string): Promise<Match[]> {
  const values = [findEmails, findCards, findIpAddresses, findPhones, findMoney].flatMap((find) => find(text))
  return [...(await findSecrets(text)), ...values]
}

/** A document that was redacted before stays as it is. */
function outsidePlaceholders(text: string, matches: readonly Match[]): Match[] {
  const placeholders = regionsOf(text, placeholderPattern)
  return matches.filter(({ start, end }) => !placeholders.some((own) => own.start < end && start < own.end))
}
