import { fileURLToPath } from 'node:url'
import type { Digest, FailureClass, Pattern, Role, Statement, Summary, Technology } from '../../src/domain.ts'
import { assignThemes } from '../../src/offline/assign-themes.ts'
import { analyze, attribute, classify } from '../../src/offline/judge.ts'
import { mergeThemes } from '../../src/offline/merge-themes.ts'
import { prevent } from '../../src/offline/prevent.ts'
import { propose } from '../../src/offline/propose.ts'
import { summarize } from '../../src/offline/summarize.ts'
import { proposeThemes } from '../../src/offline/themes.ts'
import { type Narrative, readNarrative } from '../../src/pipeline/narrative.ts'
import type { PartialTheme } from '../../src/pipeline/stages/merge.ts'
import { readTechnologies } from '../../src/pipeline/technologies.ts'
import type { BedrockQuestion } from './stand-in-bedrock-answer.ts'

const registries = ['prompts/technologies.yml', 'examples/technologies.yml'].map((file) =>
  fileURLToPath(new URL(`../../${file}`, import.meta.url)),
)

/**
 * Answers every prompt as a careful model would, from their text alone: what a stage was given is read back out
 * of the prompt and handed to the built-in functions. A document is remembered from its summarization on, so that
 * later questions, which only quote it, are answered from all of it.
 */
export function obligingClaude(): (question: Pick<BedrockQuestion, 'turns'>) => unknown {
  const technologies = readTechnologies(registries)
  const memory = new Memory()
  return ({ turns }) => {
    // A later turn asks to repair; the material stands in the first.
    const prompt = turns[0]?.text ?? ''
    const document = within(prompt, 'document')
    if (document !== null) return summarize(memory.learn(prompt, document, technologies))
    if (prompt.includes('<registry>')) return classified(prompt, memory, technologies)
    if (prompt.includes('<passage>')) return attributed(prompt, memory, technologies)
    if (prompt.includes('<quotes>')) return analyzed(prompt, memory, technologies)
    return folded(prompt, technologies)
  }
}

/** The documents seen so far. */
class Memory {
  readonly #narratives: Narrative[] = []

  learn(prompt: string, document: string, technologies: readonly Technology[]) {
    const narrative = readNarrative(document)
    this.#narratives.unshift(narrative)
    return { postmortem: { title: lineAfter(prompt, 'Title: '), body: document }, narrative, technologies }
  }

  /** The document that has most of these words; without one, a document of nothing but them. */
  recall(words: readonly string[]): Narrative {
    const sought = words.filter((text) => text.trim() !== '')
    const hits = this.#narratives.map(({ text }) => sought.filter((part) => text.includes(part)).length)
    const most = Math.max(0, ...hits)
    const found = this.#narratives[hits.indexOf(most)]
    return most > 0 && found ? found : readNarrative(words.join('\n\n'))
  }
}

function classified(prompt: string, memory: Memory, technologies: readonly Technology[]) {
  const summary = summaryIn(prompt)
  const shown = [...(within(prompt, 'registry') ?? '').matchAll(/^### (\S+)$/gm)].map((match) => match[1])
  return classify({
    summary,
    technologies: technologies.filter(({ id }) => shown.includes(id)),
    narrative: memory.recall(quotesOf(summary)),
  })
}

function attributed(prompt: string, memory: Memory, technologies: readonly Technology[]) {
  const passages = [...prompt.matchAll(/<passage>\n([\s\S]*?)\n<\/passage>/g)].map((match) => match[1] ?? '')
  const lines = passages.flatMap((passage) => passage.split('\n')).filter((line) => !line.startsWith('(section: '))
  return attribute({
    technology: technologyIn(prompt, technologies),
    technologies,
    passages,
    narrative: memory.recall(lines),
  })
}

function analyzed(prompt: string, memory: Memory, technologies: readonly Technology[]) {
  const summary = summaryIn(prompt)
  const quotes = (within(prompt, 'quotes') ?? '').split(/^- /m).flatMap((quote) => quote.trim() || [])
  return analyze({
    summary,
    quotes,
    technologies,
    technology: technologyIn(prompt, technologies),
    role: lineAfter(prompt, 'Its role: ') as Role,
    narrative: memory.recall([...quotes, ...quotesOf(summary)]),
  })
}

function folded(prompt: string, technologies: readonly Technology[]) {
  const technology = technologyIn(prompt, technologies)
  const investment = lineAfter(prompt, 'Investment: ')
  if (investment !== '')
    return prevent({ technology, investment, mechanism: '', incidents: elementsIn(prompt, 'incident').map(checkedOf) })
  const criteria = elementsIn(prompt, 'criterion').map(({ id, name = '', text }) => {
    const [criterion = '', ...examples] = text.split(/^Example: /m).map((part) => part.trim())
    return { id: Number(id), name, criterion, examples }
  })
  const digests = elementsIn(prompt, 'digest').map(({ id, text }) => aDigest(Number(id), linesOf(text)))
  const themes = elementsIn(prompt, 'theme').map(partialIn)
  if (themes.length > 0) return mergeThemes({ technology, themes })
  if (criteria.length > 0) return assignThemes({ technology, criteria, digests })
  if (digests.length > 0) return proposeThemes({ technology, digests })
  const incidents = elementsIn(prompt, 'incident').map(incidentOf)
  const patterns = elementsIn(prompt, 'pattern').map((element): Pattern => {
    const [criterion = '', ...description] = linesOf(element.text)
    return {
      id: Number(element.id),
      line: Number(element.id),
      name: element.name ?? '',
      criterion,
      description: description.join('\n'),
      failureClass: element.class as FailureClass,
      digestIds: [],
      memberIds: incidents.filter((one) => one.patternIds.includes(element.id ?? '')).map((one) => one.digest.id),
    }
  })
  return propose({ technology, patterns, digests: incidents.map((one) => one.digest) })
}

function partialIn({ id, name = '', class: failureClass, text }: Element): PartialTheme {
  const [told = '', ...examples] = text.split(/^Example: /m).map((part) => part.trim())
  const [criterion = '', ...description] = linesOf(told)
  return {
    id: Number(id),
    name,
    criterion,
    description: description.join('\n'),
    failureClass: failureClass as FailureClass,
    examples,
  }
}

function incidentOf({ postmortemId, patterns = '', text }: Element) {
  const [told = '', causes = '', actions = ''] = text.split(/^(?:Root causes|Preventive actions):$/m)
  const [title = '', ...sentences] = linesOf(told)
  const items = (part: string): Statement[] => linesOf(part).map((line) => stated(line.replace(/^- /, '')))
  const digest = {
    ...aDigest(Number(postmortemId), sentences),
    title,
    rootCauses: items(causes),
    preventiveActions: items(actions),
  }
  return { digest, patternIds: patterns.split(', ') }
}

/** An incident as the check of a prevention is shown it: statements with their quotes. */
function checkedOf({ id, text }: Element): Digest {
  const [told = '', causes = '', actions = ''] = text.split(/^(?:Root causes|Planned by its team afterwards):$/m)
  const digest = aDigest(Number(id), [])
  return { ...digest, sentences: quotedIn(told), rootCauses: quotedIn(causes), preventiveActions: quotedIn(actions) }
}

/** Statements with their quotes, as prompts list them. */
function quotedIn(text: string): Statement[] {
  const statements = text.matchAll(/^- ([\s\S]*?)\n {2}quote: ([\s\S]*?)(?=\n- [\s\S]*?\n {2}quote: |\s*$(?![\s\S]))/gm)
  return [...statements].map(([, said = '', quote = '']) => ({ text: said, quote }))
}

/** What a prompt shows of a digest; the rest is not known. */
function aDigest(id: number, sentences: readonly string[]): Digest {
  return {
    id,
    postmortemId: id,
    title: '',
    url: null,
    incidentDate: null,
    severity: null,
    technology: '',
    role: 'root_cause',
    sentences: sentences.map(stated),
    rootCauses: [],
    preventiveActions: [],
    facts: {},
  }
}

function stated(text: string): Statement {
  return { text, quote: '' }
}

/** The five fields as classification and analyzer are shown them. */
function summaryIn(prompt: string): Summary {
  const fields = (within(prompt, 'summary') ?? '').split(/^## /m)
  const field = (name: keyof Summary): Statement[] => {
    const text = fields.find((part) => part.startsWith(`${name}\n`)) ?? ''
    return quotedIn(text)
  }
  return {
    issueSummary: field('issueSummary'),
    rootCauses: field('rootCauses'),
    impact: field('impact'),
    resolution: field('resolution'),
    preventiveActions: field('preventiveActions'),
  }
}

function quotesOf(summary: Summary): string[] {
  return Object.values(summary).flatMap((statements) => statements.map(({ quote }) => quote))
}

function technologyIn(prompt: string, technologies: readonly Technology[]): Technology {
  const line = lineAfter(prompt, 'Technology: ')
  const [technology] = technologies
    .filter(({ name }) => line === name || line.startsWith(`${name}. `))
    .sort((a, b) => b.name.length - a.name.length)
  if (!technology) throw new Error(`the prompt is about no known technology: ${line}`)
  return technology
}

function lineAfter(prompt: string, start: string): string {
  return (
    prompt
      .split('\n')
      .find((line) => line.startsWith(start))
      ?.slice(start.length) ?? ''
  )
}

function within(prompt: string, tag: string): string | null {
  return new RegExp(`<${tag}>([\\s\\S]*)</${tag}>`).exec(prompt)?.[1]?.trim() ?? null
}

type Element = Readonly<Partial<Record<string, string>>> & { readonly text: string }

function elementsIn(prompt: string, tag: string): Element[] {
  const elements = prompt.matchAll(new RegExp(`^<${tag} ([^>]*)>\\n([\\s\\S]*?)</${tag}>$`, 'gm'))
  return [...elements].map(([, attributes = '', text = '']) => ({
    ...Object.fromEntries([...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value])),
    text: text.trim(),
  }))
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '')
}
