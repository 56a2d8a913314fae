package redact

import "strings"

// wordSet makes a set of the words in list, which are in small letters.
func wordSet(list string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// kind is what a word says about the name that may follow it.
type kind uint8

const (
	relation kind = iota + 1 // family: mijn zoon Daan, de moeder van Noor
	role                     // who helps: coach Anna
	title                    // what only stands before a name: mevrouw Visser
	dotted                   // a title only with its dot: ir. Visser, but ING Bank
	naming                   // heet Daan
	greeting                 // the end of a letter: groetjes, Anna
	thanks                   // its beginning, or praise: beste Anna, dankzij Anna
	office                   // public life: minister Visser, de Belg Jan Visser
)

// kinds are the words that announce a name. Plurals announce several.
var kinds = kindsOf(map[kind]string{
	relation: `
		zoon zoontje zoons zonen zoontjes dochter dochtertje dochters dochtertjes
		kind kindje kinderen kindjes kids baby peuter kleuter puber tweeling
		jongen jongens meisje meisjes meiden oudste jongste middelste
		ex man vrouw partner vriend vriendin vriendje vriendinnetje echtgenoot
		echtgenote verloofde moeder vader ouders mama mamma papa pappa mam pap
		mams paps broer broertje broers broertjes zus zusje zussen zusjes
		oma opa tante oom neef neefje nicht nichtje neven nichten kleinzoon
		kleindochter kleinkind kleinkinderen stiefvader stiefmoeder schoonzus
		zwager buurman buurvrouw buurjongen buurmeisje oppas gastouder
		son sons daughter daughters child children kid husband wife boyfriend
		girlfriend mother father mum mom dad brother brothers sister sisters
		grandma grandpa grandmother grandfather aunt uncle nephew niece toddler
		stepson stepdaughter stepfather stepmother stepdad stepmum`,
	role: `
		coach coaches hulpverlener hulpverleenster hulpverleners begeleider
		begeleidster begeleiders voogd voogden jeugdbeschermer jeugdbeschermster
		beschermer medewerker medewerkster medewerkers consulent consulente
		werker werkster werkers psycholoog psychologe psychiater pedagoog pedagoge
		orthopedagoog orthopedagoge therapeut therapeute logopedist logopediste
		rechter kinderrechter advocaat advocate leerkracht leraar lerares docent
		docente mentor tolk arts huisarts kinderarts verpleegkundige verloskundige
		wijkagent agent agente wachtmeester stagiair stagiaire regisseur
		gezin casemanager gedragswetenschapper teamleider directeur onderzoeker
		raadsonderzoeker ondersteuner behartiger ib-er ib'er vertrouwenspersoon mediator jongerenwerker pleegzorgwerker
		worker caseworker counsellor counselor therapist psychologist teacher
		judge lawyer guardian interpreter nurse midwife supervisor`,
	title: `
		meneer mijnheer mevrouw mevr dhr mw mej drs dr dr. mr mr. prof
		familie fam dokter doctor professor zuster juf juffrouw meester heer heren mrs miss mister madam`,
	dotted: `ir ing ds ms hr bc`,
	naming: `heet heette heten heetten genaamd geheten called named`,
	greeting: `
		groet groeten groetjes mvg gr grtjs regards greetings sincerely`,
	thanks: `
		bedankt dank dankjewel dankuwel dankzij beste lieve hoi hallo thanks dear`,
	office: offices,
})

func kindsOf(lists map[kind]string) map[string]kind {
	m := make(map[string]kind)
	for _, k := range []kind{relation, role, title, dotted, naming, greeting, thanks, office} {
		for _, w := range strings.Fields(lists[k]) {
			if m[w] == 0 {
				m[w] = k
			}
		}
	}
	return m
}

// kindEndings end compounds that announce a name as their last part does:
// gezinscoach, pleegmoeder, ouderbegeleider.
var kindEndings = []string{
	"coach", "voogd", "werker", "werkster", "begeleider", "begeleidster", "beschermer",
	"hulpverlener", "ondersteuner", "behartiger", "therapeut", "psycholoog", "consulent", "pedagoog",
	"vader", "moeder", "zoon", "dochter", "broer", "broertje", "zusje", "ouders",
}

// titles are the words before a name inside the name of a street.
var titles = wordSet(`prof professor dr doctor ds drs ir ing mr burgemeester koning koningin prins prinses sint st`)

// particles stand between first name and surname, or before the surname.
var particles = wordSet(`
	van de der den vd v d t ten ter te het el al ben bin ibn bint abu abou ait aït
	la le les du des di da dos das del della von zu zum op in aan uit`)

// things are named too: "een cursus genaamd Samen Verder".
var things = wordSet(`
	het dit dat wat training cursus methode methodiek traject programma organisatie
	instelling school plan project aanpak app instantie club vereniging stichting
	it this that what course programme method organisation`)

// letterNames come before a letter that is no initial: "plan A. De coach".
var letterNames = wordSet(`
	plan optie groep klas vitamine route punt deel bijlage team categorie hepatitis
	letter type blok fase option group class part`)

// shortForms look like initials and are none.
var shortForms = wordSet(`ps nb bv nv aub svp ivm nav ipv zoz tav oa dwz mbt us uk eu am pm`)

// ordinary are words that begin with a capital where a name could stand and are
// no name, each group for its own reason. Whoever adds to it: only words that
// were seen to be masked, never first names.
var ordinary = wordSet(`
	` + /* the next sentence, its full stop forgotten */ `
	ik jij je u hij zij ze wij we jullie men mij mijn onze ons haar zijn hun hen hem
	de het een die dat deze dit er daar hier dan toen nu nog ook maar want dus
	en of als omdat doordat terwijl toch wel niet nooit altijd soms vaak wat wie
	waar waarom wanneer hoe welke alles alleen alle al iedereen iemand niemand
	niets iets veel weinig heel erg zeer beetje meer goed goede super top prima
	bedankt dank dankjewel groetjes groeten groet fijn jammer helaas gelukkig
	eerst daarna daardoor daarom daarvoor hierdoor verder eindelijk inmiddels
	uiteindelijk volgens voor na met zonder door bij van uit op in aan om over
	tegen tot tijdens naar onder te is was waren ben bent wordt werd heeft had
	hebben heb kan kon kunnen moet moest mag mocht wil wilde zou zouden zal gaat
	ging doet deed komt kwam zegt zei vindt vond geeft gaf laat liet blijft bleef
	ja nee ok oké sorry graag misschien ander andere zo zelf samen vanaf sinds
	i you he she it they my your his her our their the a an this that these those
	there here then when where why how what who and but or so because if not no
	yes very is was were are am has have had do did can could will would should
	thank thanks please also always never some many all at to for from by with on
	after before since until while although however sometimes just only now
	i've i'm i'll i'd it's that's he's she's there's what's we've they've you've don't didn't
	` + /* days, months, feasts, what is holy */ `
	maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari
	maart april mei juni juli augustus september oktober november december monday
	tuesday wednesday thursday friday saturday sunday january february march may june july
	august october kerst kerstmis pasen pinksteren sinterklaas ramadan
	suikerfeest moederdag vaderdag koningsdag christmas easter god allah jezus
	` + /* peoples, languages, beliefs */ `
	nederlands nederlandse nederlander engels engelse turks turkse turk marokkaans
	marokkaanse marokkaan surinaams surinaamse surinamer antilliaans antilliaanse
	pools poolse syrisch syrische syriër arabisch arabische duits duitse frans
	franse belg belgisch spaans spaanse italiaans italiaanse oekraïens oekraïense
	eritrees eritrese somalisch somalische afghaans afghaanse iraans iraakse
	chinees chinese hindoestaans koerdisch bulgaars roemeens portugees russisch
	dutch english turkish moroccan polish syrian arabic german french spanish
	moslim moslima islamitisch christen christelijk katholiek joods hindoe
	muslim christian catholic jewish
	nederland holland marokko turkije suriname polen syrië europa duitsland belgië
	haag helder bosch dolder
	amsterdam rotterdam utrecht den eindhoven groningen tilburg almere breda nijmegen
	` + /* organisations and what they do */ `
	jeugdzorg jeugdhulp jeugdbescherming jeugdteam jeugd veilig thuis raad
	kinderbescherming cjg ggz ggd gi rvdk wsg jb jbra william leger bureau stichting
	gemeente centrum sociaal sociale wijkteam gezin gezinnen politie rechtbank om bso
	openbaar ministerie rijk overheid school basisschool mavo havo vwo vmbo mbo
	hbo speltherapie whatsapp facebook instagram google youtube teams zoom corona covid adhd add
	ass autisme ptss iq wmo uwv svb iva ots vots uhp avg bsn kvk nhs
	ziekenhuis kliniek huisarts opvang crisisopvang pleegzorg
	humanitas buurtzorg altra levvel spirit parlan enver pluryn youz entrea
	samenwerken veiligheid veiligheidsplan safety services service social care
	council court hospital protection welfare family support board centre center
	agency house club help huis centraal team manager staff
	geen geweldig geweldige helemaal echt zeker blij tevreden moeder alleenstaand
`)

// fields begin, and fieldEndings end, the words of this field that a writer may
// give a capital: medewerker Jeugdwet, coach Wijkteam.
var (
	fields       = []string{"jeugd", "gezins", "kinder", "ouder", "opvoed", "zorg", "wijk", "pleeg", "school", "hulp"}
	fieldEndings = []string{"zorg", "hulp", "team", "bescherming", "school", "thuis", "dienst", "loket"}
)

// isField reports whether key is a word of this field and so no name.
func isField(key string) bool {
	for _, f := range fields {
		if strings.HasPrefix(key, f) {
			return true
		}
	}
	for _, f := range fieldEndings {
		if strings.HasSuffix(key, f) {
			return true
		}
	}
	return false
}
