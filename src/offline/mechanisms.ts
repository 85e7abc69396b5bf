import type { FailureClass } from '../domain.ts'
import { count } from './cues.ts'

/** A way in which systems fail, the words by which it is told, and the class that it usually falls into. */
export type Mechanism = { readonly name: string; readonly failureClass: FailureClass; readonly words: RegExp }

const mechanism = (name: string, failureClass: FailureClass, words: RegExp): Mechanism => ({
  name,
  failureClass,
  words,
})

/** Common knowledge of the field, so that texts that tell the same failure in other words come near each other. */
export const mechanisms: readonly Mechanism[] = [
  mechanism(
    'connection exhaustion',
    'capacity_scaling',
    /\b(connections?|pool(s|ed|ing)?|sessions?|max_connections|too many clients|idle in transaction|sockets?)\b/gi,
  ),
  mechanism(
    'schema change and locks',
    'config_deployment',
    /\b(locks?|locked|exclusive|alter table|ddl|migrations?|schema|constraint|columns?|create index|foreign key|validat\w+|rewr\w+)\b/gi,
  ),
  mechanism(
    'throttling and hot keys',
    'capacity_scaling',
    /\b(throttl\w+|provisioned|capacity|(read|write) units?|hot|partitions?|partition key|rate limit\w*|quota)\b/gi,
  ),
  mechanism(
    'client library mismatch',
    'config_deployment',
    /\b(sdk|client|librar(y|ies)|serializ\w+|driver|dependenc(y|ies)|incompatib\w+|marshall\w*|class|codec|module)\b/gi,
  ),
  mechanism(
    'missing access rights',
    'config_deployment',
    /\b(access ?denied|denied|forbidden|403|polic(y|ies)|permissions?|iam|roles?|grants?|credentials?|kms|keys? policy|decrypt|identity)\b/gi,
  ),
  mechanism(
    'processor saturation',
    'capacity_scaling',
    /\b(cpu|cores?|single[- ]thread\w*|threads?|engine|credits|o\(n\)|slow commands?|keys command|hgetall|scripts?)\b/gi,
  ),
  mechanism('memory exhaustion', 'capacity_scaling', /\b(memory|heap|garbage|gc|oom\w*|evict\w*|leak\w*|swap)\b/gi),
  mechanism(
    'full disks',
    'capacity_scaling',
    /\b(disks?|watermark|full|storage|space|volume|inodes?|read-only|retention)\b/gi,
  ),
  mechanism(
    'consumer group rebalances',
    'config_deployment',
    /\b(rebalanc\w+|consumer groups?|consumers?|heartbeats?|poll interval|max\.poll\S*|session timeout|session\.timeout\S*|assignor|static membership|coordinator|partitions? (assigned|revoked)|offsets?)\b/gi,
  ),
  mechanism(
    'wrong routes',
    'config_deployment',
    /\b(routes?|routing|routed|regex|regular expression|headers?|priorit(y|ies)|prox(y|ies)|shadow\w*|upstreams?|edge|push(ed|es)?)\b/gi,
  ),
  mechanism(
    'name resolution',
    'config_deployment',
    /\b(dns|resolv\w+|lookups?|ndots|search domains?|nxdomain|servfail|records?)\b/gi,
  ),
  mechanism(
    'accidental deletion',
    'human_operation',
    /\b(delet\w+|lifecycle|expir(e|ed|y|es)|purge\w*|dropped|wiped|irrevocabl\w*|overwr\w+|versioning)\b/gi,
  ),
  mechanism('expired certificates', 'config_deployment', /\b(certificates?|certs?|ca|tls|ssl|renew\w*|expired)\b/gi),
  mechanism(
    'network failure',
    'hardware_network',
    /\b(packets?|switch(es)?|router|bgp|fib(er|re)|links?|network|uplink|line ?card|latency between)\b/gi,
  ),
  mechanism(
    'hardware failure',
    'hardware_network',
    /\b(raid|battery|controller|hardware|power|broken disk|failed disk|dimm|nic|host died|reboot\w*)\b/gi,
  ),
  mechanism(
    'replication and failover',
    'software_bug',
    /\b(replicat\w+|replicas?|failovers?|failed over|primary|standby|master|leader|election|quorum|split[- ]brain)\b/gi,
  ),
  mechanism(
    'timeouts and retries',
    'config_deployment',
    /\b(time-?outs?|retr(y|ies|ied)|retry storm|back-?off|circuit breaker|abort(ed|s)?)\b/gi,
  ),
  mechanism(
    'overload',
    'capacity_scaling',
    /\b(traffic|load|peak|surge|spike|campaign|overload\w*|stampede|requests per second|backlog)\b/gi,
  ),
  mechanism(
    'expensive queries',
    'capacity_scaling',
    /\b(quer(y|ies)|aggregations?|full scan|table scan|slow quer\w+|buckets per|plan(ner)?|statistics)\b/gi,
  ),
  mechanism(
    'node loss and eviction',
    'capacity_scaling',
    /\b(kubelet|drain(ed|s|ing)?|disruption|evict\w*|schedul(er|ed|ing)|autoscal\w+|notready|preempt\w*|node pool)\b/gi,
  ),
  mechanism(
    'software defect',
    'software_bug',
    /\b(bugs?|defects?|race condition|exception|null pointer|regression|crash\w*|upstream (bug|issue)|patch)\b/gi,
  ),
  mechanism(
    'wrong command',
    'human_operation',
    /\b(by hand|manual\w*|mistake\w*|typed|ran the|wrong (cluster|host|bucket|table|server|environment)|script|operator)\b/gi,
  ),
  mechanism(
    'outage of a provider',
    'dependency_external',
    /\b(provider|vendor|cloud|aws|azure|third[- ]party|upstream outage|region|availability zone|status page)\b/gi,
  ),
  mechanism(
    'attack or leak',
    'security',
    /\b(attack\w*|vulnerab\w+|exploit\w*|leaked|credential stuffing|ddos|abus\w+|malicious|cve)\b/gi,
  ),
]

/** How much a text tells of each mechanism: the logarithm of its words, so that one long text doesn't drown the others. */
export function mechanismsIn(text: string): Map<Mechanism, number> {
  const found = mechanisms.map((one) => [one, Math.log2(1 + count(text, one.words))] as const)
  return new Map(found.filter(([, weight]) => weight > 0))
}
