import { findCards } from './cards.ts'
import type { Directory } from './directory.ts'
import { findEmails } from './emails.ts'
import { findIpAddresses } from './ip-addresses.ts'
import { readListedPeople } from './listed-people.ts'
import { type Kind, type Match, settle } from './match.ts'
import { findMoney } from './money.ts'
import { findNamedPeople } from './named-people.ts'
import { meetPeople } from './people.ts'
import { findPhones } from './phones.ts'
import { outsidePlaceholders, replaceMatches, startNumbering } from './placeholders.ts'
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
  const directory = readListedPeople(document.people, roster)
  const numbering = startNumbering([document.title, document.body])
  let texts = [document.title, document.body]
  // What was replaced may have hidden something next to it; a scan that finds nothing ends the rounds.
  for (let round = 1; round <= 3; round++) {
    const found = await findEverything(texts, directory)
    if (found.every((matches) => matches.length === 0)) break
    texts = texts.map((text, index) => replaceMatches(text, found[index] ?? [], numbering))
  }
  await refuseLeaks(texts, directory)
  const [title = '', body = ''] = texts
  return { title, body, counts: numbering.counts }
}

/** The matches of each text. People are met in all texts before they are looked for in any. */
async function findEverything(texts: readonly string[], directory: Directory): Promise<Match[][]> {
  const met = texts.map((text) => meetPeople(text, directory))
  const secrets = await Promise.all(texts.map(findSecrets))
  return texts.map((text, index) => {
    const values = [findEmails, findCards, findIpAddresses, findPhones, findMoney].flatMap((find) => find(text))
    const people = [...(met[index] ?? []), ...findNamedPeople(text, directory)]
    return settle(outsidePlaceholders(text, [...(secrets[index] ?? []), ...values, ...people]))
  })
}
