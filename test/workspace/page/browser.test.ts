import type { Browser, ConsoleMessage, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Workspace } from '../../../src/workspace/workspace.ts'
import { aBrowser, browsing } from '../../support/a-browser.ts'
import { eventually } from '../../support/eventually.ts'
import { aClient, alice, bob, channel } from '../a-workspace.ts'
import { aCutLine, aPage, aPageWithApp, mira, secret } from './a-page.ts'

/** The browser itself complains of a server that is away and of a channel that is gone, which some tests want. */
const isError = (line: ConsoleMessage) => line.type() === 'error' && !/net::ERR_|status of 404/.test(line.text())

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const button = { type: 'button' as const, action_id: 'again', value: 'x', text: plain('Fold again') }
const thumbs = {
  type: 'feedback_buttons' as const,
  action_id: 'vote',
  positive_button: { text: plain('Right'), value: 'up' },
  negative_button: { text: plain('Wrong'), value: 'down' },
}
const form = {
  type: 'modal' as const,
  callback_id: 'why',
  title: plain('What is wrong?'),
  submit: plain('Send'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'words',
      optional: true,
      label: plain('In your words'),
      element: { type: 'plain_text_input' as const, action_id: 'words' },
    },
  ],
}

describe.skipIf(!browsing)('the page in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await aBrowser()
  })
  afterAll(() => browser?.close())

  /** The page as somebody sees it who has just come. Any error of its script fails the test. */
  async function opened(workspace: Pick<Workspace, 'url'>, hash = '', options = {}): Promise<Page> {
    const page = await browser.newPage(options)
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (line) => isError(line) && errors.push(line.text()))
    onTestFinished(async () => {
      await page.close()
      expect(errors).toEqual([])
    })
    await page.goto(`${workspace.url}/${hash}`)
    await page.locator('.conversation').first().waitFor()
    return page
  }

  test('a message appears by itself, with the eyes kept where they read', async () => {
    const workspace = await aPage()
    for (let number = 0; number < 130; number++) workspace.people.say(bob, channel, `message ${number}`)
    const page = await opened(workspace)
    const below = () =>
      page.evaluate<number>(
        "(([log]) => log.scrollHeight - log.scrollTop - log.clientHeight)(document.querySelectorAll('#main .log'))",
      )
    const message = (number: number) => page.getByText(`message ${number}`, { exact: true })
    await message(129).waitFor()
    workspace.people.say(bob, channel, 'message 130')
    await message(130).waitFor()
    await expect.poll(below).toBeLessThan(2)
    await page.getByRole('button', { name: 'Load earlier messages (31 more)' }).click()
    await message(0).waitFor()
    await message(60).scrollIntoViewIfNeeded()
    const before = await message(60).boundingBox()
    workspace.people.say(bob, channel, 'message 131')
    await message(131).waitFor()
    expect(await message(60).boundingBox()).toEqual(before)
  })

  test('a command is completed with the keyboard, sent, and answered', async () => {
    const workspace = await aPageWithApp((app) => {
      app.command('/patterns', ({ ack, command }) => ack({ text: `Patterns of ${command.text}` }))
    })
    const page = await opened(workspace)
    await page.keyboard.press('/')
    await page.getByRole('option', { name: '/opportunities' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.keyboard.type('dynamodb')
    expect(await page.locator('#composer-channel').inputValue()).toBe('/patterns dynamodb')
    await page.getByText('dynamodb [since 2025-01]').waitFor()
    await page.keyboard.press('Enter')
    await page.locator('.ephemeral', { hasText: 'Patterns of dynamodb' }).getByText('Only visible to you').waitFor()
  })

  test('a thread opens with Enter, and a mention in it reaches the app', async () => {
    const heard: string[] = []
    const workspace = await aPageWithApp((app) =>
      app.event('app_mention', async ({ event }) => void heard.push(event.text)),
    )
    workspace.people.say(bob, channel, 'what keeps failing?')
    const page = await opened(workspace)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.locator('#composer-thread:focus').waitFor()
    await page.keyboard.type('@lo')
    await page.keyboard.press('Tab')
    await page.keyboard.type('similar?')
    await page.keyboard.press('Enter')
    await page.locator('#thread').getByText('similar?').waitFor()
    await page.getByRole('button', { name: '1 reply' }).waitFor()
    await eventually(() => heard.length > 0)
    expect(heard).toEqual([`<@${workspace.botUserId}> similar?`])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.locator('#main .message:focus').waitFor()
    expect(await page.locator('#thread').isVisible()).toBe(false)
  })

  test('a wrong vote opens a form, which shows what the app finds wrong with it, and closes', async () => {
    const workspace = await aPageWithApp((app) => {
      app.action('vote', async ({ ack, body, client }) => {
        await ack()
        if ('trigger_id' in body) await client.views.open({ trigger_id: body.trigger_id, view: form })
      })
      app.view('why', ({ ack, view }) =>
        view.state.values.words?.words?.value
          ? ack()
          : ack({ response_action: 'errors', errors: { words: 'Say a little more.' } }),
      )
    })
    await aClient(workspace).chat.postMessage({
      channel,
      text: 'digest',
      blocks: [{ type: 'context_actions', elements: [thumbs] }],
    })
    const page = await opened(workspace)
    await page.getByRole('button', { name: 'Wrong' }).click()
    const modal = page.getByRole('dialog', { name: 'What is wrong?' })
    await modal.getByLabel('In your words').waitFor()
    await page.getByRole('button', { name: 'Wrong', pressed: true, includeHidden: true }).waitFor({ state: 'attached' })
    await modal.getByRole('button', { name: 'Send' }).click()
    await modal.getByText('Say a little more.').waitFor()
    await modal.getByLabel('In your words').fill('It was Kafka.')
    await page.keyboard.press('Enter')
    await modal.waitFor({ state: 'hidden' })
    expect(workspace.people.openModal(alice)).toBeNull()
  })

  test('a button that wants to be confirmed acts after a yes only', async () => {
    const used: string[] = []
    const workspace = await aPageWithApp((app) =>
      app.action('again', async ({ ack, action }) => {
        used.push(action.type)
        await ack()
      }),
    )
    const confirm = {
      title: plain('Sure?'),
      text: plain('It costs.'),
      confirm: plain('Do it'),
      deny: plain('Leave it'),
    }
    await aClient(workspace).chat.postMessage({
      channel,
      text: 'report',
      blocks: [{ type: 'actions', elements: [{ ...button, confirm }] }],
    })
    const page = await opened(workspace)
    await page.getByRole('button', { name: 'Fold again' }).click()
    await page.getByRole('button', { name: 'Leave it' }).click()
    await page.getByRole('button', { name: 'Fold again' }).click()
    await page.getByRole('button', { name: 'Do it' }).click()
    await eventually(() => used.length > 0)
    expect(used).toEqual(['button'])
  })

  test('r and a number react to the message in focus, and the chip takes it back', async () => {
    const workspace = await aPage()
    const said = workspace.people.say(bob, channel, 'done')
    const page = await opened(workspace)
    const reactions = () => workspace.state.message(channel, said.ts)?.reactions
    await page.keyboard.press('j')
    await page.keyboard.press('r')
    await page.keyboard.press('4')
    await page.getByRole('button', { name: 'You reacted with white check mark', pressed: true }).click()
    await eventually(() => reactions()?.length === 0)
  })

  test('m opens the menu of a message, whose shortcut reaches the app', async () => {
    const used: string[] = []
    const workspace = await aPageWithApp((app) =>
      app.shortcut('wrong_attribution', async ({ ack, shortcut }) => {
        used.push(shortcut.type)
        await ack()
      }),
    )
    workspace.people.say(bob, channel, 'not so')
    const page = await opened(workspace)
    await page.keyboard.press('j')
    await page.keyboard.press('m')
    await page.locator('button:focus', { hasText: 'Copy link' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.locator('button:focus', { hasText: 'Wrong attribution' }).waitFor()
    await page.keyboard.press('Enter')
    await eventually(() => used.length > 0)
    expect(used).toEqual(['message_action'])
    await page.locator('.message:focus').waitFor()
  })

  test('whoever one becomes, one sees what that person sees', async () => {
    const workspace = await aPage()
    await aClient(workspace).chat.postEphemeral({ channel, user: alice, text: 'for Alice' })
    const page = await opened(workspace, `#${secret}`)
    await page.getByRole('combobox', { name: 'You are' }).selectOption('Mira Santos (guest)')
    await page.getByRole('heading', { name: 'datastore-reliability', exact: true }).waitFor()
    expect(await page.getByRole('link', { name: 'incident-room' }).count()).toBe(0)
    expect(await page.getByText('for Alice').count()).toBe(0)
    await aClient(workspace).chat.postEphemeral({ channel, user: mira, text: 'for Mira' })
    await page.getByText('for Mira').waitFor()
  })

  test('what is being written survives a look elsewhere, and unread channels are marked', async () => {
    const workspace = await aPage()
    const page = await opened(workspace)
    await page.locator('#composer-channel').fill('half a thought')
    await page.keyboard.press('Alt+ArrowDown')
    await page.getByRole('heading', { name: 'incident-room', exact: true }).waitFor()
    workspace.people.say(bob, channel, 'news')
    await page.locator(`a.unread[href="#${channel}"]`).click()
    await page.getByText('news').waitFor()
    expect(await page.locator('#composer-channel').inputValue()).toBe('half a thought')
    await expect.poll(() => page.locator('a.unread').count()).toBe(0)
  })

  test('a link to a reply opens its thread', async () => {
    const workspace = await aPage()
    const parent = workspace.people.say(bob, secret, 'parent')
    const reply = workspace.people.say(bob, secret, 'the reply', parent.ts)
    const page = await opened(workspace, `archives/${secret}/p${reply.ts.replace('.', '')}?thread_ts=${parent.ts}`)
    await page.locator('#thread .message:focus', { hasText: 'the reply' }).waitFor()
  })

  test('it can be read on a phone, where the channels are in a drawer', async () => {
    const workspace = await aPage()
    workspace.people.say(bob, channel, 'unbreakable'.repeat(40))
    const page = await opened(workspace, '', { viewport: { width: 420, height: 900 } })
    const overflow = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    expect(await overflow()).toBe(0)
    await page.getByRole('button', { name: 'Channels' }).click()
    await page.getByRole('link', { name: 'datastore-reliability' }).click()
    await page.locator('#composer-channel').click()
    await page.getByRole('button', { name: 'Channels' }).click()
    await page.getByRole('link', { name: 'incident-room' }).click()
    await page.getByRole('heading', { name: 'The beginning of #incident-room' }).waitFor()
    expect(await overflow()).toBe(0)
  })

  test('everything that was missed is there once the connection is back', async () => {
    const workspace = await aPage()
    const line = await aCutLine(workspace.url)
    const page = await opened(line)
    line.cut()
    await page.getByText('The workspace does not answer').waitFor()
    workspace.people.say(bob, channel, 'said meanwhile')
    line.mend()
    await page.getByText('said meanwhile').waitFor()
    await page.getByText('The workspace does not answer').waitFor({ state: 'detached' })
  })

  test('a workspace that was started anew is shown as it is now', async () => {
    const first = await aPage()
    const page = await opened(first, `#${secret}`)
    await first.close()
    const second = await aPage({
      port: Number(new URL(first.url).port),
      people: [{ name: 'zoe', realName: 'Zoe Lind' }],
      channels: [{ name: 'brand-new' }],
    })
    await page.getByRole('heading', { name: 'The beginning of #brand-new' }).waitFor()
    await page.getByRole('combobox', { name: 'You are' }).getByText('Zoe Lind').waitFor({ state: 'attached' })
    expect(page.url()).toContain(second.url)
  })
})
