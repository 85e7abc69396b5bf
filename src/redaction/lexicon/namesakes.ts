/**
 * Words that name people and something else as well: English words, months, places, products. Alone they are a person
 * only where the sentence says so; in full names and in role lines they are as good as any other.
 */
export const namesakes: ReadonlySet<string> = new Set(
  `ace ada al alexa alma ama amber an angel april archer arden ari art ash aspen athena august aurora austin autumn
  bailey bas basil bea bee berlin bill billy blair blaze bo bob brook brooklyn bruno buck buddy cal cam carson
  carter case cash chance chandler charity charlotte chase chelsea cherry chi chip christian clark claude clay
  cliff cody cole colt cooper coral crystal cy cyrus dagger daisy dakota dale dallas dash dawn dean deb delta
  destiny dev devin dexter dick dicky dixie do dolores don dong dot drake drew duke dusty earl echo ed eden elif
  elm ember emerson eve faith fan fay felix fern fisher fleur flint flora florence ford forest forrest fox frank
  gail gang gay gem gene genesis georgia gerrit ginger glen grace grant gray grey griffin gus guy hai hang happy
  harbor harmony harper hazel heath henna holden honor hope houston hudson hugo hung hunter ike inca indie ines
  ira iris isa israel ivory ivy jack jackie jackson jade jan jasmine jasper jay jenkins jericho jet jin jo jordan
  joy julia jun june juno justice kai karma kay ken kendall kent king kingston kit lake lance land lane lark
  laurel lee lei leo liberty lilac lily lin lincoln linh link lock logan lola london lou luck luna mac mace
  madison mai major mallory manny marble march marcher mark marsh marshal marshall mason master max may mel melody
  mercury mercy merle milan miles milo min ming misty moe monte morgan moss my nan nat ned nevada nia noble norm
  nova octavius ode olive om orion oscar otto page paige pam paris parker pascal pat patience peace pearl peg
  penny pepper percy perry phoenix pia pierce pip piper pixel poppy porter presley prince princess quan queen
  quinn raja ram ray reed reese reid remy rex ria rich ridge riley rio river rob robbie robin rocco rocky rod
  roman rome romeo rory rose rosemary rowan roy ruby rufus rusty sage sal salvador sam sandy savannah saxon
  scarlet scout shay shelby sherry shiloh sid sienna sierra silas sky skye skyler sol solomon son song sonny spark
  spencer spike star stella sterling stone storm sue summer sunny sydney tad tan tanner tara tate tatum tax taylor
  temple terra thu tiger till titus topaz trent trinity troy true tucker turner ty uma una usher valentine valor
  van vega venus vera vernon vi vic victor victoria viola violet virginia vivian von wade walker ward warren wayne
  wei west will willow wolf won woody wren wyatt xin yen york young yvon zac zane zed zen zion zoe zola`.split(/\s+/),
)
