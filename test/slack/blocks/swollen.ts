/** Where untrusted text stands in contents. */
const untrusted = new Set(
  'title severity ownerTeam incidentDate name quote text sentence criterion description investment mechanism why counterEvidence reason typed model fact job state added gone patterns words url team severities pattern'.split(
    ' ',
  ),
)

/** Values that our own code chose, though they stand under such names. */
const ours = new Set(
  'folding done failed draft approved rejected shipped replaced patterns opportunities withdrawn restricted edited'.split(
    ' ',
  ),
)

/** The same content with `text` wherever a document, a model or a person may have written, and every list `times` as long. */
export function swollen<Content>(content: Content, text: string, times: number): Content {
  return swell(content, '', text, times) as Content
}

function swell(value: unknown, key: string, text: string, times: number): unknown {
  if (typeof value === 'string') return untrusted.has(key) && !ours.has(value) ? text : value
  if (Array.isArray(value)) {
    const items = value.map((item) => swell(item, key, text, times))
    return Array.from({ length: times }, () => items).flat()
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, held]) => [
    key === 'facts' ? text : name,
    swell(held, name, text, times),
  ])
  return Object.fromEntries(entries)
}
