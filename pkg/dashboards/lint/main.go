// The command lint checks the dashboards of a folder against the rules of the shipped ones.
package main

import (
	"fmt"
	"log"
	"os"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: lint FOLDER, as dashboards")
	}
	problems, err := dashboards.LintFolder(os.Args[1], dashboards.BuiltIn{})
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range problems {
		fmt.Println(p)
	}
	if len(problems) > 0 {
		log.Fatalf("%d problems", len(problems))
	}
}
