/**
 * Words for teams, duties and crowds: whoever has one in the name is no single person ("SRE", "Platform on-call").
 */
export const collectives: ReadonlySet<string> = new Set(
  `accounting accounts admin administrator administrators admins alert alerting alerts all analyst analysts
  analytics android anonymous anybody anyone app apps architect architects architecture area audit automated
  automation backend basket bi billing board bot bots branch business call care cart catalog catalogue center
  central centre ceo cfo channel chapter checkout ci cio ciso client clients cloud colleague colleagues commander
  commerce committee community company compute content contractor coo core council crew cto customer customers
  data database databases dba dbas delivery department dept desk dev developer developers devices devops devs
  digital director division duty ecommerce edge emea engineer engineering engineers enterprise everybody everyone
  experience external facilities fashion finance foundation fraud frontend fulfillment fulfilment gateway global
  group groups growth guild hardware head helpdesk here hq hr identity incident infra infrastructure integration
  integrations intern internal inventory ios it lead leader leaders leads legal logistics maintainer maintainers
  management manager managers marketing member members mobile monitor monitoring n/a na netops network networking
  networks nobody noc none observability office on-call oncall operation operations operator ops order orders org
  organisation organization oss owner owners pager partner partners payment payments people person platform
  platforms player players pricing primary procurement product production products programme project provider
  purchasing qa quality reader readers recommendations region release reliability reporter reporters responder
  responders response retail returns revenue roster rota rotation sales search secondary secops security seller
  sellers service-desk servicedesk services shift shipping shop site soc software solutions somebody someone squad
  squads sre sres staff stakeholder stakeholders stock storage store stores student students supplier suppliers
  supply support sysadmin sysadmins system systems tbc tbd team teams tech technical technology tenant tenants
  testing tier tooling traffic tribe unassigned unit unknown user users various vendor vendors vp warehouse
  warehousing web`.split(/\s+/),
)
