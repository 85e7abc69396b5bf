import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { bedrockModel } from '../../src/bedrock/bedrock-model.ts'
import { askModel } from '../../src/pipeline/ask.ts'
import { mapPostmortem } from '../../src/pipeline/pipeline.ts'
import { aTechnology } from '../support/builders.ts'
import { aClient } from '../support/stand-in-bedrock-client.ts'

const script = fileURLToPath(new URL('../support/stand-in-bedrock-server.ts', import.meta.url))

const document = {
  title: 'Checkout was slow',
  body: [
    '## Root cause',
    'DynamoDB throttled the writes of the checkout service because all guest baskets shared one partition key.',
    'The hot partition of DynamoDB took no more than a thousand writes a second.',
    '## Resolution',
    'The partition key was split by hand and DynamoDB accepted all writes again.',
  ].join('\n\n'),
}

test('the stand-in as a process of its own answers every stage until it is stopped', async () => {
  const child = spawn(process.execPath, [script, '--latency', '1'], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const models = { small: 'eu.anthropic.claude-sonnet-5', large: 'eu.anthropic.claude-sonnet-5-5' }
  const model = bedrockModel({ region: 'eu-central-1', models }, aClient(url))
  const { findings, summary } = await mapPostmortem(askModel(model), document, [
    aTechnology({ name: 'Amazon DynamoDB', aliases: ['DynamoDB'] }),
  ])
  expect(summary.rootCauses.length).toBeGreaterThan(0)
  expect(findings).toMatchObject([{ technology: 'dynamodb', state: 'ready', role: 'root_cause' }])
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
})
