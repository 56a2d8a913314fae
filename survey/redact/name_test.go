package redact_test

import "testing"

func TestName(t *testing.T) {
	check(t, [][]string{
		{"Mijn zoon Daan is blij", "Mijn zoon [name] is blij"},
		{"onze dochter Noor-Jane, m'n zus Zoë en me broer Łukasz", "onze dochter [name], m'n zus [name] en me broer [name]"},
		{"haar ex-man Peter en zijn nieuwe vrouw El Amrani", "haar ex-man [name] en zijn nieuwe vrouw [name]"},
		{"stiefvader Henk, pleegmoeder Ria, kleinzoon Mo", "stiefvader [name], pleegmoeder [name], kleinzoon [name]"},
		{"mijn jongste, Sem, is ziek", "mijn jongste, [name], is ziek"},
		{"mijn man (Ahmed) en coach \"Piet\"", "mijn man ([name]) en coach \"[name]\""},
		{"de moeder van Daan", "de moeder van [name]"},
		{"mijn zoon van 8, Daan, en mijn dochter van 5 jaar (Noor)", "mijn zoon van 8, [name], en mijn dochter van 5 jaar ([name])"},
		{"de familie van Dam, gezin De Boer, fam. Smit", "de familie [name], gezin [name], fam. [name]"},
		{"CJG-coach Anna, gezinsvoogd Kim de Boer, jeugdbeschermer Van Dijk", "CJG-coach [name], gezinsvoogd [name], jeugdbeschermer [name]"},
		{"maatschappelijk werker Els, medewerkster Bo", "maatschappelijk werker [name], medewerkster [name]"},
		{"coach de Jong en coach van der Laan", "coach [name] en coach [name]"},
		{"juf Els van Dam zei", "juf [name] zei"},
		{"mijn dochter Abdel-Karim O'Neill d'Ancona", "mijn dochter [name]"},
	})
}

func TestNameAfterTitle(t *testing.T) {
	check(t, [][]string{
		{"Mevrouw Visser en meneer van Dam", "Mevrouw [name] en meneer [name]"},
		{"Mevr. De Vries, mw. Bakker, dhr.Smit, Dr. A.B. de Wit", "Mevr. [name], mw. [name], dhr.[name], Dr. [name]"},
		{"Prof. Dr. Th. van 't Hart", "Prof. Dr. [name]"},
		{"de heer v.d. Berg en mevrouw v/d Sluis", "de heer [name] en mevrouw [name]"},
		{"ir. Bakker", "ir. [name]"},
		{"mevrouw JANSEN", "mevrouw [name]"},
		{"J. de Vries, A.B. Jansen en J.P. van der Laan-Smit", "[name], [name] en [name]"},
		{"A de Jong, Ph. van Dam", "[name], [name]"},
		{"Marieke van der Sluis en Jan van den Berg", "[name] en [name]"},
	})
}

func TestNameAfterPhrase(t *testing.T) {
	check(t, [][]string{
		{"ik heet Fatima", "ik heet [name]"},
		{"Ik ben Fatima, moeder van drie", "Ik ben [name], moeder van drie"},
		{"Ik ben Jan de Vries en ik woon hier", "Ik ben [name] en ik woon hier"},
		{"mijn naam is Jan. Naam: Jan", "mijn naam is [name]. Naam: [name]"},
		{"zij heet Noor en hij heet Bram", "zij heet [name] en hij heet [name]"},
		{"een jongen genaamd Sem", "een jongen genaamd [name]"},
		{"mijn kind, dat Sem heet", "mijn kind, dat [name] heet"},
		{"Veel dank. Groetjes, Anna", "Veel dank. Groetjes, [name]"},
		{"Bedankt Anna! Dankzij coach Piet en dank aan Els.", "Bedankt [name]! Dankzij coach [name] en dank aan [name]."},
		{"Beste Karin, dank u", "Beste [name], dank u"},
		{"Groeten van Anna en Piet", "Groeten van [name] en [name]"},
		{"Met vriendelijke groet,\nJan de Boer", "Met vriendelijke groet,\n[name]"},
	})
}

func TestNamesTogether(t *testing.T) {
	check(t, [][]string{
		{"mijn zoons Daan en Bram", "mijn zoons [name] en [name]"},
		{"mijn kinderen Daan, Bram en Noor spelen", "mijn kinderen [name], [name] en [name] spelen"},
		{"mijn kinderen Daan (5), Bram (7 jaar) en Noor", "mijn kinderen [name] (5), [name] (7 jaar) en [name]"},
		{"mijn zoon Daan van 6 en Noor van 8", "mijn zoon [name] van 6 en [name] van 8"},
		{"oma & opa, coach Anna & Piet", "oma & opa, coach [name] & [name]"},
		{"coach Anna en coach Piet", "coach [name] en coach [name]"},
		{"mijn zoon Daan en Jeugdzorg", "mijn zoon [name] en Jeugdzorg"},
		{"coach Anna, Volgens mij", "coach [name], Volgens mij"},
	})
}

func TestNameComesBack(t *testing.T) {
	check(t, [][]string{
		{"Daan wilde niet. Mijn zoon Daan is 8. Daans juf ook. Daan's fiets, DAAN!", "[name] wilde niet. Mijn zoon [name] is 8. [name] juf ook. [name] fiets, [name]!"},
		{"My son Mark got a good mark", "My son [name] got a good mark"},
		{"Coach Anna de Vries. Vries belde, De coach niet", "Coach [name]. [name] belde, De coach niet"},
		{"mijn zoon Daan. de daan niet, Daantje niet", "mijn zoon [name]. de [name] niet, [name] niet"},
	})
}

func TestEnglishName(t *testing.T) {
	check(t, [][]string{
		{"My son Daniel and my ex Peter Smith", "My son [name] and my ex [name]"},
		{"Social worker Karen, Mr. Jones, Mrs O'Brien and Ms. Lee", "Social worker [name], Mr. [name], Mrs [name] and Ms. [name]"},
		{"My name is Ewa. I'm Sara, a mother. I am Joan.", "My name is [name]. I'm [name], a mother. I am [name]."},
		{"my daughter is called Zoë. Kind regards, Tom", "my daughter is called [name]. Kind regards, [name]"},
		{"my mother I think, my son He went, the coach Thank you"},
		{"the Child Protection Services, Family Court, mother Polish"},
		{"I am Dutch. I am Happy with it. Nor did I. Nobody helped"},
		{"A&E. Most of them"},
	})
}

func TestNoName(t *testing.T) {
	check(t, [][]string{
		{"mijn zoon is blij, mijn dochter ook, de coach was goed"},
		{"mijn zoon Ik vond het niet goed. mijn ex Hij sloeg. mijn kind We zijn moe. dank coach U was goed"},
		{"De coach van Veilig Thuis en de medewerker Jeugdzorg"},
		{"mevrouw van Veilig Thuis, meneer van de Raad, de coach van Altra"},
		{"mijn kind Nederlands leren, mijn man Turks, mijn moeder Moslim"},
		{"Ik ben Nederlands. Ik ben Moslim, ik ben Heel blij. Ik ben Moeder van drie"},
		{"mijn moeder in Marokko, mijn zoon al Ritalin, mijn vader uit Polen"},
		{"De cursus heet Samen Verder. De methode die heet Rots. Het heet Kans"},
		{"bij de rechter Maandag, de coach December, opa God, oma Kerst"},
		{"mijn zoon ADHD, mijn kind KREEG geen hulp, de coach HEEFT niets gedaan"},
		{"Coach A. was goed. Plan A. Daarna niets. Dat weet U. Ouders ook. P.S. Ook"},
		{"Bedankt Veilig Thuis, dankzij Jeugdzorg, beste Gemeente, dank aan de coach"},
		{"Beste coach, Dank u. mijn coach: Luister eens"},
		{"mijn zoon\nVandaag ging het"},
		{"mijn zoon. Vandaag ging het. mijn zoon! Goed"},
		{"ING Bank, MS Word, mr niet"},
		{"Jeugdzorg-medewerker, het Ouder-Kind Team, medewerker Jeugdwet, coach Opvoedpoli"},
		{"Den Haag, van den Haag, in Den Bosch"},
		{"ik heet u welkom, heet water, ik ben er"},
	})
}

func TestCapitals(t *testing.T) {
	check(t, [][]string{
		{"IK VIND DAT DE COACH NIET GOED HEEFT GELUISTERD NAAR MIJN ZOON DIE ADHD HEEFT"},
		{"MEVROUW WAS NIET AARDIG EN MIJN MAN OOK NIET. OPTIE B. WILLEN WIJ NIET"},
		{"IK HEET FATIMA EN MIJN NAAM IS NOOR, NIET ANNA", "IK HEET [name] EN MIJN NAAM IS [name], NIET [name]"},
		{"DE COACH VAN DHR. JANSEN WAS ER NIET BIJ", "DE COACH VAN DHR. [name] WAS ER NIET BIJ"},
		{"Mijn Zoon Kreeg Geen Hulp En De Coach Belde Ook Nooit Terug"},
		{"BEL MIJ OP 06-12345678 OF MAIL NAAR JAN@VOORBEELD.NL", "BEL MIJ OP [phone] OF MAIL NAAR [email]"},
	})
}
