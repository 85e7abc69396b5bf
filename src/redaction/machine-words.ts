import { fold } from './words.ts'

const afterArticle = /\b(?:the|a|an|our|on|in|via|restart(?:ed|ing|s)?) ([\p{L}_][\p{L}\p{N}_]*)/giu
const beforeThing =
  /(?<![\p{L}\p{N}_])([\p{L}_][\p{L}\p{N}_]*) (?:services?|clusters?|hosts?|servers?|pods?|nodes?|process|queues?|jobs?|deployment|database|instances?|api|logs?)\b/giu
const inCodeMarks = /`([\p{L}_][\p{L}\p{N}_]*)`/gu

/**
 * The words that a text uses for systems: parts of compounds (`restbase1007`, `parsoid.svc`), what stands in code
 * marks, after an article ("the parsoid") or before a word such as "cluster". Folded; addresses aren't looked at.
 */
export function machineWordsOf(text: string): ReadonlySet<string> {
  const prose = text.replace(/https?:\/\/\S+/g, ' ')
  const words = new Set<string>()
  for (const [compound] of prose.matchAll(/[\p{L}\p{N}_]+(?:[-./][\p{L}\p{N}_]+)*/gu)) {
    const parts = compound.split(/[-./_]/).filter((part) => part !== '')
    for (const part of parts) {
      const stem = part.replace(/\d+$/, '')
      if (parts.length > 1 || stem !== part) words.add(fold(stem))
    }
  }
  for (const pattern of [afterArticle, beforeThing, inCodeMarks])
    for (const [, word = ''] of prose.matchAll(pattern)) words.add(fold(word))
  return words
}
