package plan

import "github.com/crmkpi/crm-datasource/pkg/i18n"

// words are the names of what lists tell of.
var words = map[string]i18n.Text{
	"activity":   {En: "activity", Ru: "активность"},
	"commitment": {En: "commitment", Ru: "обязательство"},
	"deal":       {En: "deal", Ru: "сделка"},
	"feedback":   {En: "feedback", Ru: "отзыв"},
	"message":    {En: "message", Ru: "сообщение"},
	"order":      {En: "order", Ru: "заказ"},
	"payment":    {En: "payment", Ru: "платёж"},
	"quote":      {En: "quote", Ru: "предложение"},
	"survey":     {En: "survey", Ru: "опрос"},
	"ticket":     {En: "ticket", Ru: "обращение"},
}

// happenings are the names of what happened, by what it happened to: Russian words agree with it.
var happenings = map[[2]string]i18n.Text{
	{"activity", "done"}:         {En: "done", Ru: "выполнена"},
	{"activity", "planned"}:      {En: "planned", Ru: "запланирована"},
	{"deal", "created"}:          {En: "created", Ru: "создана"},
	{"deal", "won"}:              {En: "won", Ru: "выиграна"},
	{"deal", "lost"}:             {En: "lost", Ru: "проиграна"},
	{"feedback", "received"}:     {En: "received", Ru: "получен"},
	{"message", "public_reply"}:  {En: "public reply", Ru: "ответ"},
	{"message", "internal_note"}: {En: "internal note", Ru: "внутренняя заметка"},
	{"order", "placed"}:          {En: "placed", Ru: "оформлен"},
	{"payment", "received"}:      {En: "received", Ru: "получен"},
	{"quote", "sent"}:            {En: "sent", Ru: "отправлено"},
	{"survey", "answered"}:       {En: "answered", Ru: "получен ответ"},
	{"ticket", "created"}:        {En: "created", Ru: "создано"},
	{"ticket", "solved"}:         {En: "solved", Ru: "решено"},
}

// translate replaces what a list tells of, and what happened to it, by texts in every language.
func (t *Table) translate() {
	what, event := t.column("what"), t.column("event")
	for _, row := range t.Rows {
		id, _ := row[what].(string)
		if event >= 0 {
			happened, _ := row[event].(string)
			if text, ok := happenings[[2]string{id, happened}]; ok {
				row[event] = text
			}
		}
		if text, ok := words[id]; ok {
			row[what] = text
		}
	}
}

func (t *Table) column(id string) int {
	for i, c := range t.Columns {
		if c.ID == id {
			return i
		}
	}
	return -1
}
