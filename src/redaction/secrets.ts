import { createRequire } from 'node:module'
import { lintSource } from '@secretlint/core'
import { rules } from '@secretlint/secretlint-rule-preset-recommend'
import { findAssignedSecrets } from './assigned-secrets.ts'
import type { Match } from './match.ts'
import { findSecretShapes } from './secret-shapes.ts'

// secretlint's profiler is on by default and keeps about 20 kB of every run for ever. It is no dependency of ours, so it
// is looked up from where secretlint looks.
const profiling: { secretLintProfiler: { setEnabled(isEnabled: boolean): void } } = createRequire(
  import.meta.resolve('@secretlint/core'),
)('@secretlint/profiler')
profiling.secretLintProfiler.setEnabled(false)

/** Without the rule that lets a comment in the document (`secretlint-disable`) switch the others off. */
const activeRules = rules
  .filter((rule) => !rule.meta.id.endsWith('filter-comments'))
  .map((rule) => ({ id: rule.meta.id, rule }))

/** Keys, tokens, passwords and private keys: what secretlint knows, and what it misses. */
export async function findSecrets(text: string): Promise<Match[]> {
  const own = [...findSecretShapes(text), ...findAssignedSecrets(text)]
  const { messages } = await lintSource({
    source: { content: text, filePath: 'document.md', ext: '.md', contentType: 'text' },
    options: { noPhysicFilePath: true, config: { rules: activeRules } },
  })
  const others = messages
    .filter(({ range: [from, to] }) => !own.some(({ start, end }) => start < to && from < end))
    .map(({ range: [from, to] }) => narrowed(text, from, to))
  return [...own, ...others]
}

/** secretlint reports whole addresses and assignments, some cut short; only the secret in them is to go. */
function narrowed(text: string, from: number, to: number): Match {
  const reported = text.slice(from, to)
  const address = /^[a-z][\w+.-]*:\/\/(?=.*@)/i.exec(reported)?.[0]
  const assigned = /^["']?[\w-]{1,40}["']?\s*(?:=>|[:=])\s*["']?(?!\/\/)/.exec(reported)?.[0]
  const start = from + (address ?? assigned ?? '').length
  const rest = /^[A-Za-z0-9+/_=-]*/.exec(text.slice(to, to + 200))?.[0].length ?? 0
  const end = address === undefined ? to + rest : from + reported.lastIndexOf('@')
  return { start, end, kind: 'secret', identity: text.slice(start, end) }
}
