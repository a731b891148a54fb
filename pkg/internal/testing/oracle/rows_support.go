package oracle

import "time"

type ticket struct {
	ID                                     int64
	Account, Agent, Team                   *int64
	Channel, Category, Priority, Kind      *string
	CreatedAt                              time.Time
	FirstResponseAt, SolvedAt, EscalatedAt *time.Time
	FirstSolvedAt                          *time.Time
	ReopenCount                            int

	account *account
	agent   *user
	team    *team
	replies int // of agents, that the customer sees
}

type ticketEvent struct {
	Ticket int64
	Kind   string
	Actor  *string
}

type slaTarget struct {
	Ticket            int64
	Metric            string
	DueAt             time.Time
	MetAt, BreachedAt *time.Time

	ticket *ticket
}

type survey struct {
	ID                                        int64
	Kind                                      string
	Ticket, Account, Agent                    *int64
	SentAt                                    time.Time
	RespondedAt                               *time.Time
	Score, ScaleMax                           *float64
	Professionalism, Friendliness, Usefulness *float64

	ticket  *ticket
	account *account
	agent   *user
}

type feedback struct {
	Kind              string
	Account, Ticket   *int64
	Channel, Category *string
	ReceivedAt        time.Time

	account *account
	ticket  *ticket
}

type commitment struct {
	Kind                            *string
	Account, Owner                  *int64
	DueAtOriginal                   time.Time
	DueAt, FulfilledAt, CancelledAt *time.Time

	account *account
	owner   *user
}

type check struct {
	Standard  string
	Category  *string
	Owner     *int64
	Team      *int64
	Passed    bool
	CheckedAt time.Time

	owner *user
	team  *team
}

type enrollment struct {
	Training, User      int64
	DueAt, CompletedAt  *time.Time
	PreScore, PostScore *float64

	training *training
	user     *user
}
