package redact

import "strings"

// offices are what people in public life are called before their name.
const offices = `
	minister premier president presidente vice-president vicepremier kanselier burgemeester wethouder schepen
	gouverneur gedeputeerde staatssecretaris senator kamerlid parlementslid europarlementslid fractieleider
	voorzitter voorzitster ondervoorzitter secretaris secretaris-generaal woordvoerder woordvoerster
	ambassadeur eurocommissaris commissaris koning koningin prins prinses hertog hertogin graaf gravin baron
	barones keizer sultan sjeik emir paus kardinaal bisschop aartsbisschop pastoor pater kapelaan dominee imam
	rabbijn generaal kolonel majoor kapitein luitenant sergeant commandant admiraal maarschalk procureur
	procureur-generaal onderzoeksrechter officier notaris hoogleraar historicus historica filosoof econoom
	econome socioloog politicoloog bioloog arts-onderzoeker wetenschapper schrijver schrijfster auteur dichter
	dichteres romanschrijver columnist columniste journalist journaliste hoofdredacteur redacteur criticus
	acteur actrice regisseuse cineast filmmaker zanger zangeres rapper componist dirigent pianist pianiste
	violist violiste gitarist drummer saxofonist muzikant choreograaf choreografe danser danseres kunstenaar
	kunstenares schilder beeldhouwer fotograaf fotografe architect ontwerper ontwerpster presentator
	presentatrice trainer hoofdtrainer assistent-trainer bondscoach ploegleider ploegmaat ploegmaten
	ploeggenoot doelman keeper spits verdediger middenvelder aanvaller libero aanvoerder verdetiger kopman
	renner wielrenner sprinter veldrijder tennisser tennisster voetballer zwemmer zwemster atleet atlete
	schaatser schaatsster turner turnster judoka bokser golfer piloot rijder coureur speler speelster
	wereldkampioen wereldkampioene titelverdediger landgenoot landgenote collega topman bestuurder
	gedelegeerd-bestuurder zaakvoerder ondernemer oprichter analist miljardair chef kok ober gastheer
	gastvrouw eigenaar eigenares uitbater uitbaatster weduwe advocaat-generaal vakbondsleider leider
	mayor governor congressman chancellor king queen prince princess pope bishop captain author singer actor
	actress owner chairman chairwoman
	belg nederlander nederlandse fransman française duitser engelsman brit schot ier amerikaan italiaan
	italiaanse spanjaard spaanse portugees rus russin pool tsjech slowaak hongaar oostenrijker zwitser zweed
	griek turk marokkaan algerijn tunesiër egyptenaar iraniër irakees israëliër palestijn
	japanner chinees indiër australiër braziliaan argentijn chileen colombiaan mexicaan canadees keniaan
	ethiopiër kameroener nigeriaan ghanees kroaat serviër bosniër sloveen bulgaar roemeen oekraïner
	litouwer est kazach vlaming waal brusselaar antwerpenaar gentenaar limburger oost-vlaming west-vlaming
	brabander amsterdammer rotterdammer`

// asWords are first names that in small letters are as often a word, so that a
// name found elsewhere in the text says nothing about them.
var asWords = wordSet(`mark frank floor iris merel puck peter piet kitty jack bart fleur lotte dirk nora angel emir linda`)

// speaking are the verbs of speech and the words of source, beside which a word
// with a capital is mostly a person, also one that no list has.
var speaking = wordSet(`
	zei zegt vertelde aldus volgens meent meende verklaart verklaarde reageert reageerde antwoordt
	antwoordde benadrukt benadrukte zucht bekent bekende stelt
	says said told explained replied according`)

// acting are verbs before and after which a surname stands more often than
// something else that looks like one.
var acting = wordSet(`
	vertelt vindt vond vroeg vraagt schreef schrijft stelde noemt noemde denkt dacht besluit besloot weet
	luisterde hielp belde is was heeft had wil wilde kan kon moet moest zal zou mag mocht gaat ging komt kwam
	krijgt kreeg blijft bleef staat stond geeft gaf neemt nam doet deed laat liet ziet zag haalt haalde maakt
	maakte leidt leidde zit zat werd wordt bleek lijkt wacht wachtte hoopt hoopte wint won verloor scoorde versloeg speelde trainde reed liep begon
	tells asks asked wrote helped called came listened won lost`)

// determiners stand before a thing that somebody gave a capital: de Roos.
var determiners = wordSet(`
	de het een deze dit die dat geen elke elk ieder iedere welke welk onze ons mijn jullie hun zijn haar
	the a an this that these those my your our their no every each some any`)

// definite are those before a thing with a name of its own: het Daan, de Anna.
var definite = wordSet(`de het een the a an`)

// toPlaces come before places more than before people.
var toPlaces = wordSet(`in uit naar te nabij rond rondom from near at to into`)

// articles of other languages begin names of papers, works and places.
var articles = wordSet(`le la les il lo los las der die das the`)

// peoples and what else is written with a capital and is said of people.
var peoples = wordSet(`
	vlaams vlaamse waals waalse brits britse amerikaans amerikaanse europees europese deens zweeds
	noors fins grieks griekse iers schots zwitsers oostenrijks hongaars tsjechisch servisch kroatisch
	albanees israëlisch palestijns palestijnse egyptisch algerijns tunesisch japans koreaans braziliaans
	argentijns mexicaans canadees australisch indiaas pakistaans joodse american british european`)

// bodies name an organisation or a place after a person: Stichting Anna.
var bodies = wordSet(`
	stichting sint st saint san santa santo new nieuw royal grand basisschool school college lyceum gymnasium
	ziekenhuis kliniek restaurant ristorante trattoria taverne hotel café cafe bar brasserie bistro eetcafé
	praktijk firma bedrijf club fc sv vv kv rc ac stadion museum villa camping huize uitgeverij merk
	universiteit hogeschool instituut festival theater schouwburg kerk parochie kapel abdij plein straat laan
	brug luchthaven station fonds vereniging university institute foundation hospital company`)

// bodyTails come after a person's name in the name of something else.
var bodyTails = wordSet(`
	huis groep partij bank haven park tunnel ring prijs trofee cup bokaal orde wet rapport commissie fonds
	street road avenue square airport group holding inc ltd corp nv bv award prize trophy center centre
	studio studios records theatre church bridge ward unit lodge lane infirmary clinic court view
	syndroom ziekte methode effect test schaal quartet kwartet orkest trio band ensemble school college
	ziekenhuis kliniek stadion museum instituut plein straat laan brug university institute foundation
	hospital company`)

// smallTails are those that need no capital: Freeman hospital.
var smallTails = wordSet(`hospital ward unit clinic lodge infirmary ziekenhuis kliniek stadion syndroom`)

// bodyEndings end the names of organisations and places.
var bodyEndings = strings.Fields(`
	ziekenhuis school college stichting museum theater stadion huis straat laan plein weg dijk kade
	singel gracht park centrum instituut partij unie bond bank club krant blad groep kliniek praktijk
	gemeente prijs cup poli zorg hulp wedstrijd toernooi commissie regering`)

// endsBody reports whether key ends as the name of an organisation or a place does.
func endsBody(key string) bool {
	for _, e := range bodyEndings {
		if len(key) > len(e)+2 && strings.HasSuffix(key, e) {
			return true
		}
	}
	return false
}

// notPeople are names of two words that look like a person's and are those of
// something else: companies, places, things.
var notPeople = wordSet(`
	albert_heijn philip_morris morgan_stanley jp_morgan goldman_sachs merrill_lynch dow_jones mona_lisa
	roland_garros camp_david jan_breydel big_brother louis_vuitton calvin_klein hugo_boss tommy_hilfiger
	yves_rocher arthur_andersen ernst_young peter_pan harry_potter van_dale van_gogh anna_paulowna
	miss_universe max_havelaar john_deere harley_davidson rolls_royce aston_martin johnson_matthey
	robin_hood donald_duck mickey_mouse king_kong sint_maarten sint_nicolaas
	piet_hein titus_brandsma frans_hals jeroen_bosch sesam_straat willem_schrikker marie_claire
	willem_schrikker william_schrikker ottho_gerhard jan_arends rudolf_steiner maria_montessori jan_ligthart
	cornelis_haga thomas_gordon
	big_ben ben_jerry tom_tom jack_daniels johnnie_walker moulin_rouge anne_frank`)
