package demo

import "strings"

// culture is what the people and companies of some countries are called.
type culture struct {
	first, last, companies []string    // companies: patterns with %s for a surname or an invented word
	feminine               [][2]string // ends of surnames that are others for women
}

var cultures = map[string]culture{
	"english": {
		strings.Fields("Oliver Amelia Jack Isla Harry Ava Noah Emily Leo Grace Ethan Chloe Liam Sophia Mason Olivia Lucas Ella Henry Zoe"),
		strings.Fields("Smith O'Brien Taylor Davies Evans Wilson Walker O'Connor Wright Robinson Thompson Clarke Hughes Patel Bennett D'Souza Cooper Reed Morgan Sullivan"),
		[]string{"%s Ltd", "%s & Sons", "%s Group", "%s Inc.", "%s Holdings", "%s Partners LLP"},
		nil,
	},
	"german": {
		strings.Fields("Jürgen Anna Björn Käthe Lukas Sören Hannah Jörg Mia Felix Günther Lena Maximilian Nele Ömer Sophie Tim Ursula Jannik Frauke"),
		strings.Fields("Müller Schmidt Schröder Weiß Krüger Hoffmann Schäfer Köhler Bauer Groß Jäger Vogel Böhm Kühn Lindner Öztürk Zimmermann Brandt Röder Fuchs"),
		[]string{"%s GmbH", "%s AG", "Gebrüder %s KG", "%s & Söhne OHG", "%s Maschinenbau GmbH", "%s SE"},
		nil,
	},
	"french": {
		strings.Fields("Chloé François Léa Hélène Jérôme Zoé Luc Camille Benoît Élodie Théo Inès Gaël Noémie Raphaël Maëlle"),
		strings.Fields("Lefèvre Dubois Moreau D'Aubigné Bernard Garnier Rousseau Chevalier Gauthier Besançon Lemoine Béranger L'Hermite Marchand Renaud Delacroix"),
		[]string{"%s SA", "%s SARL", "Établissements %s", "%s et Fils", "Groupe %s"},
		nil,
	},
	"spanish": {
		strings.Fields("José María Íñigo Lucía Sofía Álvaro Martín Ángeles Rubén Begoña Andrés Núria Raúl Mónica Thiago João"),
		strings.Fields("García Muñoz Ibáñez Núñez Fernández Peña Gómez Díaz Araújo Conceição Vázquez Gonçalves Serrano Cortés Zúñiga Oliveira"),
		[]string{"%s S.A.", "%s S.L.", "Hermanos %s", "Grupo %s", "%s e Hijos"},
		nil,
	},
	"polish": {
		strings.Fields("Łukasz Agnieszka Michał Małgorzata Paweł Zofia Stanisław Katarzyna Wojciech Żaneta Jakub Ewa Grzegorz Iwona"),
		strings.Fields("Wiśniewski Nowak Dąbrowski Żółkiewski Kamiński Zieliński Wójcik Śliwa Łęcki Kaźmierczak Górski Pająk Sikora Król"),
		[]string{"%s Sp. z o.o.", "%s S.A.", "Zakłady %s", "%s i Wspólnicy"},
		[][2]string{{"ski", "ska"}, {"cki", "cka"}},
	},
	"cyrillic": {
		strings.Fields("Иван Мария Георги Елена Димитър Анна Николай Ольга Алексей Светлана Стефан Татьяна Асен Юлия Тимур Айгуль"),
		strings.Fields("Иванов Петров Димитров Ковалёв Николаев Соколов Тодоров Щербаков Ангелов Жуков Ахметов Стоянов Кузнецов Цветков"),
		[]string{"ООД „%s“", "„%s и син“ ЕООД", "АО «%s»", "ТОО «%s»", "Група %s"},
		[][2]string{{"ов", "ова"}, {"ев", "ева"}, {"ёв", "ёва"}},
	},
	"asian": {
		strings.Fields("Haruto Mei Wei Aiko Jun Sakura Kenji Hana Rui Yuki Arjun Priya Li Nisha Rohan Xin"),
		strings.Fields("Tanaka Lim Suzuki Wong Sato Nguyen Kim Chen Nakamura Rao Tan Iyer Watanabe Ong Park Mehta"),
		[]string{"%s K.K.", "%s Pte Ltd", "%s Pty Ltd", "%s Trading Co.", "%s Industries"},
		nil,
	},
}

// Invented words, of two parts, for companies that are not called after a person.
var (
	wordStarts = strings.Fields("Alpen Nord Blue Vita Omni Terra Lumi Quanti Ferro Aqua Helio Medi Agri Logi Opti Nova Stella Silva Inter Petro Cyber Green Urban Astra")
	wordEnds   = strings.Fields("tech line works form path net gen flow soft data care trade cargo mill stone grid lab bank cast plast")
)

// person returns a full name. Names repeat, as they do.
func person(r random, c culture) string {
	first := one(r, c.first)
	return first + " " + c.surname(r, first)
}

// surname returns one that agrees with the first name, where surnames do.
func (c culture) surname(r random, first string) string {
	last := one(r, c.last)
	woman := strings.HasSuffix(first, "a") || strings.HasSuffix(first, "а") || strings.HasSuffix(first, "я") || first == "Айгуль"
	for _, ends := range c.feminine {
		if stem, found := strings.CutSuffix(last, ends[0]); woman && found {
			return stem + ends[1]
		}
	}
	return last
}

func companyName(r random, c culture) string {
	word := ""
	if r.chance(0.4) {
		word = one(r, c.last)
	} else {
		word = one(r, wordStarts) + one(r, wordEnds)
	}
	name := strings.Replace(one(r, c.companies), "%s", word, 1)
	if r.chance(0.12) { // of several with the same name, the places tell them apart
		name += " " + one(r, places)
	}
	return name
}

var places = strings.Fields("North South East West Central International Europe Online")

// address spells a name in ASCII, for e-mail addresses.
func address(name string) string { return ascii.Replace(strings.ToLower(name)) }

var ascii = strings.NewReplacer(strings.Fields(`
	ä ae ö oe ü ue ß ss á a à a ã a â a é e è e ë e ê e í i ì i î i ó o ò o ô o õ o ú u ù u ç c ñ n ą a ć c ę e ł l ń n ś s ź z ż z ' -
	а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х h ц ts ч ch ш sh щ sht ъ a ы y ь y э e ю yu я ya`)...)
