import { type Columns, type DataSource, idOf, type PropertySchema } from './stand-in-notion-model.ts'

/** Columns as a team might have them; `Status` is what says that a postmortem may be read. */
const postmortemProperties: Readonly<Record<string, PropertySchema>> = {
  Name: { type: 'title' },
  Status: { type: 'status', options: ['Draft', 'In review', 'Published'] },
  Severity: { type: 'select', options: ['SEV1', 'SEV2', 'SEV3', 'SEV4', 'SEV5'] },
  'Incident date': { type: 'date' },
  'Published on': { type: 'date' },
  'Owner team': { type: 'select' },
  People: { type: 'people' },
  Restricted: { type: 'checkbox' },
  duration_minutes: { type: 'number' },
  customers_affected: { type: 'number' },
}

/** What a page that is in no data source has. */
export const plainColumns: Columns = { properties: { title: { type: 'title' } } }

/** A data source with the usual columns unless others are given; its ids come from its title. */
export function aDataSource(part: Partial<DataSource> = {}): DataSource {
  const title = part.title ?? 'Postmortems'
  return {
    id: idOf(`data source ${title}`),
    databaseId: idOf(`database ${title}`),
    title,
    isShared: true,
    properties: postmortemProperties,
    publication: { property: 'Status', published: 'Published', draft: 'Draft' },
    ...part,
  }
}
