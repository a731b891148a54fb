package detect

import "strings"

// irregular are plurals that no rule below undoes.
var irregular = map[string]string{
	"people": "person", "status": "status", "statuses": "status", "news": "news",
	"kunden": "kunde", "firmen": "firma", "bestellungen": "bestellung", "aufträge": "auftrag", "auftraege": "auftrag", "kundenaufträge": "kundenauftrag",
	"rechnungen": "rechnung", "angebote": "angebot", "produkte": "produkt", "kontakte": "kontakt", "zahlungen": "zahlung", "kampagnen": "kampagne",
	"verkaufschancen": "verkaufschance", "umsatzziele": "umsatzziel", "ziele": "ziel", "schulungen": "schulung", "kurse": "kurs", "feiertage": "feiertag",
	"bestellpositionen": "bestellposition", "auftragspositionen": "auftragsposition", "abteilungen": "abteilung", "umfragen": "umfrage",
	"сделки": "сделка", "заявки": "заявка", "компании": "компания", "кампании": "кампания", "обращения": "обращение", "задачи": "задача", "команды": "команда",
	"встречи": "встреча", "позиции": "позиция", "строки": "строка", "платежи": "платеж", "сотрудники": "сотрудник", "продажи": "продажа", "этапы": "этап",
	"лиды": "лид", "счета": "счет", "звонки": "звонок", "цели": "цель", "квоты": "квота", "воронки": "воронка", "оплаты": "оплата", "оценки": "оценка",
	"жалобы": "жалоба", "анкеты": "анкета", "тренинги": "тренинг", "предложения": "предложение", "покупатели": "покупатель", "пользователи": "пользователь",
	"sdelki": "sdelka", "klienty": "klient", "zakazy": "zakaz", "zayavki": "zayavka", "kompanii": "kompaniya", "kampanii": "kampaniya", "tovary": "tovar",
	"zadachi": "zadacha", "zvonki": "zvonok", "vstrechi": "vstrecha", "sotrudniki": "sotrudnik", "platezhi": "platezh", "oplaty": "oplata", "scheta": "schet",
	"lidy": "lid", "etapy": "etap", "voronki": "voronka", "otdely": "otdel", "kontragenty": "kontragent", "pokupateli": "pokupatel", "oprosy": "opros",
}

// singular undoes the plurals of English, and the commonest of Russian and German.
func singular(word string) string {
	if s, ok := irregular[word]; ok {
		return s
	}
	n := len(word)
	switch {
	case n > 4 && strings.HasSuffix(word, "ies"):
		return word[:n-3] + "y"
	case n > 4 && (strings.HasSuffix(word, "sses") || strings.HasSuffix(word, "xes") || strings.HasSuffix(word, "ches") || strings.HasSuffix(word, "shes")):
		return word[:n-2]
	case n > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is"):
		return word[:n-1]
	case n > 8 && strings.HasSuffix(word, "ы"): // заказы, клиенты: letters of two bytes
		return strings.TrimSuffix(word, "ы")
	}
	return word
}
