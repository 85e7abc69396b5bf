/** The form of a value without its contents: names and types of what is in it. A list has the shape of all its items. */
export type Shape = string | { readonly list: readonly Shape[] } | { readonly fields: Readonly<Record<string, Shape>> }

export function shapeOf(value: unknown): Shape {
  if (value === null) return 'null'
  if (Array.isArray(value)) {
    const shapes = new Map(value.map((item) => [JSON.stringify(shapeOf(item)), shapeOf(item)]))
    return { list: [...shapes.values()] }
  }
  if (typeof value !== 'object') return typeof value
  return { fields: Object.fromEntries(Object.entries(value).map(([key, part]) => [nameOf(key), shapeOf(part)])) }
}

/** Some objects are maps from ids. */
const nameOf = (key: string): string => (/^[A-Z][A-Z0-9]{8,}$/.test(key) ? '*' : key)

/** Where two shapes differ, in words: `message.bot_profile only theirs`, `ts string, theirs number`. */
export function differences(ours: Shape, theirs: Shape, path = ''): readonly string[] {
  if (typeof ours === 'string' || typeof theirs === 'string')
    return kindOf(ours) === kindOf(theirs) ? [] : [`${path} ${kindOf(ours)}, theirs ${kindOf(theirs)}`]
  if ('list' in ours && 'list' in theirs) {
    const [first, other] = [ours.list[0], theirs.list[0]]
    if (first === undefined || other === undefined)
      return ours.list.length === theirs.list.length
        ? []
        : [`${path}[] ${first ? 'only ours' : 'only theirs'} has items`]
    return differences(first, other, `${path}[]`)
  }
  if (!('fields' in ours && 'fields' in theirs)) return [`${path} ${kindOf(ours)}, theirs ${kindOf(theirs)}`]
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`)
  return [...new Set([...Object.keys(ours.fields), ...Object.keys(theirs.fields)])].flatMap((key) => {
    const [mine, other] = [ours.fields[key], theirs.fields[key]]
    if (mine === undefined || other === undefined)
      return [`${at(key)} ${mine === undefined ? 'only theirs' : 'only ours'}`]
    return differences(mine, other, at(key))
  })
}

function kindOf(shape: Shape): string {
  if (typeof shape === 'string') return shape
  return 'list' in shape ? 'list' : 'object'
}
