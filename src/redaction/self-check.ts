import { type Directory, identityOf } from './directory.ts'
import { findEmails } from './emails.ts'
import type { Match } from './match.ts'
import { findNamedPeople } from './named-people.ts'
import { outsidePlaceholders } from './placeholders.ts'
import { findSecrets } from './secrets.ts'

/** Looks at redacted texts once more and throws if an e-mail address, a secret or a listed person is still there. */
export async function refuseLeaks(texts: readonly string[], directory: Directory): Promise<void> {
  const listed = new Set([...directory.listed].map(identityOf))
  for (const text of texts) {
    const refuse = (kind: string, matches: readonly Match[]): void => {
      if (outsidePlaceholders(text, matches).length > 0)
        throw new Error(`Redaction left ${kind} in the document, so it must not be processed`)
    }
    refuse('an e-mail address', findEmails(text))
    refuse('a secret', await findSecrets(text))
    const people = findNamedPeople(text, directory)
    refuse(
      'a listed person',
      people.filter(({ identity }) => listed.has(identity)),
    )
  }
}
