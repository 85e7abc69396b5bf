/** What stands in a document but is no evidence of what happened: titles of linked things, reference lists, orders. */

const documentWords =
  /\b(playbooks?|runbooks?|run books?|guides?|manual|docs?|documentation|wiki|dashboards?|tickets?|post-?mortems?|incident reports?|rfc|adr|design doc|readme|faq|blog|article|how-?to|best practices|tutorial|troubleshooting|checklist|policy|specification|release notes|changelog)\b/i

const pointsAway =
  /(\b(see( also)?|refer(red)? to|followed|cf\.?|documented (in|at|under)|described (in|at)|details?:?)|^\s*(follow|read))\s*(the|our|this|also)?\s*[:("“]*$/i

/**
 * Whether a link's text is the title (or address) of what it leads to rather than part of the sentence it stands in.
 * Told from the anchor itself and the text before and after it in its paragraph.
 */
export function isDocumentTitle(anchor: string, { before, after }: { before: string; after: string }): boolean {
  const words = anchor.match(/[\p{L}\p{N}][\p{L}\p{N}'’_./-]*/gu) ?? []
  if (words.length === 0 || /^https?:|^www\.|\/\S*\//.test(anchor)) return true
  if (documentWords.test(anchor) || /^\W{0,2}(playbook|runbook|guide|docs?|dashboard|ticket|wiki|page)\b/i.test(after))
    return true
  if (pointsAway.test(before.slice(-60))) return true
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length
  if (words.length >= 3 && capitals / words.length >= 0.6) return true
  return (`${before} ${after}`.match(/\p{L}{2,}/gu)?.length ?? 0) < 4
}

/** Whether a section holds nothing but pointers to other documents. */
export function isReferenceHeading(heading: string): boolean {
  return /^(\d+[.)]?\s*)?(references?|see also|(useful |related |relevant |external )?(links?|documents?|resources|incidents|reading|tickets)|further reading|resources|(table of )?contents|toc|sources|bibliography|appendix:? links)\s*:?$/i.test(
    heading.trim(),
  )
}

const imperative = String.raw`(?:^\W*|[.!?:;"“'>|\]]\s*|\b(?:please|and|then|you must|you should)\s+)`
const instructionCues: readonly RegExp[] = [
  new RegExp(
    `${imperative}(ignore|disregard|forget|override)\\b.{0,30}\\b(previous|prior|above|earlier|all|any|your|these)\\b.{0,30}\\b(instructions?|prompts?|directives)\\b`,
    'i',
  ),
  /\byou are (now )?(an? )?(ai|assistant|language model|llm|chat ?bot|summari[sz]er)\b/i,
  /\b(system|developer) (prompt|override|instructions?)\b/i,
  new RegExp(
    `${imperative}(report|answer|respond|classify|output|conclude|say|state|write)(?: \\w+)?(?: in \\w+ \\w+)? that\\b.{0,60}\\b(was|is) (the |a )?(only |sole |true |real )?(root[- ]?cause|to blame|at fault|responsible)\\b`,
    'i',
  ),
  /\b(instructions?|notes?) (for|to) (the |any )?(ai|assistant|(language )?model|llm|summari[sz]er)\b/i,
  /<\/?(system|assistant|instructions?|document|summary|passage|quotes|registry|digest|criterion|pattern|incident)\b[^>]*>/i,
]

/** Whether a sentence gives orders to whoever reads the document by machine. Such a sentence is never evidence. */
export function isInstruction(sentence: string): boolean {
  const line = sentence.replaceAll(/\s+/g, ' ')
  return instructionCues.some((cue) => cue.test(line))
}
