import { bodyOf, hiddenId } from './stand-in-notion-bodies.ts'
import { changesBetween } from './stand-in-notion-changes.ts'
import {
  type Author,
  type Columns,
  type DataSource,
  idOf,
  type NewPage,
  type NewPlainPage,
  type NotionPage,
  type PageChange,
  type PageEdit,
  type PageEventType,
  type Person,
} from './stand-in-notion-model.ts'
import { plainColumns } from './stand-in-notion-schema.ts'

/** Everything that is in Notion: tables, pages, people. Each change is told to `onChange`, as the app tells webhooks. */
export class NotionWorkspace {
  readonly name = 'Stand-in'
  readonly id = idOf('workspace')
  readonly bot: Author = { id: idOf('bot'), type: 'bot' }
  readonly dataSources = new Map<string, DataSource>()
  readonly pages = new Map<string, NotionPage>()
  readonly people = new Map<string, Person>()
  readonly #below = new Map<string, Set<string>>()
  readonly #hidden = new Map<string, { pageId: string; name: string }>()
  readonly #now: () => Date
  readonly #someone: Author
  onChange: (change: PageChange) => void = () => {}

  constructor(dataSources: readonly DataSource[], now: () => Date) {
    for (const source of dataSources) this.dataSources.set(source.id, source)
    this.#now = now
    this.#someone = { id: this.person('Robin Writer').id, type: 'person' }
  }

  now(): Date {
    return this.#now()
  }

  /** The person of that name, who joins the workspace if need be. */
  person(name: string): Person {
    const email = `${name.toLowerCase().replaceAll(/[^\p{L}\d]+/gu, '.')}@example.com`
    const person = this.people.get(idOf(name)) ?? { id: idOf(name), name, email }
    this.people.set(person.id, person)
    return person
  }

  /** That person in a text, as Notion's markdown has it. */
  mention(name: string): string {
    return `<mention-user url="user://${this.person(name).id}">${name}</mention-user>`
  }

  /** A new page, told to nobody: for pages that were there before anybody subscribed. */
  add(page: NewPage, author: Author = this.#someone): NotionPage {
    const { markdown, ...part } = page
    const { parentId = null } = page
    const createdAt = page.createdAt ?? this.now()
    const made: NotionPage = {
      id: idOf(`page ${this.pages.size} ${page.title}`),
      dataSourceId: parentId === null ? ([...this.dataSources.keys()][0] ?? null) : null,
      parentId,
      properties: {},
      body: markdown ?? '',
      hidden: {},
      createdAt,
      editedAt: createdAt,
      createdBy: author.id,
      inTrash: false,
      isShared: parentId === null || this.page(parentId).isShared,
      editedBy: author.id,
      ...part,
    }
    this.#keep(made)
    return made
  }

  /** A new page in no data source, told to nobody. */
  addPlain(page: NewPlainPage, author?: Author): NotionPage {
    return this.add({ ...page, dataSourceId: null }, author)
  }

  /** A new page. One with an id that exists is edited instead. */
  put(page: NewPage, author?: Author): NotionPage {
    if (page.id !== undefined && this.pages.has(page.id)) return this.edit(page.id, page, author)
    const made = this.add(page, author)
    this.#tell('page.created', made, author)
    return made
  }

  /** Properties that aren't named stay as they are. An edit that changes nothing is none. Sharing is for all below. */
  edit(id: string, edit: PageEdit, author: Author = this.#someone): NotionPage {
    const before = this.page(id)
    const { title = before.title, markdown, body = markdown ?? before.body, hidden = before.hidden, isShared } = edit
    const properties = { ...before.properties, ...edit.properties }
    const after = { ...before, title, body, hidden, properties, isShared: isShared ?? before.isShared }
    const changed = changesBetween(before, after, this.columnsOf(before))
    if (isShared !== undefined) for (const child of this.childrenOf(id)) this.edit(child.id, { isShared }, author)
    if (changed.properties.length === 0 && changed.blocks.length === 0) return this.#keep(after)
    const page = this.#keep({ ...after, editedAt: this.now(), editedBy: author.id })
    if (changed.properties.length > 0) this.#tell('page.properties_updated', page, author, changed)
    if (changed.blocks.length > 0) this.#tell('page.content_updated', page, author, changed)
    return page
  }

  publish(id: string, author?: Author): NotionPage {
    const { property, published } = this.sourceOf(this.page(id)).publication
    return this.edit(id, { properties: { [property]: published } }, author)
  }

  unpublish(id: string, author?: Author): NotionPage {
    const { property, draft } = this.sourceOf(this.page(id)).publication
    return this.edit(id, { properties: { [property]: draft } }, author)
  }

  trash(id: string, author?: Author): NotionPage {
    return this.#turn('page.deleted', id, { inTrash: true }, author)
  }

  restore(id: string, author?: Author): NotionPage {
    return this.#turn('page.undeleted', id, { inTrash: false }, author)
  }

  /** To a data source or below a page. */
  move(id: string, to: string, author?: Author): NotionPage {
    if (this.dataSources.has(to)) return this.#turn('page.moved', id, { dataSourceId: to, parentId: null }, author)
    const line = [this.page(to), ...this.above(this.page(to))]
    if (line.some((page) => page.id === id)) throw new Error(`The page ${id} can't be below itself.`)
    return this.#turn('page.moved', id, { dataSourceId: null, parentId: to }, author)
  }

  /** Gone for good, as from an emptied trash; nobody is told. */
  remove(id: string): void {
    this.pages.delete(id)
  }

  /** Fails for an id of no page: a test's mistake, unlike what a client asks for. */
  page(id: string): NotionPage {
    const page = this.pages.get(id)
    if (!page) throw new Error(`The workspace has no page ${id}.`)
    return page
  }

  /** What a page can have besides its text: the columns of its data source, or only a title. */
  columnsOf(page: NotionPage): Columns {
    return page.dataSourceId === null ? plainColumns : this.sourceOf(page)
  }

  /** The pages directly below a page, also those in the trash. */
  childrenOf(id: string): readonly NotionPage[] {
    const pages = [...(this.#below.get(id) ?? [])].flatMap((below) => this.pages.get(below) ?? [])
    return pages.filter(({ parentId }) => parentId === id)
  }

  /** The pages that a page is below, the nearest first. */
  above({ parentId }: NotionPage): readonly NotionPage[] {
    const parent = parentId === null ? undefined : this.pages.get(parentId)
    return parent ? [parent, ...this.above(parent)] : []
  }

  sourceOf(page: NotionPage): DataSource {
    const source = this.dataSources.get(page.dataSourceId ?? '')
    if (!source) throw new Error(`The workspace has no data source ${page.dataSourceId}.`)
    return source
  }

  /** The page that a hidden block is on, and the block's name there. */
  hidden(id: string): { readonly page: NotionPage; readonly name: string } | undefined {
    const place = this.#hidden.get(id)
    const page = place && this.pages.get(place.pageId)
    return page && place.name in page.hidden ? { page, name: place.name } : undefined
  }

  #turn(type: PageEventType, id: string, part: Partial<NotionPage>, author: Author = this.#someone): NotionPage {
    const page = this.#keep({ ...this.page(id), ...part, editedAt: this.now(), editedBy: author.id })
    this.#tell(type, page, author)
    return page
  }

  #keep(page: NotionPage): NotionPage {
    this.columnsOf(page)
    this.pages.set(page.id, page)
    if (page.parentId !== null)
      this.#below.set(page.parentId, (this.#below.get(page.parentId) ?? new Set()).add(page.id))
    for (const name of Object.keys(page.hidden)) this.#hidden.set(hiddenId(page, name), { pageId: page.id, name })
    return page
  }

  #tell(
    type: PageEventType,
    page: NotionPage,
    author: Author = this.#someone,
    { properties, blocks }: Pick<PageChange, 'properties' | 'blocks'> = { properties: [], blocks: [] },
  ): void {
    this.onChange({ type, page, author, at: this.now(), properties, blocks })
  }

  /** The page's markdown as the API gives it, but without the child pages. */
  bodyOf(id: string): string {
    return bodyOf(this.page(id))
  }
}
