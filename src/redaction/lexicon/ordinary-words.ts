/**
 * English words that stand capitalised or before a colon in postmortems, or are somebody's surname. Alone they are a
 * person only where the sentence says so.
 */
export const ordinaryWords: ReadonlySet<string> = new Set(
  `a about access account action actionable actionables actions added after afternoon again alarm alarms all also
  always am an analysis and another any application applied apr april are around array as assigned at attempt
  audit aug average back background backlog bad baker ball bank banks base batch bean because been before began
  being bell below best better between bin bird black blocks blue bond book boot both bottom bound box brand
  breach broken brown budget bug build builds burn bush but butler by cable called can cancel capacity carpenter
  case cases cause causes cc cell certain chain change changed changes chase check checked checks church class
  clean clear clone close closed code cold combined command comment comments commit complete completed concern
  conclusion conclusions config configuration connection connections context control cook cool corrective could
  count court crane crash crashed critical cron cross current currently cutover damage date day days dead debug
  dec decision default degradation degraded deleted dependency deploy deployed deploys description detail details
  detected detection did different disabled disk do docs document does done down draft drain drop drops due
  duration during duty each early east editing effect eight email enabled end ended ends entire entry error errors
  escalation estimated eta evening event events every everything example exception execute expected export fact
  factor fail failed failing failover fails failure failures false fast fatal feature feb few field fields final
  finally finding findings finish first fish five fix fixed fixes flow follow follow-up followup for found four
  free fresh fri friday frog from front frost full further fyi gates gave general get glass go gold good got grant
  grants graph great green group had half hall hand handler happened hard has have he health heap heavy here hi
  high hill history hit hold holder hole hook hooks host hosts hot hotfix hour hours house how however http
  hypothesis i idea if immediate impact implemented improvement improvements in increase increased index info
  initial initially input inside instance instead into investigating investigation is issue issues it item items
  its jan job jobs july just keep key keys kind knight know large last latency later latest law lead leader leadup
  learned learnings left less lesson lessons let level light limit limits link links list little live load lock
  log logs look looking loss lost love low made main maintenance make manual many map mar mark market marks mask
  master match max may me mean memory merge merged message metric metrics middle might migration min minor minute
  minutes missing mitigated mitigation mitigations mode model mon monday money monitor month moon more morning
  most move moved moving much must my name names need needed network never new next night nine no noble node nodes
  noon normal north not note noted notes nothing notice nov now null number object oct of off offline ok okay old
  on once one ongoing online only open opened option or order original other others our out outage outages output
  over overall overview own page paged pager pages paper parent park part parts pass past patch path peak pending
  people per period persistent phase ping pipeline place plan playbook please point points pool port post posted
  postmortem posts potential power preparation preventive previous previously price primary prior priority
  probably problem process processes prod production progress proposed pull push question queue quick quickly
  quota rail rate rates re read reading ready real reason reboot rebooted recent recovered recovery red reduced
  reference references regression related release released remediation remove removed replica report reported
  reports request requests required reset resolution resolved resource resources response restart restarted
  restarting restarts restored restores result results retry return revert reverted review right rise rising risk
  rivers road rock roll rollback rolled rolling rollout room root round route row rule rules run runbook running
  rush safe said same sat saturday save saw schedule scope script second seconds section see seen select self send
  sent sep sept series set seven several severity shard sharp she sheet shell shields shock short shortly should
  show side silver similar simple since single six size skip slow small snow so social some something soon source
  south space speed spike split stack stage staging stale standard start started starting starts state states
  status steel step steps still stone stop stopped stops storm street strong stuck style subject submitted such
  summary sun sunday surge switch symptoms sync system tab table tables take taken target task tasks temporarily
  ten test tests than thank thanks that the their them then theory there these they thing things think third this
  those three through thursday thus ticket tickets time timeline timeout times title to today todo together too
  took tool tools top total trace track tree tried trigger triggered true try tue tuesday two type unclear under
  until up update updated updates upgrade upgraded upgrades upstream url us use used uses using usual val validate
  value verification verified verify version versus very via view wait wall walls want war ware warn warning was
  watch water waters wave way we weaver wed wednesday week weeks well wells went were west what when where which
  while white who whole why wide will win wise wish with within without wood woods word words work workaround
  worked working works world worth would wright write wrong year yellow yes yesterday yet you young your zero`.split(
    /\s+/,
  ),
)
