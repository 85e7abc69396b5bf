/**
 * Given names that mean nothing else in a technical text, without accents. A capitalised one is a person even if nobody
 * listed it; a name that is missing here is still found when it is listed, signs a line or speaks in a chat.
 */
export const givenNames: ReadonlySet<string> = new Set(
  `aaron abdul abdullah abel abhishek abigail achieng achim adaeze adam adele adil aditya adrian adriana adrien agata
  agnes agnieszka agus ahmad ahmed aiko aileen ainhoa aino aisha ajay akash akira alain alan alana albert alberto alec
  alejandra alejandro aleksander aleksandra aleksei alena alessandra alessandro alessia alex alexander alexandra
  alexandre alexandru alexei alexey alexis alfonso alfred alfredo ali alice alicia alina alisa alison allan allison
  alok alvaro alyssa amalia amanda amandine amara amelia amelie amina amir amit amy ana anais anastasia anders andras
  andre andrea andreas andreea andrei andrej andres andrew andrey andrzej andy angela angelika angelina angelo
  angharad anika anil anita anja anjali ankit ankita ankur ann anna annabel anne anneke anneliese annette anni annika
  anouk anselm anthony antoine antoinette anton antonia antonio antti anupam anurag anya aoife arash ariadne ariana
  ariel arjun arkadiusz armando armin arnau arnaud arne arnold aron arthur arturo arun arvid arvind ashish ashley
  ashok ashwin asif astrid aurelie aurelien axel ayesha ayse bahar barbara barnaby barry bartek bartosz bastian beata
  beate beatrice beatriz ben benedict benedikt benjamin benoit bernadette bernard bernardo bernd bernhard bertrand
  beth betty bharat bianca bilal birgit bjarne bjorn bogdan bogdana boris brad bradley bram brandon branko brenda
  brendan brian bridget britta brittany bronwyn brooke bruce bryan bryce budi caitlin callum cameron camila camille
  candice carina carl carla carlo carlos carmen carol carole caroline carolyn carsten caspar caterina catherine cathy
  cecile cecilia cedric celine cesar chandra chantal charles charlie chiamaka chiara chidi chinedu chloe chris christa
  christiane christina christine christoph christophe christopher christos ciara cillian ciprian claire clara clarissa
  claudette claudia claudio clemens clement clementine colette colin colleen connor conor constantin constantine
  constanze cora cordula corinna corinne cornelia cornelius cosmin craig cristian cristiano cristina curtis cynthia
  cyril daan dafydd daisuke damian damien dan dana daniel daniela daniele danielle daniil danilo danny dara darek
  daria darius darren dave david davide dawid debbie deborah deepa deepak deepika deirdre dejan delphine denis denise
  dennis derek desislava desmond devon dewi diana didier diego dieter dietmar dilip dimitri dimitris dinesh dirk divya
  dmitri dmitriy dmitry dmytro dominic dominik dominika dominique donald donna doris dorota dorothea dorothy doug
  douglas dragan duncan dwayne dylan eamon eddie edgar edith edmund eduard eduardo edward edwin eero eileen eilidh
  einar ekaterina elaine eleanor elena eleonora eli eliana elias elijah elin elisa elisabeth elise eliza elizabeth
  elke ella ellen elliot elliott elsa emanuel emanuele emeka emil emilia emilie emilio emily emine emma emmanuel emre
  enrico enrique eoin eric erica erich erik erika ernesto ernst erwin esteban esther ethan eugene eugenia eugenio eva
  evan evelyn evgenia evgeny ewa ewan ezra fabian fabien fabio fabiola fabrice fabrizio fadi farah farhan farid farida
  fatima fatma federica federico felicia felicity felipe femke ferdinand fergus fernanda fernando filip filippo finn
  fiona florian floris francesca francesco francis francisco franck francois francoise franz franziska fred freddie
  frederic frederick frederico frederik freya frida frieda friedrich fritz gabriel gabriela gabriele gabriella gareth
  gary gaurav gavin genevieve geoff geoffrey george georges georgi georgina georgios gerald geraldine gerard gerardo
  gerd gerhard gianluca gianni gilbert gilles gillian gina giorgio giovanna giovanni gisela giulia giulio giuseppe
  giuseppina gloria gopal goran gordon graham grazia greg gregoire gregor gregory greta grigory grzegorz guadalupe
  gudmundur gudrun guido guilherme guillaume guillermo gunnar gunther gustav gustavo gwen gwyneth haakon hadi hakan
  hamid hamish hamza hana hanna hannah hannelore hannes hanno hans harald haris harish harold harriet harry harsh
  haruki haruto hasan hassan hazem heather hector hedwig heidi heike heiko heiner heinrich heinz helen helena helene
  helga helmut hendrik henk henning henri henrietta henrik henry herbert heribert herman hermann hideo hilary hilda
  hiroko hiroshi holger holly horst howard hristo hubert hugh humberto hussein hyun ian ibrahim ida ifeoma ignacio
  igor iker ikram ilaria ilka ilona ilse ilya iman imke imran ina inga inge ingeborg ingo ingrid ingvild inigo inken
  ioana ioannis ionut irena irene irina irma isaac isabel isabella isabelle isaiah isla ismail istvan ivan ivana
  ivanka ivo izabela jacek jacinta jacob jacqueline jacques jaime jakob jakub jamal james jamie jana jane janet janice
  janina janine janis janne janos jared jarkko jaroslav jaroslaw jasna jason javier jayne jean jeanette jeanne jedrzej
  jeff jeffrey jelena jenna jennifer jenny jens jeremy jeroen jerome jerry jesper jessica jiho jill jim jimmy jisoo
  jitka joachim joan joana joanna joanne joao joaquin jocelyn jochen joe joel joelle joep joerg johan johann johanna
  johannes john johnny jolanta jon jonas jonathan joost joran jordi jorge jorgen joris jose josef josefine joseph
  josephine josh joshua josie juan juana juanita judith judy juergen juha juho jukka jules julian juliana juliane
  julie julien juliet juliette julio julius jurgen justin justyna jutta kacper kaisa kaitlyn kamal kamil kamila karel
  karen kari karim karin karina karl karla karolina karsten karthik kasia kasper katalin katarina katarzyna kate
  katerina katharina katherine kathleen kathrin kathryn kathy katie katja katrin katrina kavita kavya kazuki keiko
  keith kelly kenji kenneth kenny kerstin kevin khalid kieran kim kimberly kiran kirsten kirstin kjell kjersti klara
  klaus knut kofi konrad konstantin konstantina konstantinos kristen kristian kristin kristina kristof kristoffer
  krystyna krzysztof kurt kwame kyle lakshmi lara larissa larry lars lasse laszlo laura lauren laurence laurent laurie
  layla lea leah leandro leif leila lena lennart leon leonard leonardo leonid leonie leopold leroy leslie leszek
  leticia levi lewis liam lidia liesbeth lieselotte lilian liliana lilly linda lindsay lindsey linnea linus lisa lise
  liselotte livia liz ljubomir lloyd lorena lorenz lorenzo loretta lorraine lothar lotte louis louisa louise luca
  lucas lucia luciana luciano lucie lucien lucille lucinda lucy ludger ludmila ludovic ludwig luis luisa luiz lukas
  lukasz luke lungile lutz lydia lynn maarten mackenzie madeleine madeline magda magdalena magnus maher mahmoud maike
  maja makoto maksim malcolm malgorzata malgosia malik malin malte mandy manfred manish manoj manon manuel manuela
  mara marc marcel marcela marcella marcello marcelo marcin marco marcos marcus marek margaret margarida margarita
  margaux margit margot margrit maria mariam marian mariana marianne marie marielle marija marijke marina mario marion
  marisa marit marius mariusz marjan marjorie marko markus marlene marlies marloes marta marte martha martijn martin
  martina marty marvin mary maryam mateo mateusz mathew mathias mathieu mathilde matilda mats matt matteo matthew
  matthias matthieu matti maureen maurice mauricio maurizio maxim maxime maximilian maya mbali meera megan mehdi
  mehmet mei meike melanie melinda melissa mercedes meredith merlin mia micah michael michaela michail michal
  michalina micheal michel michela michele michelle mieke miguel mihai mikael mike mikhail mikkel miklos mila milena
  milos mina minho minji mira miranda mircea mirela miriam mirjam mirko miroslav mitchell mohamed mohammad mohammed
  mohan moira molly mona monica monika monique montserrat moritz morten moses moshe muhammad murat muriel mustafa
  mwangi myriam nadezhda nadia nadine nadja nancy naoko naomi narendra nasser natalia natalie natasha nathalie nathan
  nathaniel naveen neha neil nelly nelson nenad nerea nestor ngoc ngozi nguyet niamh nicholas nick nicki nico nicola
  nicolai nicolas nicole nigel nihal nik nikhil niklas niko nikola nikolai nikolas nikolaus nikolina nikos nils nina
  nisha nishant nitin noah noam noel noemi nomsa noor nora norbert noreen norman nuno nuria obinna octavia odile oisin
  olaf ole oleg oleksandr oleksii olena olga oliver olivia olivier oluwaseun omar oriol orla orlando orsolya oskar
  oswald otis ottavia outi owain oyvind pablo padraig paloma pamela paola paolo pascale patricia patricio patrick
  patrik patrizia patryk paul paula paulina pauline paulo pavel pawel pedro pekka penelope pernille peter petr petra
  petros petteri phil philip philipp philippa philippe phillip phoebe phuong pierre pieter pietro pilar pinar piotr
  plamen prakash pranav prasad prashant pratik praveen priscilla priya priyanka priyanshu przemek przemyslaw putri
  rachel radek radka radoslaw radu rafael rafaela rafal raffaele ragnar rahul rainer raj rajesh rajiv rakesh ralf
  ralph raluca ramesh ramon ramona randall raphael raquel rasmus raul ravi raymond rebecca reema regina reinhard
  reinhold remi renata renate rene renee rhiannon rhys ricardo riccardo richard rick ricky riikka risto rita ritu
  rizky robert roberta roberto rodney rodrigo roger rohan rohit roland rolf romain romana romano ron ronald ronan
  ronja ronny rosa rosalie rosalind rosanna rosario rosie ross rowena roxana ruben rudi rudolf rudy rui rupert rushil
  russell ruth ryan sabina sabine sabrina sachin sadia saeed sakura samantha sami samir samira samuel sandeep sander
  sandra sanjay sanjeev sanna sanne santosh saoirse sara sarah sarika sascha sasha satoshi satya saurabh scott sean
  sebastian sebastien selena selim selma seojun sergei sergej sergey sergio serhii severin shahid shane shannon sharon
  shaun shauna shawn sheila shelly sheryl shirley shiv shivani shreya shruti shubham siddharth siegfried sigrid sigurd
  silje silke silvia silvio simon simona simone sina sinead siobhan sipho siti sjoerd slavko snezana sofia sofie
  solveig sonia sonja sophia sophie soren sorin sota spyros sridhar stacey stan stanislav stanislaw stavros stefan
  stefania stefanie stefano steffen steph stephan stephane stephanie stephen steve steven stewart stoyan stuart
  subramanian sudhir sujata sunil suresh susan susanna susanne sushma susie suzanne svea sven svenja sveta svetlana
  swati sybille sylvain sylvia sylvie szymon tabea tadeusz takashi takeshi tamara tamas tania tanja tanya tariq tarun
  tatiana tatjana ted teppo teresa terry tessa teun thabo thandi thea theo theodor theodore theresa therese thibault
  thierry thijs thilo thomas thorben thorsten thuy tiago tiffany tihana tim timo timofey timothy tina tobias toby todd
  tom tomas tomasz tommaso tommy toni tony torben torbjorn toshiro tracey tracy trevor tristan trond tuan tunde tuomas
  tyler udo ulf uli ulla ulrich ulrike umberto uri ursula usha ute uwe vaclav vadim valentin valentina valeria valerie
  vanessa varun vasile vasily veronica veronika vesna vicky vijay vikas vikram viktor viktoria ville vinay vincent
  vincenzo vinod violeta viraj virginie vishal vitor vittorio viviana vivien vivienne vlad vladimir vojtech volker
  volodymyr waldemar walter wanda wanjiku wendy wenzel werner wesley wiebke wiktor wilfried wilhelm willem william
  willy winfried winston wioletta wojciech wolfgang wouter xander xavi xavier xiang xiaoming xiaoyu yael yamini yan
  yanis yann yannick yasemin yash yasmin yetunde yevgeny ying yolanda yordan yosef yoshi youssef yu yuki yukiko yuri
  yusuf yuto yvan yves yvette yvonne zachary zack zahra zainab zanele zbigniew zdenek zeynep zhen zlatan zofia zoltan
  zoran zsofia zuzana`.split(/\s+/),
)
